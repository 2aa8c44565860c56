"""Layers that cover, blur and blend images while training."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, field_validator

from mtlc_spec.layers._images import Image, Part, Range, Signed
from mtlc_spec.shapes import ShapeError, Tensor, WrongDtype, WrongSize, show
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.layout import DataFormat
from mtlc_spec.values.numbers import Seed, one_or_each
from mtlc_spec.values.tagged import refused


class RandomErasing(Image):
    """Covers random rectangles of images while training (Zhong et al. 2020)."""

    rests = True
    wants_float32 = True

    factor: Part = 1.0
    scale: Part = (0.02, 0.33)
    fill_value: float | tuple[float, float, float] | None = None
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None

    def _check(self, x: Tensor, training: bool) -> None:
        """Keras lays a colour along the last axis, whatever the data format."""
        super()._check(x, training)
        if training and isinstance(self.fill_value, tuple) and x.shape[-1] not in (3, None):
            raise ShapeError(
                WrongSize,
                f"`fill_value` has 3 numbers, and the last axis of {show(x.shape)} "
                f"has {x.shape[-1]} places",
                "give `fill_value` one number",
            )


def _odd(value: int) -> int:
    if value % 2 == 0:
        raise refused("must be odd, so that the kernel has a middle")
    return value


Odd = Annotated[int, Field(gt=0, lt=2**31), AfterValidator(_odd)]


class RandomGaussianBlur(Image):
    """Blurs images at random while training."""

    rests = True
    wants_float32 = True

    factor: Part = 1.0
    kernel_size: Odd | tuple[Odd, ...] = 3
    sigma: Part = 1.0
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None

    @field_validator("kernel_size")
    @classmethod
    def _one_or_each(cls, value: int | tuple[int, ...]) -> int | tuple[int, ...]:
        return one_or_each(value, 2)


class CutMix(Image):
    """Puts parts of others into the images of a batch while training (Yun et al. 2019)."""

    rests = True
    wants_float32 = True

    factor: Part = 1.0
    seed: Seed | None = None
    data_format: DataFormat | None = None

    def _check(self, x: Tensor, training: bool) -> None:
        """A single image is left alone."""
        super()._check(x, training)
        if training and x.rank == 4 and self.compute_dtype == "bfloat16":
            raise ShapeError(
                WrongDtype,
                "Keras draws its weights in float32, and cannot mix images in bfloat16",
                "give the layer `dtype: float32`",
            )


class MixUp(Image):
    """Blends each image of a batch with another while training (Zhang et al. 2018)."""

    rests = True

    alpha: float = 0.2
    data_format: DataFormat | None = None
    seed: Seed | None = None
    factor: Signed | None = None

    def _check(self, x: Tensor, training: bool) -> None:
        if training:
            super()._check(x, training)
        else:
            self._check_kept(x)


class MaxNumBoundingBoxes(Image):
    """Gives all images the same number of bounding boxes; the images stay as they are."""

    keeps_values = True
    dtypes = NUMBERS | {"string"}

    max_number: int
    fill_value: int = -1
    data_format: DataFormat | None = None
    factor: Signed | None = None

    def run_dtype(self, dtype: str) -> str:
        return dtype if dtype == "string" else self.compute_dtype
