"""Functions of images, alone or in batches."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from mtlc_spec.functions.axes import replaced
from mtlc_spec.functions.base import Function, alike, by_name
from mtlc_spec.functions.constants import MISSING, Operand
from mtlc_spec.functions.kinds import ALL, FLOAT, NUMERIC, require
from mtlc_spec.shapes import ShapeError, Tensor, WrongSize, require_rank, show
from mtlc_spec.values.dtypes import WHOLE
from mtlc_spec.values.layout import DataFormat
from mtlc_spec.values.numbers import PositiveInt
from mtlc_spec.values.tagged import conflict


class Resize(Function):
    """Images scaled to another height and width."""

    function = "image.resize"
    tensors = ("images",)

    images: Operand = MISSING
    size: tuple[PositiveInt, PositiveInt]
    interpolation: Literal["bilinear", "nearest", "bicubic", "lanczos3", "lanczos5", "area"] = (
        "bilinear"
    )
    antialias: bool = False
    crop_to_aspect_ratio: bool = False
    pad_to_aspect_ratio: bool = False
    fill_mode: Literal["constant"] = "constant"
    fill_value: float = 0.0
    data_format: DataFormat | None = None

    @model_validator(mode="after")
    def _crop_or_pad(self) -> Resize:
        if self.crop_to_aspect_ratio and self.pad_to_aspect_ratio:
            raise conflict(
                "pad_to_aspect_ratio",
                "`crop_to_aspect_ratio` and `pad_to_aspect_ratio` cannot both be true",
            )
        return self

    def rule(self, images: Tensor) -> Tensor:
        require_rank(images, 3, 4)
        require(images.dtype, FLOAT | WHOLE)
        first = images.rank - (2 if self.data_format == "channels_first" else 3)
        height, width = self.size
        tall = replaced(images.shape, first, height)
        return Tensor(replaced(tall, first + 1, width), images.dtype)


class _Recoloring(Function):
    """Images with other channels."""

    tensors = ("images",)
    accepts: ClassVar[frozenset[str]] = FLOAT
    channels: ClassVar[tuple[int, ...]] = (3,)

    images: Operand = MISSING
    data_format: DataFormat | None = None

    def rule(self, images: Tensor) -> Tensor:
        require_rank(images, 3, 4)
        require(images.dtype, self.accepts)
        axis = images.rank - (3 if self.data_format == "channels_first" else 1)
        size = images.shape[axis]
        if size not in (None, *self.channels):
            raise ShapeError(
                WrongSize,
                f"it takes {' or '.join(map(str, self.channels))} channels, "
                f"and {show(images.shape)} has {size}",
            )
        return self.recolored(images, axis)

    def recolored(self, images: Tensor, axis: int) -> Tensor:
        return images


class RgbToGrayscale(_Recoloring):
    """Images with one channel, their brightness."""

    function = "image.rgb_to_grayscale"
    accepts = ALL
    channels = (1, 3)

    def recolored(self, images: Tensor, axis: int) -> Tensor:
        if images.shape[axis] == 3:
            require(images.dtype, NUMERIC)
        return Tensor(replaced(images.shape, axis, 1), images.dtype)


FUNCTIONS = {
    **alike(_Recoloring, "image.rgb_to_hsv"),
    **alike(_Recoloring, "image.hsv_to_rgb", stops=frozenset({"images"})),
    **by_name(Resize, RgbToGrayscale),
}
