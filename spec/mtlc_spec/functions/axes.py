"""Axes as arguments: one, several, or all of them."""

from __future__ import annotations

from collections.abc import Sequence

from mtlc_spec.shapes import IncompatibleMerge, Shape, ShapeError, Size, WrongAxis, show

Axes = int | tuple[int, ...] | None
"""One axis, several, or all (null)."""


def existing(axis: int, shape: Shape) -> int:
    """The axis counted from the first.

    Raises:
        ShapeError: there is no such axis.
    """
    if not -len(shape) <= axis < len(shape):
        raise ShapeError(WrongAxis, f"{show(shape)} has no axis {axis}")
    return axis % len(shape)


def each_once(axes: Axes, shape: Shape) -> tuple[int, ...]:
    """The axes counted from the first; all of them for None.

    Raises:
        ShapeError: one does not exist, or is named twice.
    """
    if axes is None:
        return tuple(range(len(shape)))
    given = (axes,) if isinstance(axes, int) else axes
    places = [existing(axis, shape) for axis in given]
    for axis in set(places):
        if places.count(axis) > 1:
            raise ShapeError(WrongAxis, f"axis {axis} of {show(shape)} is named twice")
    return tuple(places)


def new_axes(axes: int | tuple[int, ...], shape: Shape) -> tuple[int, ...]:
    """The places of new axes, counted from the first, among those of the result."""
    given = (axes,) if isinstance(axes, int) else axes
    rank = len(shape) + len(given)
    for axis in given:
        if not -rank <= axis < rank:
            raise ShapeError(
                WrongAxis, f"{show(shape)} cannot get an axis {axis}, it would have {rank} axes"
            )
    places = [axis % rank for axis in given]
    if len(set(places)) < len(places):
        raise ShapeError(WrongAxis, f"axes {list(given)} name one new axis twice")
    return tuple(places)


def require_within(shape: Shape, whole: Shape) -> None:
    """Raise `ShapeError` unless one shape broadcasts to another."""
    lead = len(whole) - len(shape)
    pairs = zip(shape, whole[max(lead, 0) :], strict=False)
    if lead < 0 or any(
        size != 1 and None not in (size, to) and size != to for size, to in pairs
    ):
        raise ShapeError(
            IncompatibleMerge, f"{show(shape)} does not broadcast to {show(whole)}"
        )


def without(shape: Shape, axes: Sequence[int]) -> Shape:
    return tuple(size for axis, size in enumerate(shape) if axis not in axes)


def replaced(shape: Shape, axis: int, size: Size) -> Shape:
    return (*shape[:axis], size, *shape[axis + 1 :])


def inserted(shape: Shape, axis: int, size: Size) -> Shape:
    return (*shape[:axis], size, *shape[axis:])
