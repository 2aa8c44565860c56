"""Where something is applied, and what surrounds it."""

from __future__ import annotations

from typing import NamedTuple

from mtlc.expand.frames import Frame
from mtlc.expand.model import Model, Path
from mtlc.expand.places import Place
from mtlc.expand.results import Item
from mtlc.graph import Stem, Trace
from mtlc_spec.diagnostics import Origin
from mtlc_spec.document import Entry

Items = tuple[Item, ...]


class Context(NamedTuple):
    """Where something is applied: its frame and model, and what surrounds it."""

    frame: Frame
    model: Model
    names: dict[str, object]
    trace: Trace | None
    stem: Stem | None

    def inside(self, path: Path, entry: Entry, **names: object) -> Context:
        """One of several applications of an entry."""
        trace = traced_to(".".join(path), entry, self.trace)
        return Context(self.frame, self.model, {**self.names, **names}, trace, self.stem)

    def within(self, model: Model) -> Context:
        return Context(self.frame, model, self.names, self.trace, self.stem)


class Skipped(NamedTuple):
    """An entry that is left out: what it would be applied to, and where it would stand."""

    context: Context
    given: Items
    path: Path
    child: tuple[Place, Path] | None
    """The shared entry, and its path, whose nested model it would call."""


def traced_to(name: str, entry: Entry, outer: Trace | None) -> Trace:
    """The trace one step further in; a repeated block is one step, not two."""
    origin = Origin(name, entry.kind_span)
    if outer is not None and outer.origin == origin:
        return outer
    return Trace(origin, outer)


def poisoned(context: Context) -> Item:
    """What is not known, so that the model is not either."""
    context.model.incomplete = True
    return None
