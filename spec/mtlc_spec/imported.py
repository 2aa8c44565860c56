"""Layers and functions that the catalogue does not know, imported ones above all."""

from __future__ import annotations

from typing import NamedTuple

from mtlc_spec.diagnostics import Report
from mtlc_spec.document import Body, CustomUse, Unknown
from mtlc_spec.names import check_keywords, invalid_name, is_identifier
from mtlc_spec.nodes import Mapping, Node, Scalar
from mtlc_spec.templates import Unreadable, written
from mtlc_spec.word_problems import ConflictingArguments, UnknownArgument


class Given(NamedTuple):
    """What stands behind a kind; it may hold expressions."""

    value: object


def read_imported(
    key: Scalar,
    alias: str,
    name: str,
    node: Node | None,
    call: tuple[str, ...],
    report: Report,
) -> Body:
    """A layer or function of an imported module."""
    if not is_identifier(name):
        reason = "Python code cannot say it behind the dot"
        report.add(invalid_name(key.span, name, reason))
        return Unknown()
    use = CustomUse(alias, name, None)
    kind = f"{alias}.{name}"
    given = imported_arguments(kind, node, () if use.is_layer else call, report)
    if given is None:
        return Unknown()
    if use.is_layer and isinstance(node, Mapping) and "name" in node.entries:
        span = node.entries["name"].span
        report.add(UnknownArgument(span=span, kind=kind, name="name", known=()))
        return Unknown()
    return CustomUse(alias, name, given.value)


def imported_arguments(
    kind: str, node: Node | None, call: tuple[str, ...], report: Report
) -> Given | None:
    """The arguments, which Python must be able to say; None, and a report, if it cannot.

    `call` are the names that are taken by what the function gets besides.
    """
    if node is None:
        return Given(None)
    if isinstance(node, Mapping):
        good = check_keywords(node, report)
        for name, key in node.entries.items():
            if name in call:
                problem = f"`{name}` is given twice, once by `call`"
                report.add(ConflictingArguments(span=key.span, kind=kind, problem=problem))
                good = False
        if not good:
            return None
    try:
        return Given(written(node, report))
    except Unreadable:
        return None
