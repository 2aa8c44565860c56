"""Text with a name, and places in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property
from itertools import chain
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n?|\n")


class Position(NamedTuple):
    """A line and a column, both counted from 1, columns in Unicode code points."""

    line: int
    column: int


class Source:
    """A spec as it was read: the text, and the name that reports show.

    `is_library` says that it comes with mtlc, and is in no file of the user's.
    """

    def __init__(self, name: str, text: str, is_library: bool = False) -> None:
        self.name = name
        self.text = text
        self.is_library = is_library

    @cached_property
    def _line_starts(self) -> array[int]:
        return array("L", chain((0,), (end.end() for end in _LINE_END.finditer(self.text))))

    def position(self, offset: int) -> Position:
        """The line and column of a character offset."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line break."""
        start, end = self.line_bounds(number)
        return self.text[start:end]

    def line_bounds(self, number: int) -> tuple[int, int]:
        """Where a line begins and ends, without its line break."""
        start = self._line_starts[number - 1]
        if number == len(self._line_starts):
            return start, len(self.text)
        end = self._line_starts[number] - 1
        return start, end - (self.text[end - 1 : end + 1] == "\r\n")

    @property
    def line_count(self) -> int:
        return len(self._line_starts)

    def __repr__(self) -> str:
        return f"Source({self.name!r})"


class Span(NamedTuple):
    """A piece of a source: character offsets, the end exclusive."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]
