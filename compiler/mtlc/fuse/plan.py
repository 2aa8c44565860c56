"""What is changed in a spec, and what of it both directions have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mtlc.compare.subject import Subject
from mtlc.fuse.places import Places
from mtlc_spec.diagnostics import Edit
from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import Variable
from mtlc_spec.values.constraints import KINDS as CONSTRAINTS
from mtlc_spec.values.regularizers import KINDS as REGULARIZERS


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


def together(layer: Layer, variables: Iterable[Variable] | None) -> str | None:
    """What treats all columns of a layer together while it is trained, as a reason."""
    shapes = {one.name: one.shape for one in variables or ()}
    for name, value in layer:
        weight, _, what = name.rpartition("_")
        if weight not in shapes or value is None:
            continue
        axis = layer.columns_of(weight)
        columns = None if axis is None else axis % len(shapes[weight])
        if what == "constraint" and columns in _normed(value, len(shapes[weight])):
            return f"the `{name}` of {_shown(layer)} takes all columns together"
        if what == "regularizer" and not {"l1", "l2"} & _fields(value):
            return f"the `{name}` of {_shown(layer)} may take all columns together"
    return None


def _normed(constraint: object, rank: int) -> tuple[int, ...]:
    """The axes along which a constraint takes norms."""
    kind = CONSTRAINTS[constraint]() if isinstance(constraint, str) else constraint
    axis = getattr(kind, "axis", ())
    axes = (axis,) if isinstance(axis, int) else axis
    return tuple(one % rank for one in axes)


def _fields(regularizer: object) -> set[str]:
    kind = REGULARIZERS[regularizer] if isinstance(regularizer, str) else type(regularizer)
    return {*getattr(kind, "model_fields", ())}


def _shown(layer: Layer) -> str:
    return f"`{type(layer).__name__}`"
