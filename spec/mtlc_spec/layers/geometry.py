"""Layers that move the pixels of images while training."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from mtlc_spec.layers._images import (
    FillMode,
    Image,
    Interpolation,
    Pair,
    Part,
    PartEach,
    Range,
    Signed,
    SignedEach,
    both,
    no_pixels,
)
from mtlc_spec.shapes import ShapeError, Tensor, WrongSize, show
from mtlc_spec.values.layout import DataFormat
from mtlc_spec.values.numbers import Fraction, Seed
from mtlc_spec.values.tagged import refused


class RandomFlip(Image):
    """Mirrors images at random while training."""

    rests = True
    keeps_values = True

    mode: Literal["horizontal", "vertical", "horizontal_and_vertical"] = (
        "horizontal_and_vertical"
    )
    seed: Seed | None = None
    data_format: DataFormat | None = None
    factor: None = None


class _Transform(Image):
    """A projection of the plane, which TensorFlow computes for images with pixels alone."""

    rests = True

    def _check(self, x: Tensor, training: bool) -> None:
        super()._check(x, training)
        if training and 0 in self._size(x):
            raise no_pixels(x)


class RandomRotation(_Transform):
    """Rotates images by random parts of a whole turn while training."""

    factor: Signed
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed | None = None
    fill_value: float = 0.0
    data_format: DataFormat | None = None


class RandomTranslation(_Transform):
    """Moves images by random parts of their size while training."""

    height_factor: SignedEach
    width_factor: SignedEach
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed | None = None
    fill_value: float = 0.0
    data_format: DataFormat | None = None
    factor: None = None


def _above_minus_one(value: Pair) -> Pair:
    if -1 in both(value):
        raise refused("must be above -1, which leaves nothing of the image")
    return value


Zoom = Annotated[SignedEach, AfterValidator(_above_minus_one)]


class RandomZoom(_Transform):
    """Zooms in (below 0) and out at random while training."""

    height_factor: Zoom
    width_factor: Zoom | None = None
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: Seed | None = None
    fill_value: float = 0.0
    data_format: DataFormat | None = None
    factor: None = None


class RandomShear(_Transform):
    """Shears images at random while training."""

    x_factor: PartEach = 0.0
    y_factor: PartEach = 0.0
    interpolation: Interpolation = "bilinear"
    fill_mode: FillMode = "reflect"
    fill_value: float = 0.0
    data_format: DataFormat | None = None
    seed: Seed | None = None
    factor: None = None


class RandomPerspective(_Transform):
    """Shows images from random sides while training."""

    factor: Part = 1.0
    scale: Fraction = 1.0
    interpolation: Interpolation = "bilinear"
    fill_value: float = 0.0
    seed: Seed | None = None
    data_format: DataFormat | None = None

    def _check(self, x: Tensor, training: bool) -> None:
        """The corners of a line say nothing of a plane; an empty batch has no corners."""
        super()._check(x, training)
        if training and 1 in self._size(x) and (x.rank == 3 or x.shape[0] != 0):
            raise ShapeError(
                WrongSize,
                f"an image of one row or column has no perspective, as {show(x.shape)}",
                "use larger images",
            )


class RandomElasticTransform(Image):
    """Distorts images like rubber while training (Simard et al. 2003)."""

    rests = True
    wants_float32 = True

    factor: Part = 1.0
    scale: Part = 1.0
    interpolation: Interpolation = "bilinear"
    fill_mode: FillMode | Literal["mirror"] = "reflect"
    fill_value: float = 0.0
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None

    def _check(self, x: Tensor, training: bool) -> None:
        super()._check(x, training)
        if not training or 0 in (max(both(self.factor)), max(both(self.scale))):
            return
        if self.fill_mode == "mirror":
            raise ShapeError(
                WrongSize,
                "Keras takes `fill_mode: mirror`, but cannot distort an image with it",
                "use `fill_mode: reflect`",
            )
        if self._channels(x) == 0 or (x.rank == 4 and x.shape[0] == 0):
            raise no_pixels(x)
