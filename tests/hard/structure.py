"""Where the pairs and items of a YAML text lie, so that a mutation can cut and paste them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import yaml
from yaml import events


class Piece(NamedTuple):
    """A value, and the key that it stands under, if it does not stand in a list."""

    start: int
    end: int
    key: tuple[int, int] | None
    path: tuple[str, ...]
    """The keys above it, and its own."""
    braces: bool
    """Whether it stands between braces or brackets."""
    scalar: bool

    @property
    def begin(self) -> int:
        """Where it begins, with its key."""
        return self.start if self.key is None else self.key[0]


@lru_cache(maxsize=2000)
def pieces_of(text: str) -> tuple[Piece, ...]:
    """All values of a document but the whole one; empty if it is no YAML."""
    try:
        return tuple(_read(text))
    except (yaml.YAMLError, RecursionError):
        return ()


class _Open(NamedTuple):
    """A list or a mapping that has not ended."""

    piece: Piece
    braces: bool
    keyed: bool


def _read(text: str) -> Iterator[Piece]:
    opened: list[_Open] = []
    key: events.ScalarEvent | None = None
    last = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        match event:
            case events.SequenceEndEvent() | events.MappingEndEvent():
                one = opened.pop()
                if one.braces:
                    last = event.end_mark.index
                if opened:  # a block ends where the last value in it does
                    yield one.piece._replace(end=max(one.piece.start, last))
            case events.NodeEvent():
                top = opened[-1] if opened else None
                if top is not None and top.keyed and key is None:
                    if not isinstance(event, events.ScalarEvent):
                        return  # keys that are lists: no spec has them
                    key = event
                    continue
                above = () if top is None else top.piece.path
                piece = Piece(
                    event.start_mark.index,
                    event.end_mark.index,
                    None if key is None else (key.start_mark.index, key.end_mark.index),
                    above if key is None else (*above, key.value),
                    top is not None and top.braces,
                    isinstance(event, events.ScalarEvent | events.AliasEvent),
                )
                key = None
                if isinstance(event, events.CollectionStartEvent):
                    keyed = isinstance(event, events.MappingStartEvent)
                    opened.append(_Open(piece, bool(event.flow_style), keyed))
                elif opened:
                    last = piece.end
                    yield piece
