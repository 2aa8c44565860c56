"""A YAML document as data that knows its places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mtlc_spec.source import Source, Span


class _Unknown:
    """See `UNKNOWN`."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()
"""The value of what could not be read, and has been reported."""


class Scalar:
    """A string, number, boolean or null, as the core schema reads it."""

    __slots__ = ("end", "source", "start", "value")

    def __init__(self, source: Source, start: int, end: int, value: Any) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.value = value

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)

    @property
    def empty(self) -> bool:
        """Nothing was written, as behind the key in `{Add, from: [a, b]}`."""
        return self.value is None and self.start == self.end


class Key(Scalar):
    """A key of a mapping, with the node that is its value."""

    __slots__ = ("node",)
    node: Node


class Sequence:
    """A list."""

    __slots__ = ("end", "items", "source", "start")

    def __init__(self, source: Source, start: int, end: int, items: list[Node]) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.items = items

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)


class Mapping:
    """A mapping in the author's order, with the place of every key.

    `incomplete` says that a key could not be read, and has been reported.
    """

    __slots__ = ("end", "entries", "incomplete", "source", "start")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        entries: dict[str | int, Key],
        incomplete: bool = False,
    ) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.entries = entries
        self.incomplete = incomplete

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)

    def get(self, key: str) -> Node | None:
        found = self.entries.get(key)
        return None if found is None else found.node

    def __iter__(self) -> Iterator[tuple[Key, Node]]:
        return ((key, key.node) for key in self.entries.values())


Node = Scalar | Sequence | Mapping


def has_anchors(source: Source) -> bool:
    """Whether a source may use some of its nodes more than once."""
    return "&" in source.text


def plain(node: Node) -> Any:
    """The node as plain data: lists are tuples, so that frozen models can keep them."""
    kind = node.__class__
    if kind is Scalar:
        return node.value  # type: ignore[union-attr]
    if kind is Sequence:
        return tuple([plain(item) for item in node.items])  # type: ignore[union-attr]
    return {name: plain(key.node) for name, key in node.entries.items()}  # type: ignore[union-attr]


def excerpt(text: str) -> str:
    """A text from the spec as a message quotes it: cut, if it is long."""
    return text if len(text) <= 40 else f"{text[:37]}..."


def words_for(node: Node) -> str:
    """What a node is, in the words of a message: "a list", "the number 3"."""
    if isinstance(node, Sequence):
        return "a list" if node.items else "an empty list"
    if isinstance(node, Mapping):
        return "a mapping" if node.entries else "an empty mapping"
    return words_for_value(node.value)


def words_for_value(value: object) -> str:
    """What a plain value is, in the words of a message."""
    if value is None:
        return "null"
    if value is UNKNOWN:
        return "a value that could not be read"
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if value != value:
        return "`.nan`"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the string {excerpt(value)!r}"
    return "a mapping" if isinstance(value, dict) else "a list"
