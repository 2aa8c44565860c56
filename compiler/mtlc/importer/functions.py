"""The calls of `keras.ops`, which Keras writes as operations."""

from __future__ import annotations

from pydantic import ValidationError

from mtlc.importer.calls import Bound, given
from mtlc.importer.file import File, string_in
from mtlc.importer.making import sequence
from mtlc.importer.objects import ARRAYS, class_of, listed, policy_in
from mtlc.importer.parts import Part, is_tensor
from mtlc.importer.problems import InexpressibleCall, UnsupportedLayer
from mtlc_spec.functions import function_class, function_names
from mtlc_spec.functions.base import Function
from mtlc_spec.functions.operations import function_of
from mtlc_spec.names import snake_case
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence, plain
from mtlc_spec.values.tagged import validate


def function_in(file: File, part: Part) -> str:
    """The function of `keras.ops` that an operation is the call of.

    Raises:
        Unreadable: a spec cannot name it.
    """
    module = string_in(part.node.get("module")) or ""
    found = function_of(snake_case(part.class_name), module.endswith(".image"))
    if found is None:
        raise file.unreadable(
            UnsupportedLayer,
            part.node.entries["class_name"].node,
            name=part.class_name,
            reason="is no function of `keras.ops` that a spec knows",
            way_out="write a function of your own: `imports: {mine: my_module}`, and then "
            "`mine.function` with `returns`",
        )
    return found


def bind_function(file: File, part: Part, name: str, call: Mapping) -> Bound:
    """The call of a function: its first tensors, further ones by name, and constants.

    Raises:
        Unreadable: a spec cannot say it.
    """
    args, kwargs = given(file, call)
    config = {
        str(key): _constant(file, part, one.node)
        for key, one in part.config.entries.items()
        if key != "name"
    }
    if name not in function_names():
        return _unknown(file, part, args, kwargs, config)
    model = function_class(name)
    bound = Bound(
        arguments={key: one for key, one in config.items() if key in model.model_fields}
    )
    if model.takes_list or model.variadic:
        lists = [args[0]] if model.takes_list and args else [sequence(call, args)]
        for node in lists:
            bound.inputs = _tensors(file, part, node)
        args = args[1:] if model.takes_list else []
    _bind(file, part, model, args, bound)
    for key, node in kwargs.items():
        _put(file, part, model, key, node, bound)
    bound.arguments = {
        key: one for key, one in bound.arguments.items() if _says(model, key, one)
    }
    return bound


def _bind(
    file: File, part: Part, model: type[Function], args: list[Node], bound: Bound
) -> None:
    """Positional arguments fill the parameters that the configuration leaves free."""
    filled = model.filled(len(bound.inputs)) if bound.inputs else ()
    free = [
        key for key in model.model_fields if key not in bound.arguments and key not in filled
    ]
    leading = not bound.inputs
    for number, node in enumerate(args):
        if number >= len(free):
            raise file.unreadable(
                InexpressibleCall, node, layer=part.name, problem="it has too many arguments"
            )
        key = free[number]
        leading = leading and is_tensor(node) and model.tensors[number : number + 1] == (key,)
        if leading:
            bound.inputs.append(node)
        else:
            _put(file, part, model, key, node, bound)


def _put(
    file: File, part: Part, model: type[Function], key: str, node: Node, bound: Bound
) -> None:
    """An argument by its name: a tensor stands in `call`, a constant does not."""
    items = [listed(file, one) for one in node] if isinstance(node, Sequence) else [node]
    if any(is_tensor(one) or class_of(one) in ARRAYS for one in items):
        bound.call[key] = node
    else:
        bound.arguments[key] = _constant(file, part, node)


def _says(model: type[Function], key: str, node: Node) -> bool:
    """Whether an argument is not what Keras does anyway."""
    field = model.model_fields.get(key)
    if field is None or field.is_required():
        return True
    return not (plain(node) == field.default and type(plain(node)) is type(field.default))


def _tensors(file: File, part: Part, node: Node) -> list[Node]:
    items: list[Node] = [node]
    if isinstance(node, Sequence):
        items = [listed(file, one) for one in node]
    for one in items:
        if not is_tensor(one):
            problem = "a list for it holds tensors alone"
            raise file.unreadable(InexpressibleCall, one, layer=part.name, problem=problem)
    return items


def _unknown(
    file: File, part: Part, args: list[Node], kwargs: dict[str, Node], config: dict[str, Node]
) -> Bound:
    """A function of which the catalogue knows the name alone."""
    bound = Bound(arguments=config)
    if len(args) == 1 and isinstance(args[0], Sequence):
        bound.inputs = _tensors(file, part, args[0])
    else:
        bound.inputs = _tensors(file, part, sequence(part.node, args))
    for key, node in kwargs.items():
        if is_tensor(node):
            bound.call[key] = node
        else:
            bound.arguments[key] = _constant(file, part, node)
    return bound


def _constant(file: File, part: Part, node: Node) -> Node:
    node = listed(file, node)
    if isinstance(node, Sequence):
        return sequence(node, [_constant(file, part, one) for one in node])
    if isinstance(node, Scalar):
        return node
    if class_of(node) == "DTypePolicy":
        return policy_in(file, node)
    raise file.unreadable(
        InexpressibleCall,
        node,
        layer=part.name,
        problem="an object among its arguments is neither a number nor a list",
        way_out="in place of a slice use `ops.take` with an `axis`, or `ops.slice`, and save "
        "the model again",
    )


def gives_several(name: str, bound: Bound) -> bool:
    """Whether a call of a function of the catalogue gives tensors that have numbers."""
    if name not in function_names():
        return False
    model = function_class(name)
    if model.results_of is Function.results_of:
        return model.gives_list
    value = {key: plain(node) for key, node in bound.arguments.items()}
    try:
        made = validate(model, model.bind(value, len(bound.inputs), tuple(bound.call)))
    except ValidationError:
        return False
    return made.gives_list or (made.results_of(len(bound.inputs), {}) or 1) > 1
