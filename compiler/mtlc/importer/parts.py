"""The layers and inputs of one model, and the tensors that flow between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mtlc.importer.file import File, string_in
from mtlc.importer.objects import class_of, is_in_catalogue, is_of_keras, listed
from mtlc.importer.problems import NoModel, UnknownTensor
from mtlc_spec.layers import INPUT
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence


class Tensor(NamedTuple):
    """What `keras_history` says: a layer, the number of its call, and of the result."""

    layer: str
    call: int
    result: int


@dataclass(eq=False)
class Part:
    """A layer, an input or a function, with its calls."""

    name: str
    at: Node
    """Where its name stands."""
    node: Mapping
    config: Mapping
    calls: list[Mapping] = field(default_factory=list)
    key: str = ""
    """What its entry is called."""

    @property
    def class_name(self) -> str:
        return class_of(self.node) or ""

    @property
    def is_input(self) -> bool:
        return self.class_name == INPUT and is_of_keras(self.node)

    @property
    def is_function(self) -> bool:
        module = string_in(self.node.get("module"))
        return module is not None and module.startswith("keras.src.ops.")

    @property
    def is_model(self) -> bool:
        """It has layers itself, and is none of the catalogue."""
        has_layers = isinstance(self.config.get("layers"), Sequence)
        return has_layers and not is_in_catalogue(self.node)

    @property
    def is_functional(self) -> bool:
        return self.is_model and self.config.get("input_layers") is not None


def read_parts(file: File, layers: Sequence) -> dict[str, Part]:
    """The parts of a model by their names.

    Raises:
        Unreadable: one of them is none.
    """
    found: dict[str, Part] = {}
    for item in layers:
        node = file.mapping(item, layers, "layer")
        file.string(node.get("class_name"), node, "class_name")
        config = node.get("config")
        if config is None:
            raise file.unreadable(NoModel, node, problem="`config` is missing")
        config = file.mapping(config, node, "config")
        named = node.get("name") or config.get("name")
        if named is None:
            raise file.unreadable(NoModel, node, problem="`name` is missing")
        name = file.string(named, node, "name")
        if name in found:
            raise file.unreadable(
                NoModel, named, problem=f"`{name[:80]}` is the name of two layers"
            )
        calls = node.get("inbound_nodes")
        nodes = [] if calls is None else [*file.sequence(calls, node, "inbound_nodes")]
        found[name] = Part(name, named, node, config, [_call(file, one) for one in nodes])
    return found


def _call(file: File, node: Node) -> Mapping:
    """A call: its positional and its keyword arguments."""
    if isinstance(node, Sequence):
        raise file.unreadable(
            NoModel,
            node,
            problem="the call is written as Keras 2 did",
            way_out="load the model in Keras 3, and save it again",
        )
    return file.mapping(node, node, "inbound_nodes")


def is_tensor(node: Node | None) -> bool:
    return class_of(node) == "__keras_tensor__"


def tensor_in(file: File, node: Node) -> Tensor:
    """The tensor of a `__keras_tensor__`.

    Raises:
        Unreadable: it does not say where it comes from.
    """
    outer = file.mapping(node, node, "tensor")
    config = file.mapping(outer.get("config"), outer, "config")
    return history(file, file.sequence(config.get("keras_history"), config, "keras_history"))


def history(file: File, node: Node) -> Tensor:
    """The tensor of `["dense", 0, 0]`.

    Raises:
        Unreadable: the node says something else.
    """
    items = node.items if isinstance(node, Sequence) else []
    values = [one.value for one in items if isinstance(one, Scalar)]
    match values:
        case [str(name), int(call), int(result)] if min(call, result) >= 0:
            return Tensor(name, call, result)
    raise file.unreadable(UnknownTensor, node, problem="no tensor is described")


def is_history(node: Node) -> bool:
    """Whether a list is one tensor, and not a list of them."""
    return (
        isinstance(node, Sequence)
        and len(node.items) == 3
        and string_in(node.items[0]) is not None
        and not isinstance(node.items[1], Sequence)
    )


def tensors(file: File, node: Node | None) -> Iterator[Node]:
    """All tensors anywhere in the arguments of a call, in Keras' order."""
    if node is None or isinstance(node, Scalar):
        return
    node = listed(file, node)
    if isinstance(node, Sequence):
        for item in node:
            yield from tensors(file, item)
    elif is_tensor(node):
        yield node
    elif isinstance(node, Mapping):
        for _, item in node:
            yield from tensors(file, item)
