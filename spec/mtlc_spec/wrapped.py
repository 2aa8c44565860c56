"""A layer inside of another one, with the arguments of both in one mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Sequence as List

from mtlc_spec.beside import beside, in_line, short, written
from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.layers.base import Layer
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence
from mtlc_spec.values.tagged import argument_names
from mtlc_spec.word_problems import MissingArgument, UnknownArgument

Fields = Callable[[str], List[str]]
"""The arguments of a kind; none if a word is no kind."""


def mixed(model: type[Layer], node: Node | None, fields_of: Fields) -> list[Diagnostic]:
    """What is wrong with the layers in a layer, if it is that words stand beside each other."""
    first = model.layer_arguments[0]
    if isinstance(node, Sequence):
        return [one for item in node.items for one in _beside_kind(item, fields_of)]
    if not isinstance(node, Mapping) or first not in node.entries:
        own = _beside_layer(model, node, fields_of)
        if own or not isinstance(node, Mapping):
            return own
    found: list[Diagnostic] = []
    for name in model.layer_arguments:
        value = node.get(name)
        for one in value.items if isinstance(value, Sequence) else (value,):
            found += _beside_kind(one, fields_of)
    return found


def _beside_layer(model: type[Layer], node: Node | None, fields_of: Fields) -> list[Diagnostic]:
    """The layer stands among the arguments of the one around it."""
    own = argument_names(model)
    kind = _only_kind(node, own, fields_of)
    if kind is None or not isinstance(node, Mapping):
        return []
    inner = fields_of(str(kind.value))
    others = [key for key, _ in node if key is not kind and key.value != "name"]
    outside = [key for key in others if key.value in own]
    inside = [key for key in others if key not in outside]
    if any(key.value not in inner for key in inside):
        return []
    found: list[Diagnostic] = [*_named(model.__name__, node, own)]
    if inside and not outside:
        return [*found, beside(node, kind, inner, inside)]
    if outside:
        layer = written(kind, inner, inside) if inside else _as_it_is(kind)
        whole = {model.layer_arguments[0]: f"{{{layer}}}"}
        whole |= {str(key.value): short(key.node) for key in outside}
        found.append(
            MissingArgument(
                span=kind.span,
                kind=model.__name__,
                name=model.layer_arguments[0],
                repair=f"{model.__name__}: {in_line(whole)}",
            )
        )
    return found


def _beside_kind(node: Node | None, fields_of: Fields) -> list[Diagnostic]:
    """The arguments of the inner layer stand beside its kind."""
    kind = _only_kind(node, (), fields_of)
    if kind is None or not isinstance(node, Mapping):
        return []
    fields = fields_of(str(kind.value))
    others = [key for key, _ in node if key is not kind and key.value != "name"]
    if any(key.value not in fields for key in others):
        return []
    found: list[Diagnostic] = [*_named(str(kind.value), node, fields)]
    return [*found, beside(node, kind, fields, others)] if others else found


def _only_kind(node: Node | None, own: List[str], fields_of: Fields) -> Key | None:
    """The one word that says what a layer is, among several words."""
    if not isinstance(node, Mapping) or len(node.entries) == 1:
        return None
    kinds = [
        key
        for key in node.entries.values()
        if key.value not in own and fields_of(str(key.value))
    ]
    return kinds[0] if len(kinds) == 1 else None


def _named(kind: str, node: Mapping, known: List[str]) -> Iterator[UnknownArgument]:
    if "name" in node.entries:
        span = node.entries["name"].span
        yield UnknownArgument(span=span, kind=kind, name="name", known=tuple(known))


def _as_it_is(kind: Key) -> str:
    node = kind.node
    value = "{}" if isinstance(node, Scalar) and node.empty else short(node)
    return f"{kind.value}: {value}"
