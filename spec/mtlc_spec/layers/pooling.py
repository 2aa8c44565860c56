"""Layers that summarize the neighbourhood of each place, or a whole axis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator

from mtlc_spec.layers.base import Unary
from mtlc_spec.oddities import Odd, padded_windows
from mtlc_spec.shapes import (
    MismatchedInputs,
    NotKnown,
    ShapeError,
    Tensor,
    WrongSize,
    broadcast,
    per_axis,
    require_dtype,
    require_min_rank,
    require_rank,
    resized,
    show,
    spatial_axes,
    window,
)
from mtlc_spec.values.dtypes import FLOATS, WHOLE
from mtlc_spec.values.layout import DataFormat
from mtlc_spec.values.numbers import one_or_each
from mtlc_spec.values.regularizers import Regularizer

Extent = Annotated[int, Field(gt=0, lt=2**31)]
"""The size or stride of a window, which TensorFlow keeps in 32 bits."""

Window = Extent | tuple[Extent, ...]

SHORT_FLOATS: frozenset[str] = FLOATS - {"float64"}
COMPARABLE: frozenset[str] = FLOATS | WHOLE | {"uint32", "uint64", "bool"}
COUNTABLE: frozenset[str] = COMPARABLE | {"complex64", "complex128"}


class _Pooling(Unary):
    """A window slides along the axes between batch and channels; each place gives one value."""

    rank: ClassVar[int]
    verb: ClassVar[str]
    dtypes: ClassVar[frozenset[str]]
    """What TensorFlow can pool, on some device."""

    pool_size: Window
    strides: Window | None = None
    padding: Literal["valid", "same"] = "valid"
    data_format: DataFormat | None = None
    activity_regularizer: Regularizer | None = None

    @field_validator("pool_size", "strides")
    @classmethod
    def _one_or_each(cls, value: Window | None) -> Window | None:
        return None if value is None else one_or_each(value, cls.rank)

    def implied(self, rank: int | None = None) -> Iterator[str]:
        yield from super().implied(rank)
        if self.strides == self.pool_size:
            yield "strides"

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, self.rank + 2)
        require_dtype(self.input_dtype(x), self.dtypes, self.verb)
        axes = spatial_axes(self.data_format, self.rank)
        pool = per_axis(self.pool_size, self.rank)
        strides = pool if self.strides is None else per_axis(self.strides, self.rank)
        slid = (
            window(size, covered, stride, self.padding)
            for size, covered, stride in zip(x.shape[axes], pool, strides, strict=True)
        )
        return self.output(resized(x.shape, axes, slid))

    def oddities(self, x: Tensor) -> Iterator[Odd]:
        sizes = x.shape[spatial_axes(self.data_format, self.rank)]
        pool = per_axis(self.pool_size, self.rank)
        yield from padded_windows(self.padding, sizes, pool, (1,) * self.rank, "pool_size")


class _MaxPooling(_Pooling):
    keeps_integers = True
    verb = "compare"
    dtypes = FLOATS | WHOLE

    pool_size: Window = 2


class MaxPooling1D(_MaxPooling):
    """The largest value of each window of steps."""

    rank = 1


class MaxPooling2D(_MaxPooling):
    """The largest value of each window of an image."""

    rank = 2


class MaxPooling3D(_MaxPooling):
    """The largest value of each window of a volume."""

    rank = 3
    dtypes = SHORT_FLOATS


class _AveragePooling(_Pooling):
    verb = "average"
    dtypes = FLOATS

    @property
    def is_idle(self) -> bool:
        return self.pool_size == 1 and self.strides in (None, 1)


class AveragePooling1D(_AveragePooling):
    """The mean of each window of steps."""

    rank = 1


class AveragePooling2D(_AveragePooling):
    """The mean of each window of an image."""

    rank = 2


class AveragePooling3D(_AveragePooling):
    """The mean of each window of a volume."""

    rank = 3
    dtypes = SHORT_FLOATS


class _GlobalPooling(Unary):
    """All places between batch and channels give one value for each channel."""

    rank: ClassVar[int]

    data_format: DataFormat | None = None
    keepdims: bool = False
    activity_regularizer: Regularizer | None = None

    def _pooled(self, x: Tensor) -> Tensor:
        kept = (1,) * self.rank if self.keepdims else ()
        return self.output(resized(x.shape, spatial_axes(self.data_format, self.rank), kept))


class _GlobalMaxPooling(_GlobalPooling):
    keeps_integers = True

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, self.rank + 2)
        require_dtype(x.dtype, COMPARABLE, "compare")
        if 0 in x.shape:
            raise ShapeError(WrongSize, f"{show(x.shape)} is empty and has no largest value")
        return self._pooled(x)


class GlobalMaxPooling1D(_GlobalMaxPooling):
    """The largest value of each feature over all steps."""

    rank = 1


class GlobalMaxPooling2D(_GlobalMaxPooling):
    """The largest value of each channel over the whole image."""

    rank = 2


class GlobalMaxPooling3D(_GlobalMaxPooling):
    """The largest value of each channel over the whole volume."""

    rank = 3


class _GlobalAveragePooling(_GlobalPooling):
    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, self.rank + 2)
        require_dtype(x.dtype, COUNTABLE, "average")
        return self._pooled(x)

    def run_dtype(self, dtype: str) -> str:
        return dtype if dtype.startswith("complex") else "float32"


class GlobalAveragePooling1D(_GlobalAveragePooling):
    """The mean of each feature over all steps that the mask leaves in."""

    uses_mask = True

    rank = 1

    def infer(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        require_rank(x, 3)
        require_dtype(x.dtype, COUNTABLE, "average")
        if mask is not None:
            self._check_mask(x, mask)
        return self._pooled(x)

    def _check_mask(self, x: Tensor, mask: Tensor) -> None:
        """Raise `ShapeError` unless the mask, with an axis for the features, broadcasts."""
        require_min_rank(mask, 2)
        require_dtype(mask.dtype, COUNTABLE, "mask with")
        at = 1 if self.data_format == "channels_first" else 2
        try:
            broadcast((*mask.shape[:at], 1, *mask.shape[at:]), x.shape)
        except ShapeError:
            raise ShapeError(
                MismatchedInputs,
                f"a mask of {show(mask.shape)} does not go with {show(x.shape)}",
            ) from None


class GlobalAveragePooling2D(_GlobalAveragePooling):
    """The mean of each channel over the whole image."""

    rank = 2


class GlobalAveragePooling3D(_GlobalAveragePooling):
    """The mean of each channel over the whole volume."""

    rank = 3


class _AdaptivePooling(Unary):
    """Windows of nearly one size cover each axis, as many as the output has places."""

    rank: ClassVar[int]
    verb: ClassVar[str]
    dtypes: ClassVar[frozenset[str]]

    output_size: Window
    data_format: Literal["channels_last", "channels_first"] | None = None
    activity_regularizer: Regularizer | None = None

    @field_validator("output_size")
    @classmethod
    def _one_or_each(cls, value: Window) -> Window:
        return one_or_each(value, cls.rank)

    def check_graph(self, *inputs: Tensor) -> None:
        raise NotKnown

    def infer(self, x: Tensor) -> Tensor:
        # In 2D Keras takes steps too, and promises an image of them.
        require_rank(x, *((3, 4) if self.rank == 2 else (self.rank + 2,)))
        require_dtype(self.input_dtype(x), self.dtypes, self.verb)
        axes = spatial_axes(self.data_format, x.rank - 2)
        if 0 in x.shape[axes]:
            raise ShapeError(WrongSize, f"{show(x.shape)} is empty: there is nothing to pool")
        return self.output(resized(x.shape, axes, per_axis(self.output_size, self.rank)))


class _AdaptiveMaxPooling(_AdaptivePooling):
    keeps_integers = True
    verb = "compare"
    dtypes = FLOATS | WHOLE


class AdaptiveMaxPooling1D(_AdaptiveMaxPooling):
    """The largest values of as many windows of steps as there are to be."""

    rank = 1


class AdaptiveMaxPooling2D(_AdaptiveMaxPooling):
    """The largest values of as many windows of an image as there are to be."""

    rank = 2


class AdaptiveMaxPooling3D(_AdaptiveMaxPooling):
    """The largest values of as many windows of a volume as there are to be."""

    rank = 3
    dtypes = SHORT_FLOATS


class _AdaptiveAveragePooling(_AdaptivePooling):
    verb = "average"
    dtypes = FLOATS


class AdaptiveAveragePooling1D(_AdaptiveAveragePooling):
    """The means of as many windows of steps as there are to be."""

    rank = 1


class AdaptiveAveragePooling2D(_AdaptiveAveragePooling):
    """The means of as many windows of an image as there are to be."""

    rank = 2


class AdaptiveAveragePooling3D(_AdaptiveAveragePooling):
    """The means of as many windows of a volume as there are to be."""

    rank = 3
    dtypes = SHORT_FLOATS
