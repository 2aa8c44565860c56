"""Tensors among the arguments of a kind, where `from` and `call` name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Sequence as List
from typing import NamedTuple

from mtlc_spec.functions.base import Function
from mtlc_spec.graph_problems import TensorArgument
from mtlc_spec.layers import ALIASES, layer_class, layer_names
from mtlc_spec.layers.base import Layer
from mtlc_spec.nodes import Key, Node, Scalar, Sequence
from mtlc_spec.nodes import Mapping as MappingNode
from mtlc_spec.values.tagged import argument_names

_LAYERS = frozenset(layer_names())


class Entry(NamedTuple):
    """What is known of the entry that an argument stands in."""

    is_tensor: Callable[[str], bool]
    """Whether a reference can be so."""
    is_kind: Callable[[str], bool]
    """Whether a word says what an entry is."""
    sources: List[str]
    """What its `from` names, as it is written."""
    in_chain: bool


def misplaced(kind: Scalar, node: Node | None, entry: Entry) -> TensorArgument | None:
    """The report of the first tensor among the arguments of a kind, if that is no value."""
    if node is None:
        return None
    word = str(kind.value)
    if word.startswith("ops."):
        return _of_function(word, node, entry)
    main = ALIASES.get(word, word)
    return _of_layer(layer_class(main), node, entry) if main in _LAYERS else None


def _of_function(kind: str, node: Node, entry: Entry) -> TensorArgument | None:
    from mtlc_spec.functions import function_class, function_names, main_name

    name = main_name(kind.removeprefix("ops."))
    if name not in function_names():
        return None
    model = function_class(name)
    given = _parameters(model, node, entry)
    tensors = {
        name: found
        for name, value in given.items()
        if name not in model.model_fields or name in model.tensors or model.variadic
        if (found := _tensors(value, entry))
    }
    for name, value in given.items():
        inner = _inner(value, entry) if name in model.tensors or model.variadic else None
        if inner is not None:
            return _nested(kind, inner, entry)
    if not tensors:
        return None
    rest = {key: value.span.text for key, value in given.items() if key not in tensors}
    sources = [*entry.sources]
    call = {}
    order = [*model.tensors, *tensors]
    for name, found in sorted(tensors.items(), key=lambda one: order.index(one[0])):
        place = 0 if model.takes_list or model.variadic else len(sources)
        if name not in model.tensors or name in model.tensors[place : place + 1]:
            sources += [one.span.text for one in found]
        else:
            call[name] = found[0].span.text
    first = min((one for found in tensors.values() for one in found), key=_start)
    return _report(first, kind, _written(kind, rest, sources, call), entry)


def _parameters(model: type[Function], node: Node, entry: Entry) -> Mapping[str, Node]:
    """The parameters of a function, as they were meant."""
    if isinstance(node, MappingNode) and _kind(node, entry) is None:
        return {str(key.value): value for key, value in node}
    taken = 0 if model.takes_list or model.variadic else len(entry.sources)
    free = [one for one in model.model_fields if one not in model.tensors[:taken]]
    if isinstance(node, Sequence) and not (model.takes_list or model.variadic):
        if len(node.items) > len(free):
            return {str(number): one for number, one in enumerate(node.items)}
        return dict(zip(free, node.items, strict=False))
    return {free[0]: node} if free else {"": node}


def _of_layer(model: type[Layer], node: Node, entry: Entry) -> TensorArgument | None:
    kind = model.__name__
    if model.layer_arguments:
        return None
    fields = argument_names(model)
    given = {"": node}
    if isinstance(node, MappingNode) and _kind(node, entry) is None:
        given = {str(key.value): value for key, value in node}
    for name, value in given.items():
        inner = None if name in fields else _inner(value, entry)
        if inner is not None:
            return _nested(kind, inner, entry)
    found = [
        one
        for name, value in sorted(given.items(), key=_called)
        if name not in fields
        for one in _tensors(value, entry)
    ]
    if not found or (entry.sources and isinstance(node, Scalar)):
        return None
    rest = {
        name: value.span.text
        for name, value in given.items()
        if name in fields or not _tensors(value, entry)
    }
    if not rest:
        needed = [one for one in fields if model.model_fields[one].is_required()]
        rest = dict.fromkeys(needed[:1], "…")
    more = (one.span.text for one in found)
    sources = [*entry.sources, *(one for one in more if one not in entry.sources)]
    return _report(found[0], kind, _written(kind, rest, sources, {}), entry)


_ATTENTION = ("query", "value", "key")
"""The tensors of attention, in the order in which `from` names them."""


def _called(given: tuple[str, Node]) -> int:
    return _ATTENTION.index(given[0]) if given[0] in _ATTENTION else len(_ATTENTION)


def _tensors(node: Node, entry: Entry) -> List[Scalar]:
    """The references that a value is made of; empty if it is made of something else."""
    items = node.items if isinstance(node, Sequence) else (node,)
    found = [
        one
        for one in items
        if isinstance(one, Scalar) and isinstance(one.value, str) and entry.is_tensor(one.value)
    ]
    return found if len(found) == len(items) else []


def _inner(node: Node, entry: Entry) -> Key | None:
    """The kind of the first entry that stands where a tensor could."""
    items = node.items if isinstance(node, Sequence) else (node,)
    return next(filter(None, (_kind(one, entry) for one in items)), None)


def _kind(node: Node, entry: Entry) -> Key | None:
    if not isinstance(node, MappingNode) or len(node.entries) != 1:
        return None
    (key,) = node.entries.values()
    return key if entry.is_kind(str(key.value)) else None


def _nested(kind: str, inner: Key, entry: Entry) -> TensorArgument:
    """The report of an entry inside another one."""
    found = misplaced(inner, inner.node, entry._replace(sources=()))
    if found is not None:
        return found if found.outer else found.replace(outer=kind)
    name = str(inner.value)
    return TensorArgument(
        span=inner.span,
        name=name,
        kind=kind,
        written=f"{{{name}: …, from: …}}",
        outer=kind,
        in_chain=entry.in_chain,
    )


def _report(name: Scalar, kind: str, written: str, entry: Entry) -> TensorArgument:
    return TensorArgument(
        span=name.span,
        name=str(name.value),
        kind=kind,
        written=written,
        in_chain=entry.in_chain,
    )


def _written(
    kind: str, rest: Mapping[str, str], sources: List[str], call: Mapping[str, str]
) -> str:
    """An entry in one line."""
    short = {name: "…" if "\n" in value else value for name, value in rest.items()}
    parts = [f"{kind}: {_listed(short)}" if short else kind]
    if sources:
        parts.append(f"from: {sources[0] if len(sources) == 1 else _in_list(sources)}")
    if call:
        parts.append(f"call: {_listed(call)}")
    return f"{{{', '.join(parts)}}}"


def _listed(arguments: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{name}: {value}' for name, value in arguments.items())}}}"


def _in_list(sources: List[str]) -> str:
    return f"[{', '.join(sources)}]"


def _start(node: Node) -> int:
    return node.start
