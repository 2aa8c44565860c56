"""The axes of predictions that losses and metrics look along."""

from __future__ import annotations

from mtlc_spec.shapes import Shape, show
from mtlc_spec.values.numbers import Axes


def expanded(shape: Shape) -> int:
    """How many axes predictions have at most: of (batch,) Keras makes (batch, 1) where
    labels are of that form."""
    return 2 if len(shape) == 1 else len(shape)


def axis_problem(axes: Axes, shape: Shape, rank: int) -> str | None:
    """Why nothing can be computed along axes of predictions; None if it can."""
    given = (axes,) if isinstance(axes, int) else axes or ()
    for one in given:
        if not -rank <= one < rank:
            return f"looks along the axis {one}, and predictions are {show(shape)}"
    if len({one % rank for one in given}) < len(given):
        return f"looks twice along one axis of {show(shape)}"
    return None


def last_axis_problem(axis: int, shape: Shape, rank: int) -> str | None:
    """The same where Keras has numbers of classes along the last axis alone."""
    if axis in (-1, rank - 1):
        return None
    return f"looks along the axis {axis}, and Keras finds classes along the last one alone"
