"""One saved model while it is read: its JSON, and what is reported about it."""

from __future__ import annotations

from typing import Any

from mtlc.importer.problems import ImportProblem, NoModel
from mtlc_spec.diagnostics import Report
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence, words_for
from mtlc_spec.source import Span


class Unreadable(Exception):
    """A part of the model that cannot be imported, with the reason."""

    def __init__(self, problem: ImportProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class File:
    """The JSON of a saved model, and the report."""

    def __init__(self, root: Node, report: Report) -> None:
        self.root = root
        self.report = report
        self.policy = "float32"
        """The dtype policy of the whole model."""

    def add(self, kind: type[ImportProblem], node: Node, **fields: Any) -> None:
        """Report something about a node."""
        self.report.add(self.problem(kind, node, **fields))

    def problem(self, kind: type[ImportProblem], node: Node, **fields: Any) -> ImportProblem:
        return kind(span=place(node), path=self.path(node.start), **fields)

    def unreadable(self, kind: type[ImportProblem], node: Node, **fields: Any) -> Unreadable:
        return Unreadable(self.problem(kind, node, **fields))

    def wrong(self, node: Node, wanted: str, what: str) -> Unreadable:
        """What is said of a node that has not the form in which Keras writes it."""
        problem = f"{what} must be {wanted}, not {words_for(node)},"
        return self.unreadable(NoModel, node, problem=problem)

    # --- parts that must be there ------------------------------------------------------

    def mapping(self, node: Node | None, inside: Node, what: str) -> Mapping:
        if isinstance(node, Mapping):
            return node
        raise self._missing(node, inside, "an object", what)

    def sequence(self, node: Node | None, inside: Node, what: str) -> Sequence:
        if isinstance(node, Sequence):
            return node
        raise self._missing(node, inside, "a list", what)

    def string(self, node: Node | None, inside: Node, what: str) -> str:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return node.value
        raise self._missing(node, inside, "a string", what)

    def _missing(self, node: Node | None, inside: Node, wanted: str, what: str) -> Unreadable:
        if node is not None:
            return self.wrong(node, wanted, f"`{what}`")
        return self.unreadable(NoModel, inside, problem=f"`{what}` is missing")

    # --- places ------------------------------------------------------------------------

    def path(self, offset: int) -> str:
        """The way to what stands at a place of the text."""
        parts = ""
        node = self.root
        while True:
            if isinstance(node, Mapping):
                for key in node.entries.values():
                    if key.start <= offset < key.node.end:
                        parts += f".{key.value}"
                        node = key.node
                        break
                else:
                    break
            elif isinstance(node, Sequence):
                for number, item in enumerate(node.items):
                    if item.start <= offset < item.end:
                        parts += f"[{number}]"
                        node = item
                        break
                else:
                    break
            else:
                break
            if node.start == offset:
                break
        return parts.removeprefix(".")[:_LONGEST]


_LONGEST = 300
"""Characters of a path that are shown."""

_SHOWN = 1
"""Characters of an object or a list that are marked: where it begins."""


def place(node: Node) -> Span:
    """Where a node is shown: a value whole, an object or a list where it begins."""
    if isinstance(node, Scalar):
        return node.span
    return Span(node.source, node.start, node.start + _SHOWN)


def string_in(node: Node | None) -> str | None:
    """The string that a node is, if it is one."""
    found = node.value if isinstance(node, Scalar) else None
    return found if isinstance(found, str) else None
