"""References as written: names, and paths into what they name."""

from __future__ import annotations

from mtlc_spec.diagnostics import Report
from mtlc_spec.document import Reference
from mtlc_spec.expressions import Expr, Text
from mtlc_spec.names import NAME
from mtlc_spec.nodes import UNKNOWN, Node, Scalar, words_for
from mtlc_spec.source import Span
from mtlc_spec.templates import Unreadable, expression_in
from mtlc_spec.word_problems import InvalidReference, WrongType


def read_reference(node: Node, report: Report) -> Reference | None:
    """A reference; None, and a report, if the node is none."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        if NAME.fullmatch(node.value):
            return Reference((node.value,), node.source, node.start, node.end)
        if "$" in node.value:
            return _dynamic(node, report)
        path = node.value.split(".")
        if NAME.fullmatch(path[0]) and all(path):
            return Reference(tuple(path), node.source, node.start, node.end)
    if not (isinstance(node, Scalar) and node.value is UNKNOWN):
        report.add(invalid(node))
    return None


def _dynamic(node: Scalar, report: Report) -> Reference | None:
    try:
        value = expression_in(node, report)
    except Unreadable:
        return None
    parts = _split(value)
    first = parts[0] if parts else ""
    if all(parts) and (not isinstance(first, str) or NAME.fullmatch(first)):
        return Reference(tuple(parts), node.source, node.start, node.end)
    report.add(invalid(node))
    return None


def _split(value: object) -> list[str | Expr]:
    """The parts between the dots; expressions may be a part, or in one: `tower_$copy`."""
    if isinstance(value, str):
        return [*value.split(".")]
    if not isinstance(value, Text):
        assert isinstance(value, Expr)
        return [value]
    found: list[list[str | Expr]] = [[]]
    for piece in value.pieces:
        if not isinstance(piece, str):
            found[-1].append(piece)
            continue
        first, *more = piece.split(".")
        found[-1].append(first)
        found.extend([one] for one in more)
    return [_joined(pieces, value) for pieces in found]


def _joined(pieces: list[str | Expr], whole: Text) -> str | Expr:
    written = [piece for piece in pieces if piece != ""]
    if not written:
        return ""
    if len(written) == 1:
        return written[0]
    return Text(whole.start, whole.end, tuple(written))


def invalid(node: Node) -> InvalidReference:
    """The report of what is no reference."""
    return InvalidReference(span=node.span, found=words_for(node))


def wrong_form(node: Node, name: str, wanted: str, place: Span | None = None) -> WrongType:
    """A report of a node that is not the kind of thing that its key wants."""
    small = isinstance(node, Scalar) and not node.empty
    return WrongType(
        span=node.span if small or place is None else place,
        name=name,
        wanted=wanted,
        found="empty" if isinstance(node, Scalar) and node.empty else words_for(node),
    )
