"""The arguments of a call: what stands in `from`, in `call`, and among the arguments."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from inspect import signature

from mtlc.analysis.arity import call_parameters
from mtlc.importer.file import File, string_in
from mtlc.importer.making import keyed, mapping, sequence
from mtlc.importer.objects import ARRAYS, class_of, listed
from mtlc.importer.parts import is_tensor, tensors
from mtlc.importer.problems import InexpressibleCall
from mtlc_spec.layers.base import Layer
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence


@dataclass
class Bound:
    """A call as a spec writes it; tensors are still Keras' own."""

    inputs: list[Node] = field(default_factory=list)
    call: dict[str, Node] = field(default_factory=dict)
    arguments: dict[str, Node] = field(default_factory=dict)


def given(file: File, call: Mapping) -> tuple[list[Node], dict[str, Node]]:
    """The positional and the keyword arguments of a call.

    What says nothing is left out.

    Raises:
        Unreadable: they are not written as Keras does.
    """
    args = file.sequence(listed(file, call.get("args") or call), call, "args")
    kwargs = file.mapping(call.get("kwargs"), call, "kwargs")
    named = {
        str(name): listed(file, key.node)
        for name, key in kwargs.entries.items()
        if not _is_nothing(file, key.node)
    }
    return [listed(file, one) for one in args], named


def _is_nothing(file: File, node: Node) -> bool:
    """Whether it is null, or a list of nothing else."""
    node = listed(file, node)
    if isinstance(node, Sequence):
        return bool(node.items) and all(_is_nothing(file, one) for one in node)
    return isinstance(node, Scalar) and node.value is None


def _is_usual(model: type[Layer], name: str, node: Node) -> bool:
    """Whether a call gets a constant anyway: Keras writes down that it does not train."""
    parameter = signature(model.infer).parameters.get(name)
    usual = None if parameter is None else parameter.default
    found = node.value if isinstance(node, Scalar) else ...
    return found is (usual or False) if name == "training" else found is usual


def bind_layer(file: File, name: str, model: type[Layer] | None, call: Mapping) -> Bound:
    """The call of a layer; `model` is its class, if the catalogue has it.

    Raises:
        Unreadable: a spec cannot say it.
    """
    args, kwargs = given(file, call)
    parameters: list[str] = []
    if model is not None:
        parameters = [*call_parameters(model)]
        kwargs = {key: one for key, one in kwargs.items() if not _is_usual(model, key, one)}
    if not args:
        first = next((key for key in kwargs if key not in parameters), None)
        args = [] if first is None else [kwargs.pop(first)]
    bound = Bound(call=kwargs)
    if not args:
        raise file.unreadable(
            InexpressibleCall, call, layer=name, problem="it is called on nothing"
        )
    bound.inputs = _inputs(file, name, args[0])
    further = args[1:]
    if model is not None and not model.takes_list and (model.most_inputs or 1) > 1:
        while further and len(bound.inputs) < (model.most_inputs or 1):
            bound.inputs += _inputs(file, name, further.pop(0))
    for number, node in enumerate(further):
        if _is_nothing(file, node):
            continue
        if number >= len(parameters) or parameters[number] in kwargs:
            problem = "it has arguments without a name besides its first"
            raise file.unreadable(InexpressibleCall, node, layer=name, problem=problem)
        bound.call[parameters[number]] = node
    return bound


def _inputs(file: File, name: str, node: Node) -> list[Node]:
    """The tensors that a call is made on."""
    if is_tensor(node):
        return [node]
    if isinstance(node, Sequence) and node.items:
        items = [listed(file, one) for one in node]
        if all(map(is_tensor, items)):
            return items
    problem = "its first argument is neither a tensor nor a list of tensors"
    raise file.unreadable(InexpressibleCall, node, layer=name, problem=problem)


def bind_model(file: File, name: str, inputs: list[str], call: Mapping) -> Bound:
    """The call of a nested model, whose inputs are named.

    Raises:
        Unreadable: a spec cannot say it.
    """
    args, kwargs = given(file, call)
    if len(args) == 1 and isinstance(args[0], Mapping) and not is_tensor(args[0]):
        entries = args[0].entries
        if {*entries} != {*inputs}:
            problem = "its inputs are not those of the model"
            raise file.unreadable(InexpressibleCall, args[0], layer=name, problem=problem)
        found = [entries[key].node for key in inputs]
    else:
        found = [one for node in args for one in tensors(file, node)]
    if len(found) != len(inputs):
        problem = f"it gets {len(found)} tensors, and the model has {len(inputs)} inputs"
        raise file.unreadable(InexpressibleCall, call, layer=name, problem=problem)
    kwargs = {key: one for key, one in kwargs.items() if not _is_false(key, one)}
    return Bound(found, kwargs)


def _is_false(name: str, node: Node) -> bool:
    return name == "training" and isinstance(node, Scalar) and node.value is False


Refer = Callable[[Node], Scalar]
"""The reference to a tensor."""

Keep = Callable[[Node], Scalar]
"""The reference to an array, which becomes an entry of its own."""


class Writer:
    """Writes bound calls with the references of a model."""

    def __init__(self, file: File, refer: Refer, keep: Keep) -> None:
        self.file = file
        self.refer = refer
        self.keep = keep

    def inputs(self, bound: Bound) -> list[Node]:
        return [self.refer(one) for one in bound.inputs]

    def call(self, layer: str, at: Node, bound: Bound) -> Mapping:
        """The keyword arguments; a list in a list is one with it."""
        return mapping(at, {name: self.value(layer, one) for name, one in bound.call.items()})

    def value(self, layer: str, node: Node) -> Node:
        node = listed(self.file, node)
        if is_tensor(node):
            return self.refer(node)
        if class_of(node) in ARRAYS:
            return self.keep(node)
        if isinstance(node, Sequence):
            items: list[Node] = []
            for one in node:
                inner = self.value(layer, one)
                items += inner.items if isinstance(inner, Sequence) else [inner]
            return sequence(node, items)
        if isinstance(node, Scalar) and not isinstance(node.value, str):
            return node
        words = f"the string {string_in(node)!r}" if isinstance(node, Scalar) else "an object"
        problem = f"{words} is neither a tensor nor a number"
        raise self.file.unreadable(InexpressibleCall, node, layer=layer, problem=problem)


def entry(at: Node, kind: str, arguments: Node | None, wiring: Dict[str, Node]) -> Mapping:
    """`{from: …, Kind: arguments, call: …}`; without arguments the kind stands alone."""
    behind = Scalar(at.source, at.end, at.end, None) if arguments is None else arguments
    made = mapping(at, wiring)
    made.entries[kind] = keyed(at, kind, behind)
    return made
