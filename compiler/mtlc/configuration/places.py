"""Where the keys and values of a TOML text stand, which `tomllib` does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import NamedTuple

from mtlc_spec.source import Source, Span

Path = tuple[str | int, ...]
"""The way to a value: keys, and the numbers of items."""

_KEY = re.compile(r"""(?P<basic>"(?:[^"\\]|\\.)*")|'(?P<literal>[^']*)'|(?P<bare>[\w-]+)""")
_BLANK = re.compile(r"[ \t]*")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SCALAR = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'''
    r"""|'{3}(?:[^']|'(?!''))*'{3,5}"""
    r"""|"(?:[^"\\]|\\.)*"|'[^']*'"""
    r"""|\d{4}-\d\d-\d\d \d[^\s,\]}#]*|[^\s,\]}#]+""",
    re.DOTALL,
)


class Place(NamedTuple):
    """A key, and the value that it has; a table's is its header, an item is both."""

    key: Span
    value: Span


class Places:
    """The places of all that a TOML text holds; it is one that `tomllib` has read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text
        self._at = 0
        self._found: dict[Path, Place] = {}
        self._document()

    def of(self, path: Iterable[str | int]) -> Place:
        """The place of a value, or of the innermost thing around it that has one."""
        way = tuple(path)
        while way and way not in self._found:
            way = way[:-1]
        return self._found.get(way, Place(self._span(0), self._span(0)))

    def _document(self) -> None:
        table: Path = ()
        while self._skip(_SPACE) < len(self._text):
            if not self._text.startswith("[", self._at):
                self._pair(table)
                continue
            brackets = 2 if self._text.startswith("[[", self._at) else 1
            self._at += brackets
            key, span = self._key()
            self._at += brackets
            table = key
            for length in range(1, len(table) + 1):
                self._found.setdefault(table[:length], Place(span, span))

    def _pair(self, table: Path) -> None:
        """`key = value`."""
        key, span = self._key()
        self._at += 1
        self._skip(_BLANK)
        way = table + key
        start = self._at
        self._value(way)
        place = Place(span, Span(self._source, start, self._at))
        for length in range(len(table) + 1, len(way)):
            self._found.setdefault(way[:length], place)
        self._found[way] = place

    def _key(self) -> tuple[Path, Span]:
        """A key that may be dotted, up to what follows it."""
        keys: list[str] = []
        self._skip(_BLANK)
        start = self._at
        while True:
            found = _KEY.match(self._text, self._at)
            assert found is not None
            self._at = end = found.end()
            if found["basic"] is not None:
                keys.append(tomllib.loads(f"key = {found['basic']}")["key"])
            else:
                keys.append(found["bare"] if found["literal"] is None else found["literal"])
            self._skip(_BLANK)
            if not self._text.startswith(".", self._at):
                return tuple(keys), Span(self._source, start, end)
            self._at += 1
            self._skip(_BLANK)

    def _value(self, way: Path) -> None:
        if self._text.startswith("[", self._at):
            self._array(way)
        elif self._text.startswith("{", self._at):
            self._inline_table(way)
        else:
            self._skip(_SCALAR)

    def _array(self, way: Path) -> None:
        self._at += 1
        number = 0
        while self._text[self._skip(_SPACE)] != "]":
            start = self._at
            self._value((*way, number))
            span = Span(self._source, start, self._at)
            self._found[(*way, number)] = Place(span, span)
            number += 1
            if self._text[self._skip(_SPACE)] == ",":
                self._at += 1
        self._at += 1

    def _inline_table(self, way: Path) -> None:
        self._at += 1
        while self._text[self._skip(_SPACE)] != "}":
            self._pair(way)
            if self._text[self._skip(_SPACE)] == ",":
                self._at += 1
        self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        """Step over what a pattern matches; where that ends."""
        found = pattern.match(self._text, self._at)
        assert found is not None
        self._at = found.end()
        return self._at

    def _span(self, start: int) -> Span:
        return Span(self._source, start, start)
