"""A configuration as it was read: what it says, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from mtlc_spec.document import Target
from mtlc_spec.source import Source, Span

V = TypeVar("V")

Level = Literal["error", "warn", "allow"]
FailOn = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Setting(Generic[V]):
    """A value, and the place where it is written."""

    value: V
    span: Span

    @property
    def line(self) -> int:
        return self.span.source.position(self.span.start).line


Codes = tuple[Setting[str], ...]
"""Codes of diagnostics and beginnings of codes; of what was written as a name, its code."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a file says; `None` is what it does not speak of.

    `source` is the file, None for a configuration of defaults alone.
    """

    source: Source | None = None
    target: Setting[Target] | None = None
    fail_on: Setting[FailOn] | None = None
    max_layers: Setting[int] | None = None
    output: Setting[str] | None = None
    root: Setting[str] | None = None
    select: Codes | None = None
    ignore: Codes = ()
    levels: Mapping[str, Setting[Level]] = field(default_factory=dict)
    presets: Mapping[str, Mapping[str, Setting[object]]] = field(default_factory=dict)
