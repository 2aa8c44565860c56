"""What treats the columns of a layer together, though each has weights of its own."""

from __future__ import annotations

from collections.abc import Iterable

from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import Variable
from mtlc_spec.values.constraints import KINDS as CONSTRAINTS
from mtlc_spec.values.regularizers import KINDS as REGULARIZERS


def together(layer: Layer, variables: Iterable[Variable] | None) -> str | None:
    """What treats all columns of a layer together while it is trained, as a reason."""
    shapes = {one.name: one.shape for one in variables or ()}
    for name, value in layer:
        weight, _, what = name.rpartition("_")
        if name == "activity_regularizer" and value and not {"l1", "l2"} & _fields(value):
            return f"the `{name}` of {_shown(layer)} may take all columns together"
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
