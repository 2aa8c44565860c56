"""What was written: items, their values, and every comment at its item."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Unusual(Exception):
    """The text is YAML, but laid out as specs never are; its place is a character offset."""

    def __init__(self, problem: str, place: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place


class Comment(NamedTuple):
    """A comment, or with an empty text an empty line where one may stand."""

    text: str
    line: int
    column: int
    own_line: bool


@dataclass(slots=True)
class Item:
    """An item of a list, or a pair of a mapping, with what is said about it."""

    value: Written
    key: str | None = None
    """The key as it is written; None for an item of a list."""
    name: str = ""
    """What the key is."""
    has_colon: bool = True
    lead: list[Comment] = field(default_factory=list)
    """On lines of their own, above it."""
    between: list[Comment] = field(default_factory=list)
    """Behind the key or the dash, if the value begins on a later line."""
    trail: Comment | None = None
    """At the end of its line."""
    line: int = 0
    starts_line: bool = True
    """In brackets: whether a line begins with it."""


@dataclass(slots=True)
class Leaf:
    """A scalar or an alias, exactly as it is written; empty for nothing."""

    text: str
    line: int
    style: str = ""
    anchor: str = ""


@dataclass(slots=True)
class Branch:
    """A list or a mapping."""

    is_mapping: bool
    is_flow: bool
    line: int
    anchor: str = ""
    items: list[Item] = field(default_factory=list)
    tail: list[Comment] = field(default_factory=list)
    """Below the last item."""
    brackets: bool = True
    """Only the pair in `[Dense: 8]` has none."""
    opening: Comment | None = None
    """Behind the opening bracket."""
    spans_lines: bool = False


Written = Leaf | Branch


class Tree(NamedTuple):
    """The document, and the lines before and behind it."""

    root: Written
    header: list[str]
    footer: list[str]
    has_anchors: bool
    comments: tuple[str, ...]
