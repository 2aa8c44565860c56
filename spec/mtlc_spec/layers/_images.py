"""What layers that change images have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from mtlc_spec.layers.base import Same
from mtlc_spec.shapes import (
    NotKnown,
    Shape,
    ShapeError,
    Size,
    Tensor,
    WrongDtype,
    WrongSize,
    is_open,
    require_dtype,
    require_rank,
    show,
)
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import refused

Interpolation = Literal["nearest", "bilinear"]
FillMode = Literal["reflect", "wrap", "constant", "nearest"]
"""What stands where a moved image leaves nothing."""
Range = tuple[float, float]
"""The least and the largest value of a pixel; Keras only clips to them."""

Pair = float | tuple[float, float]
"""A number for both directions, or the two ends of what is drawn from."""


def both(value: Pair) -> tuple[float, float]:
    return value if isinstance(value, tuple) else (value, value)


def _within(low: float, high: float, *, each: bool) -> Callable[[Pair], Pair]:
    """Check a factor as Keras does: of a pair often only that it meets the range."""

    def check(value: Pair) -> Pair:
        first, second = both(value)
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


def no_pixels(x: Tensor) -> ShapeError:
    return ShapeError(WrongSize, f"{show(x.shape)} has no pixels")


class Image(Same):
    """A layer that changes one image, or each of a batch, and gives what it computes in.

    Keras lays down shape and dtype without looking at the images: what it cannot compute
    fails when the model runs, and that is while training unless the call says otherwise.
    In `fit` and `predict` it makes floats of all numbers first.
    """

    casts_in_graph = True
    behind = ("bounding_box_format", "activity_regularizer", "trainable", "dtype")

    dtypes: ClassVar[frozenset[str]] = NUMBERS
    colours: ClassVar[tuple[int, ...] | None] = None
    """How many channels an image may have; None is any number."""
    wants_float32: ClassVar[bool] = False
    """It draws numbers in float32, which Keras does not mix with float16 in a graph."""
    needs_pixels: ClassVar[bool] = False
    """TensorFlow cannot compute it for an image without pixels."""

    bounding_box_format: str | None = None
    activity_regularizer: Regularizer | None = None

    def implied(self, rank: int | None = None) -> Iterator[str]:
        yield from super().implied(rank)
        for name, field in type(self).model_fields.items():
            if isinstance(field.default, float) and getattr(self, name) == (0.0, field.default):
                yield name  # a number is the range from 0 to it

    def check_graph(self, *inputs: Tensor) -> None:
        if self.wants_float32 and self.compute_dtype == "float16":
            raise ShapeError(
                WrongDtype, "Keras draws numbers in float32, and does not mix them with float16"
            )
        (x,) = inputs
        if is_open(x) or (x.rank == 3 and x.shape[0] is None):
            raise NotKnown

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
            raise no_pixels(x)

    def _check_kept(self, x: Tensor) -> None:
        """Check images that come out as they are; text can be kept, but not penalized."""
        require_rank(x, 3, 4)
        if self.activity_regularizer is not None:
            require_dtype(x.dtype, self.dtypes, "penalize")

    def _channels(self, x: Tensor) -> Size:
        return x.shape[self._channel_axis]

    def _size(self, x: Tensor) -> tuple[Size, Size]:
        """The height and the width of the images."""
        height, width = x.shape[-2:] if self._first else x.shape[-3:-1]
        return height, width

    def _resized(self, shape: Shape) -> Shape:
        return shape
