"""Layers that move the pixels of images, cut them or mix them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from mtlc_spec.layers._images import (
    REAL_NUMBERS,
    FillMode,
    Image,
    Interpolation,
    Pair,
    Part,
    PartEach,
    Range,
    Signed,
    SignedEach,
    Sized,
)
from mtlc_spec.shapes import ShapeError, Tensor, WrongDtype
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.layout import DataFormat
from mtlc_spec.values.numbers import Fraction, PositiveInt, Seed
from mtlc_spec.values.tagged import refused


class CenterCrop(Sized):
    """The middle of an image; a smaller image is enlarged first."""

    data_format: DataFormat | None = None
    factor: None = None


class Resizing(Sized):
    """Images of another size."""

    dtypes = REAL_NUMBERS

    height: PositiveInt
    width: PositiveInt
    interpolation: Literal["bilinear", "nearest", "bicubic", "lanczos3", "lanczos5", "area"] = (
        "bilinear"
    )
    crop_to_aspect_ratio: bool = False
    pad_to_aspect_ratio: bool = False
    fill_mode: str = "constant"
    fill_value: float = 0.0
    antialias: bool = False
    data_format: DataFormat | None = None
    factor: None = None


class RandomCrop(Sized):
    """A random part of an image while training; a resized one otherwise."""

    seed: Seed | None = None
    data_format: DataFormat | None = None
    factor: Signed | None = None


class RandomFlip(Image):
    """Turns images around at random while training."""

    mode: Literal["horizontal", "vertical", "horizontal_and_vertical"] = (
        "horizontal_and_vertical"
    )
    seed: Seed | None = None
    data_format: DataFormat | None = None
    factor: None = None


class RandomRotation(Image):
    """Rotates images by random parts of a whole turn while training."""

    needs_pixels = True

    factor: Signed
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed | None = None
    fill_value: float = 0.0
    data_format: DataFormat | None = None


class RandomTranslation(Image):
    """Moves images at random while training."""

    needs_pixels = True

    height_factor: SignedEach
    width_factor: SignedEach
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed | None = None
    fill_value: float = 0.0
    data_format: DataFormat | None = None
    factor: None = None


def _above_minus_one(value: Pair) -> Pair:
    if -1 in (value if isinstance(value, tuple) else (value,)):
        raise refused("must be above -1, which leaves nothing of the image")
    return value


Zoom = Annotated[SignedEach, AfterValidator(_above_minus_one)]


class RandomZoom(Image):
    """Zooms in and out at random while training."""

    needs_pixels = True

    height_factor: Zoom
    width_factor: Zoom | None = None
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed | None = None
    fill_value: float = 0.0
    data_format: DataFormat | None = None
    factor: None = None


class RandomShear(Image):
    """Shears images at random while training."""

    needs_pixels = True

    x_factor: PartEach = 0.0
    y_factor: PartEach = 0.0
    interpolation: Interpolation = "bilinear"
    fill_mode: FillMode = "reflect"
    fill_value: float = 0.0
    data_format: DataFormat | None = None
    seed: Seed | None = None
    factor: None = None


class RandomPerspective(Image):
    """Shows images from random sides while training."""

    needs_pixels = True

    factor: Part = 1.0
    scale: Fraction = 1.0
    interpolation: Interpolation = "bilinear"
    fill_value: float = 0.0
    seed: Seed | None = None
    data_format: DataFormat | None = None


class RandomElasticTransform(Image):
    """Distorts images like rubber while training (Simard et al. 2003)."""

    factor: Part = 1.0
    scale: Part = 1.0
    interpolation: Interpolation = "bilinear"
    fill_mode: FillMode = "reflect"
    fill_value: float = 0.0
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None


class RandomErasing(Image):
    """Erases random rectangles of images while training (Zhong et al. 2020)."""

    factor: Part = 1.0
    scale: Part = (0.02, 0.33)
    fill_value: float | None = None
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None


Extent = PositiveInt | tuple[PositiveInt, PositiveInt]


def _odd(value: int | tuple[int, int]) -> int | tuple[int, int]:
    if any(one % 2 == 0 for one in (value if isinstance(value, tuple) else (value,))):
        raise refused("must be odd")
    return value


class RandomGaussianBlur(Image):
    """Blurs images at random while training."""

    factor: Part = 1.0
    kernel_size: Annotated[
        PositiveInt | tuple[PositiveInt, PositiveInt], AfterValidator(_odd)
    ] = 3
    sigma: Part = 1.0
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None


class CutMix(Image):
    """Puts parts of other images of the batch into each while training (Yun et al. 2019)."""

    factor: Part = 1.0
    seed: Seed | None = None
    data_format: DataFormat | None = None

    def _check(self, x: Tensor, training: bool) -> None:
        super()._check(x, training)
        if training and self.compute_dtype == "bfloat16":
            raise ShapeError(WrongDtype, "Keras cannot cut out boxes in bfloat16")


class MixUp(Image):
    """Blends each image with another of the batch while training (Zhang et al. 2018)."""

    alpha: float = 0.2
    data_format: DataFormat | None = None
    seed: Seed | None = None
    factor: Signed | None = None


class MaxNumBoundingBoxes(Image):
    """Gives all images the same number of bounding boxes; images stay as they are."""

    dtypes = NUMBERS | {"string"}

    max_number: PositiveInt
    fill_value: int = -1
    data_format: DataFormat | None = None
    factor: Signed | None = None
