"""Layers that prepare data."""

from __future__ import annotations

from math import prod
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, model_validator

from mtlc_spec.layers.base import Same, Tensors
from mtlc_spec.shapes import (
    DifferentReuse,
    MismatchedInputs,
    NotKnown,
    Shape,
    ShapeError,
    Tensor,
    Variable,
    WrongAxis,
    WrongSize,
    broadcast,
    require_dtype,
    require_known,
    show,
)
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.numbers import Axes
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict, refused

Numbers = float | tuple[float, ...]


class Rescaling(Same):
    """x * scale + offset, with one number each or one for each place of the last axis."""

    passes_mask = True
    prepares = True

    scale: Numbers
    offset: Numbers = 0.0
    activity_regularizer: Regularizer | None = None

    @property
    def is_idle(self) -> bool:
        return self.scale == 1 and self.offset == 0

    def check_graph(self, *inputs: Tensor) -> None:
        if isinstance(self.scale, tuple) or isinstance(self.offset, tuple):
            raise NotKnown

    def infer(self, x: Tensor) -> Tensor:
        """The shape stays, whatever the numbers would broadcast it to."""
        require_dtype(x.dtype, NUMBERS, "scale")
        places = x.shape[-1] if x.shape else 1
        for name, numbers in (("scale", self.scale), ("offset", self.offset)):
            if not isinstance(numbers, tuple):
                continue
            count = len(numbers)
            if places is None:  # it can only be 1 or as many
                places = count if count > 1 else None
                continue
            if count == places or 1 in (count, places):
                places = max(count, places)
                continue
            raise ShapeError(
                WrongSize,
                f"`{name}` has {count} numbers, and the last axis of {show(x.shape)} "
                f"has {places} places",
            )
        return self.like(x)


def _extents(values: object) -> tuple[int, ...]:
    """The shape of a number, or of lists of numbers inside of each other.

    Raises:
        PydanticCustomError: they are uneven, or hold something else.
    """
    if isinstance(values, tuple):
        inner = {_extents(one) for one in values}
        if len(inner) > 1:
            raise refused("must be lists of the same length")
        return (len(values), *next(iter(inner), ()))
    if not isinstance(values, int | float) or isinstance(values, bool):
        raise refused("must be a number, or a list of numbers")
    if isinstance(values, int) and not -(2**63) <= values < 2**63:
        raise refused("must be numbers of at most 64 bits")
    return ()


def _array(values: object) -> object:
    if values is not None:
        _extents(values)
    return values


Array = Annotated[
    Any, BeforeValidator(_array, json_schema_input_type=float | tuple[Any, ...] | None)
]
"""A number, or lists of numbers that are as long as each other."""


class Normalization(Same):
    """(x - mean) / sqrt(variance), with what is given or what it learns by `adapt`."""

    passes_mask = True
    lists = frozenset({"mean", "variance"})

    axis: Axes = -1
    mean: Array = None
    variance: Array = None
    invert: bool = False
    activity_regularizer: Regularizer | None = None

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if (self.mean is None) != (self.variance is None):
            missing = "mean" if self.mean is None else "variance"
            given = "variance" if self.mean is None else "mean"
            raise conflict(given, f"`{given}` needs a `{missing}`")
        if self.mean is None:
            return self
        extents = _extents(self.mean)
        if extents != _extents(self.variance):
            raise conflict("variance", "`mean` and `variance` must have the same shape")
        if len(extents) > len(self._axes):
            raise conflict(
                "mean", f"`mean` has {len(extents)} axes, and `axis` names {len(self._axes)}"
            )
        return self

    @property
    def _axes(self) -> tuple[int, ...]:
        if self.axis is None:
            return ()
        return self.axis if isinstance(self.axis, tuple) else (self.axis,)

    def check_graph(self, *inputs: Tensor) -> None:
        if self.mean is not None:
            raise ShapeError(
                MismatchedInputs,
                "Keras keeps its `mean` in the graph that it makes, and then has lost it",
                "leave `mean` and `variance` out, and adapt the layer",
            )
        raise NotKnown

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, NUMBERS, "normalize")
        return self.like(x)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        """What `adapt` learns; there is nothing to learn where it is given."""
        if self.mean is not None:
            self._check_given(x)
            return ()
        sizes = tuple(require_known(x, axis, f"axis {axis}") for axis in self._kept(x))
        return (
            self.weight("mean", sizes, trainable=False),
            self.weight("variance", sizes, trainable=False),
            self.weight("count", (), trainable=False),
        )

    def _kept(self, x: Tensor) -> list[int]:
        """The axes along which there is a mean for each place, in ascending order."""
        for axis in self._axes:
            if not -x.rank <= axis < x.rank:
                raise ShapeError(WrongAxis, f"{show(x.shape)} has no axis {axis}")
        kept = sorted(axis % x.rank for axis in self._axes)
        sizes = [require_known(x, axis, f"axis {axis}") for axis in kept]
        if self.mean is None and prod(self._spread(x, kept)) != prod(sizes):
            raise ShapeError(WrongAxis, f"`axis` names one axis of {show(x.shape)} twice")
        return kept

    def _spread(self, x: Tensor, kept: list[int]) -> tuple[int, ...]:
        """The shape that mean and variance are given before they meet the tensor."""
        return tuple(x.shape[axis] or 0 if axis in kept else 1 for axis in range(x.rank))

    def _check_given(self, x: Tensor) -> None:
        extents = _extents(self.mean)
        aligned = [1] * x.rank
        kept = self._kept(x)
        for place in range(1, len(extents) + 1):
            aligned[kept[-place]] = extents[-place]
        fits = prod(aligned) == prod(extents) and all(
            have in (1, want) for have, want in zip(aligned, self._spread(x, kept), strict=True)
        )
        if not fits:
            raise ShapeError(
                WrongSize,
                f"`mean` and `variance` of {extents} do not fit axis {self.axis} "
                f"of {show(x.shape)}",
            )

    def check_reuse(self, built: Tensors, *inputs: Any, **_: Any) -> None:
        """Mean and variance keep the axes of the first call, and broadcast from then on."""
        (first,), (x,) = built, inputs
        made: Shape = self._spread(first, self._kept(first))
        try:
            broadcast(x.shape, made)
        except ShapeError:
            raise ShapeError(
                DifferentReuse,
                f"its mean and variance were made for {show(first.shape)}, "
                f"and this call gives it {show(x.shape)}",
            ) from None
