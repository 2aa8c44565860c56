"""Layers that give images another size."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mtlc_spec.layers._images import Image, Signed, no_pixels
from mtlc_spec.shapes import (
    Shape,
    ShapeError,
    Size,
    Tensor,
    WrongSize,
    require_rank,
)
from mtlc_spec.values.layout import DataFormat
from mtlc_spec.values.numbers import Seed
from mtlc_spec.values.tagged import conflict

Extent = Annotated[int, Field(ge=0, lt=2**31)]
"""The size of an image, which TensorFlow keeps in 32 bits."""
Positive = Annotated[int, Field(gt=0, lt=2**31)]


def _below(size: Size, wanted: int) -> bool:
    """Whether an axis is certainly shorter."""
    return size is not None and size < wanted


class _Sized(Image):
    """A layer whose images all have the size that it says."""

    height: Extent
    width: Extent

    def _resized(self, shape: Shape) -> Shape:
        at = len(shape) - (2 if self._first else 3)
        return (*shape[:at], self.height, self.width, *shape[at + 2 :])

    def _check_aspect(self) -> None:
        """Raise `ShapeError` if Keras divides by a size of 0 to find the ratio of both."""
        if 0 in (self.height, self.width):
            raise ShapeError(
                WrongSize,
                f"{self.height} x {self.width} has no aspect ratio to enlarge an image to",
                "give `height` and `width` positive numbers",
            )


class CenterCrop(_Sized):
    """The middle of each image; of a smaller image, the largest such part, enlarged."""

    data_format: DataFormat | None = None
    factor: None = None

    def _check(self, x: Tensor, training: bool) -> None:
        super()._check(x, training)
        height, width = self._size(x)
        if _below(height, self.height) or _below(width, self.width):
            self._check_aspect()
            if 0 in (height, width, self._channels(x)):
                raise no_pixels(x)


class Resizing(_Sized):
    """Images of another size: stretched, or cropped or padded to its aspect ratio."""

    height: Positive
    width: Positive
    interpolation: Literal["bilinear", "nearest", "bicubic", "lanczos3", "lanczos5", "area"] = (
        "bilinear"
    )
    crop_to_aspect_ratio: bool = False
    pad_to_aspect_ratio: bool = False
    fill_mode: Literal["constant"] = "constant"
    fill_value: float = 0.0
    antialias: bool = False
    data_format: DataFormat | None = None
    factor: None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.crop_to_aspect_ratio and self.pad_to_aspect_ratio:
            raise conflict("pad_to_aspect_ratio", "only one of crop and pad can be true")
        return self

    def _check(self, x: Tensor, training: bool) -> None:
        super()._check(x, training)
        height, width = self._size(x)
        padded = self._padded(height, width) if self.pad_to_aspect_ratio else (height, width)
        if 0 in (*padded, self._channels(x)):
            raise no_pixels(x)

    def _padded(self, height: Size, width: Size) -> tuple[Size, Size]:
        """The size before the image is stretched; unknown where one of both is."""
        if height is None or width is None:
            return None, None
        taller = max(height, width * self.height // self.width)
        wider = max(width, height * self.width // self.height)
        return height + (taller - height) // 2 * 2, width + (wider - width) // 2 * 2


class RandomCrop(_Sized):
    """A random part of the images while training; nothing is cropped otherwise."""

    seed: Seed | None = None
    data_format: DataFormat | None = None
    factor: Signed | None = None

    def _check(self, x: Tensor, training: bool) -> None:
        require_rank(x, 3, 4)
        height, width = self._size(x)
        tall = height is None or height > self.height
        wide = width is None or width > self.width
        if not (training and tall and wide):
            self._check_aspect()
        if not training:
            self._check_kept(x)
            return
        super()._check(x, training)
        if tall and wide:
            return
        if self._enlarges(height, width) and 0 in (height, width, self._channels(x)):
            raise no_pixels(x)

    def _enlarges(self, height: Size, width: Size) -> bool:
        """Whether a part of this size is not in an image that is small along one axis."""
        if height is None or width is None:
            return _below(height, self.height) or _below(width, self.width)
        tall = max(min(height, width * self.height // self.width), 1)
        wide = max(min(width, height * self.width // self.height), 1)
        below = height - max(height - tall, 0) // 2
        right = width - max(width - wide, 0) // 2
        return below < self.height or right < self.width
