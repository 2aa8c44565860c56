"""What is changed in a spec, and what of it both directions have in common."""

from __future__ import annotations

from dataclasses import dataclass

from mtlc.compare.subject import Subject
from mtlc.fuse.places import Places
from mtlc_spec.diagnostics import Edit


class NotPlain(Exception):
    """Something is written in a way that cannot be edited in place; says what."""


@dataclass(frozen=True)
class Columns:
    """A wider layer, and the narrow ones that its columns are: each from one to another."""

    wide: str
    kind: str
    width: int
    parts: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Plan:
    """The edits of a spec's text, and the layers that they make one, or several."""

    edits: tuple[Edit, ...]
    columns: tuple[Columns, ...]


def free_name(
    subject: Subject, places: Places, taken: set[str], *stems: str
) -> tuple[str, ...]:
    """Names for new entries, with one number behind all of them where that is needed."""
    graph = subject.graph
    used = {*graph.inputs, *graph.layers, *graph.calls, *places.names, *taken}
    number = 1
    while True:
        names = tuple(stem if number == 1 else f"{stem}_{number}" for stem in stems)
        if not used.intersection(names):
            taken.update(names)
            return names
        number += 1
