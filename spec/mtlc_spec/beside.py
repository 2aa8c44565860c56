"""Arguments that stand beside the kind that takes them."""

from __future__ import annotations

from collections.abc import Mapping as Arguments
from collections.abc import Sequence as List

from mtlc_spec.diagnostics import Label
from mtlc_spec.indenting import indented
from mtlc_spec.nodes import Key, Mapping, Node, Scalar
from mtlc_spec.word_problems import SecondKind


def beside(entry: Mapping, kind: Key, fields: List[str], arguments: List[Key]) -> SecondKind:
    """The report of arguments beside their kind in one mapping; `fields` are all it takes."""
    first, *further = arguments
    return SecondKind(
        span=first.span,
        kind=str(kind.value),
        name=str(first.value),
        known=(),
        repair=written(kind, fields, arguments),
        edits=indented(entry, kind, fields, arguments),
        labels=tuple(Label(key.span, "and this one") for key in further),
    )


def written(kind: Key, fields: List[str], arguments: List[Key]) -> str:
    """A kind with its own arguments and those beside it in one line."""
    node = kind.node
    own: dict[str, str] = {}
    if isinstance(node, Mapping) and all(key.value in fields for key, _ in node):
        own = {str(key.value): short(value) for key, value in node}
    elif not (isinstance(node, Scalar) and node.empty):
        own = {fields[0]: short(node)}
    own |= {str(key.value): short(key.node) for key in arguments}
    return f"{kind.value}: {in_line(own)}"


def in_line(arguments: Arguments[str, str]) -> str:
    """A mapping as it is written in one line."""
    return f"{{{', '.join(f'{name}: {value}' for name, value in arguments.items())}}}"


def short(node: Node) -> str:
    """A value as it is written, if that is short."""
    text = node.span.text
    return text if len(text) <= 40 and "\n" not in text else "…"
