"""What layers that change images have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from mtlc_spec.layers.base import Same
from mtlc_spec.shapes import (
    Shape,
    ShapeError,
    Size,
    Tensor,
    WrongSize,
    require_dtype,
    require_rank,
    show,
)
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.numbers import NonNegativeInt
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import refused

REAL_NUMBERS = NUMBERS - {"complex64", "complex128", "bool"}

Interpolation = Literal["nearest", "bilinear"]
FillMode = Literal["reflect", "wrap", "constant", "nearest"]
Range = tuple[float, float]

Pair = float | tuple[float, float]


def _within(low: float, high: float, *, each: bool) -> Callable[[Pair], Pair]:
    """Check a factor as Keras does: of a pair often only that it meets the range."""

    def check(value: Pair) -> Pair:
        first, second = value if isinstance(value, tuple) else (value, value)
        if isinstance(value, tuple) and not each:
            good = first <= high and second >= low
        else:
            good = low <= first <= high and low <= second <= high
        if not good:
            raise refused(f"must be a number from {low:g} to {high:g}, or two of them")
        return value

    return check


Signed = Annotated[Pair, AfterValidator(_within(-1, 1, each=False))]
Part = Annotated[Pair, AfterValidator(_within(0, 1, each=False))]
SignedEach = Annotated[Pair, AfterValidator(_within(-1, 1, each=True))]
PartEach = Annotated[Pair, AfterValidator(_within(0, 1, each=True))]


def require_channels(x: Tensor, axis: int, *counts: int) -> None:
    """Raise `ShapeError` unless the images have one of these numbers of channels."""
    channels = x.shape[axis]
    if channels is not None and channels not in counts:
        wanted = " or ".join(map(str, counts))
        raise ShapeError(
            WrongSize, f"it takes images of {wanted} channels, and gets {show(x.shape)}"
        )


class Image(Same):
    """A layer that changes one image, or each of a batch, and gives what it computes in."""

    behind = ("bounding_box_format", "activity_regularizer", "trainable", "dtype")

    dtypes: ClassVar[frozenset[str]] = NUMBERS
    colours: ClassVar[tuple[int, ...] | None] = None
    """How many channels an image may have; None is any number."""
    needs_pixels: ClassVar[bool] = False
    """TensorFlow cannot compute it for an image without pixels."""

    bounding_box_format: str | None = None
    activity_regularizer: Regularizer | None = None

    @property
    def _first(self) -> bool:
        return getattr(self, "data_format", None) == "channels_first"

    @property
    def _channel_axis(self) -> int:
        return -3 if self._first else -1

    def infer(self, x: Tensor, training: bool = True) -> Tensor:
        self._check(x, training)
        return self.output(self._resized(x.shape))

    def _check(self, x: Tensor, training: bool) -> None:
        require_rank(x, 3, 4)
        require_dtype(x.dtype, self.dtypes, "change images in")
        if self.colours is not None:
            require_channels(x, self._channel_axis, *self.colours)
        if self.needs_pixels and 0 in x.shape:
            raise ShapeError(WrongSize, f"{show(x.shape)} has no pixels")

    def _resized(self, shape: Shape) -> Shape:
        return shape

    def run_dtype(self, dtype: str) -> str:
        return self.compute_dtype


class Sized(Image):
    """A layer that gives images of a size of its own."""

    needs_pixels = True

    height: NonNegativeInt
    width: NonNegativeInt

    def _resized(self, shape: Shape) -> Shape:
        at = len(shape) - (2 if self._first else 3)
        sizes: list[Size] = [*shape]
        sizes[at : at + 2] = [self.height, self.width]
        return tuple(sizes)
