"""Layers that lengthen or shorten the axes between batch and channels."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, field_validator

from mtlc_spec.layers.base import Unary
from mtlc_spec.shapes import (
    NotKnown,
    Shape,
    ShapeError,
    Size,
    Tensor,
    WindowTooLarge,
    WrongSize,
    is_open,
    per_axis,
    require_dtype,
    require_rank,
    resized,
    show,
    spatial_axes,
)
from mtlc_spec.values.dtypes import FLOATS, WHOLE
from mtlc_spec.values.layout import DataFormat, lower_case
from mtlc_spec.values.numbers import NonNegativeInt, PositiveInt, Window, one_or_each
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import refused

Sides = NonNegativeInt | tuple[NonNegativeInt, ...]
"""A number for both ends of one axis, or the two; the layer checks that there are two."""

Edges = NonNegativeInt | tuple[Sides, ...]
"""A number for both ends of all axes, or the sides of each; the layer checks how many."""

Interpolation = Annotated[
    Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area"],
    BeforeValidator(lower_case),
]

INTERPOLABLE: frozenset[str] = FLOATS | WHOLE


def both_ends(sides: Sides) -> tuple[int, ...]:
    return sides if isinstance(sides, tuple) else (sides, sides)


def totals(edges: Edges, axes: int) -> tuple[int, ...]:
    """The places at both ends of each axis together."""
    each: tuple[Sides, ...] = per_axis(edges, axes)
    return tuple(sum(both_ends(sides)) for sides in each)


def one_or_both(value: Sides) -> Sides:
    """`(2, 2)` is `2`, as a person would write it."""
    if isinstance(value, tuple) and len(value) != 2:
        raise refused("must be one number, or a list of two, for the start and the end")
    return one_or_each(value, 2)


def plainest(value: Edges, axes: int) -> Edges:
    """`((1, 1), (2, 2))` is `(1, 2)`, and that with equal numbers is one number.

    Where the ends of one axis differ, all axes have pairs, as Keras' documentation
    writes it.
    """
    if not isinstance(value, tuple):
        return value
    if len(value) != axes:
        raise refused(f"must be one number, or a list of {axes}, one for each axis")
    each = tuple(one_or_both(sides) for sides in value)
    if any(isinstance(sides, tuple) for sides in each):
        return tuple(both_ends(sides) for sides in each)
    return one_or_each(each, axes)


def padded(size: Size, added: int) -> Size:
    return None if size is None else size + added


class ZeroPadding1D(Unary):
    """Zeros before and after the steps."""

    keeps_integers = True

    padding: Sides = 1
    data_format: DataFormat | None = None
    activity_regularizer: Regularizer | None = None

    @field_validator("padding")
    @classmethod
    def _one_or_both(cls, value: Sides) -> Sides:
        return one_or_both(value)

    @property
    def is_idle(self) -> bool:
        return not any(both_ends(self.padding))

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, 3)
        axes = spatial_axes(self.data_format, 1)
        (steps,) = x.shape[axes]
        return self.output(
            resized(x.shape, axes, (padded(steps, sum(both_ends(self.padding))),))
        )


class _ZeroPadding(Unary):
    """Zeros around the axes between batch and channels."""

    keeps_integers = True

    rank: ClassVar[int]

    padding: Edges = 1
    data_format: DataFormat | None = None
    activity_regularizer: Regularizer | None = None

    @field_validator("padding")
    @classmethod
    def _plainest(cls, value: Edges) -> Edges:
        return plainest(value, cls.rank)

    @property
    def is_idle(self) -> bool:
        return self.padding == 0

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, self.rank + 2)
        axes = spatial_axes(self.data_format, self.rank)
        sizes = map(padded, x.shape[axes], totals(self.padding, self.rank))
        return self.output(resized(x.shape, axes, sizes))


class ZeroPadding2D(_ZeroPadding):
    """Zeros around an image."""

    rank = 2


class ZeroPadding3D(_ZeroPadding):
    """Zeros around a volume."""

    rank = 3


def cropped(size: Size, cut: int) -> Size:
    """The size of an axis without as many places.

    Raises:
        ShapeError: nothing would be left.
    """
    if size is None:
        return None
    if cut >= size:
        raise ShapeError(WindowTooLarge, f"cropping {cut} leaves nothing of an axis of {size}")
    return size - cut


class Cropping1D(Unary):
    """The steps without some at the start and the end."""

    keeps_integers = True

    cropping: Sides = 1
    activity_regularizer: Regularizer | None = None

    @field_validator("cropping")
    @classmethod
    def _one_or_both(cls, value: Sides) -> Sides:
        return one_or_both(value)

    @property
    def is_idle(self) -> bool:
        return self.cropping == 0

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, 3)
        batch, steps, features = x.shape
        return self.output((batch, cropped(steps, sum(both_ends(self.cropping))), features))


class _Cropping(Unary):
    """What is left when places are cut off around the axes between batch and channels."""

    keeps_integers = True

    rank: ClassVar[int]

    cropping: Edges
    data_format: DataFormat | None = None
    activity_regularizer: Regularizer | None = None

    @field_validator("cropping")
    @classmethod
    def _plainest(cls, value: Edges) -> Edges:
        return plainest(value, cls.rank)

    @property
    def is_idle(self) -> bool:
        return self.cropping == 0

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, self.rank + 2)
        axes = spatial_axes(self.data_format, self.rank)
        sizes = map(cropped, x.shape[axes], totals(self.cropping, self.rank))
        return self.output(resized(x.shape, axes, sizes))


class Cropping2D(_Cropping):
    """An image without its margins."""

    rank = 2

    cropping: Edges = 0


class Cropping3D(_Cropping):
    """A volume without its margins."""

    rank = 3

    cropping: Edges = 1


def enlarged(shape: Shape, axes: slice, factors: tuple[int, ...]) -> Shape:
    """The shape with each of some axes several times as long."""
    sizes = (
        None if size is None else size * factor
        for size, factor in zip(shape[axes], factors, strict=True)
    )
    return resized(shape, axes, sizes)


class UpSampling1D(Unary):
    """Each step several times."""

    keeps_integers = True

    size: PositiveInt = 2
    activity_regularizer: Regularizer | None = None

    @property
    def is_idle(self) -> bool:
        return self.size == 1

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, 3)
        return self.output(enlarged(x.shape, slice(1, 2), (self.size,)))


class UpSampling2D(Unary):
    """An image with more rows and columns, repeated or interpolated."""

    keeps_integers = True

    size: Window = 2
    data_format: DataFormat | None = None
    interpolation: Interpolation = "nearest"
    activity_regularizer: Regularizer | None = None

    def check_graph(self, *inputs: Tensor) -> None:
        if is_open(*inputs):
            raise NotKnown

    @field_validator("size")
    @classmethod
    def _one_or_each(cls, value: Window) -> Window:
        return one_or_each(value, 2)

    @property
    def is_idle(self) -> bool:
        return self.size == 1 and self.interpolation == "nearest"  # others round

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, 4)
        if self.interpolation != "nearest":
            self._check_interpolable(x)
        axes = spatial_axes(self.data_format, 2)
        return self.output(enlarged(x.shape, axes, per_axis(self.size, 2)))

    def _check_interpolable(self, x: Tensor) -> None:
        """Raise `ShapeError` if there are no pixels, or none to calculate with."""
        require_dtype(x.dtype, INTERPOLABLE, "interpolate")
        if 0 in x.shape[1:]:
            raise ShapeError(WrongSize, f"{show(x.shape)} is empty and cannot be interpolated")


class UpSampling3D(Unary):
    """A volume with each place repeated along its axes."""

    keeps_integers = True

    size: Window = 2
    data_format: DataFormat | None = None
    activity_regularizer: Regularizer | None = None

    @field_validator("size")
    @classmethod
    def _one_or_each(cls, value: Window) -> Window:
        return one_or_each(value, 3)

    @property
    def is_idle(self) -> bool:
        return self.size == 1

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, 5)
        axes = spatial_axes(self.data_format, 3)
        return self.output(enlarged(x.shape, axes, per_axis(self.size, 3)))
