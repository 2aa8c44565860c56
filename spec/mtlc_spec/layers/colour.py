"""Layers that change the colours of images."""

from __future__ import annotations

from mtlc_spec.layers._images import (
    REAL_NUMBERS,
    Bits,
    Image,
    Interpolation,
    Part,
    PartEach,
    Range,
    Seed,
    Signed,
)
from mtlc_spec.shapes import MismatchedInputs, ShapeError, Tensor
from mtlc_spec.values.dtypes import FLOATS, NUMBERS
from mtlc_spec.values.layout import DataFormat
from mtlc_spec.values.numbers import Fraction, NonNegativeInt, PositiveInt

_RGB = (3,)
_RGB_OR_GRAY = (1, 3)


class AugMix(Image):
    """Mixes several chains of random changes (Hendrycks et al. 2020)."""

    needs_pixels = True
    colours = _RGB_OR_GRAY

    value_range: Range = (0, 255)
    num_chains: PositiveInt = 3
    chain_depth: PositiveInt = 3
    factor: Part = 0.3
    alpha: float = 1.0
    all_ops: bool = True
    interpolation: Interpolation = "bilinear"
    seed: Seed | None = None
    data_format: DataFormat | None = None


class AutoContrast(Image):
    """Stretches the values of each channel over the whole range."""

    needs_pixels = True
    dtypes = NUMBERS - {"complex64", "complex128"}

    value_range: Range = (0, 255)
    factor: None = None
    data_format: DataFormat | None = None


class ContrastLimitedAdaptiveHistogramEqualization(Image):
    """Spreads the values of each tile of an image (Zuiderveld 1994)."""

    dtypes = NUMBERS - {"complex64", "complex128"}

    value_range: Range = (0, 255)
    clip_limit: float = 4.0
    tile_grid_size: tuple[PositiveInt, PositiveInt] = (8, 8)
    data_format: DataFormat | None = None
    factor: Signed | None = None


class Equalization(Image):
    """Spreads the values of each channel evenly."""

    value_range: Range = (0, 255)
    bins: PositiveInt = 256
    data_format: DataFormat | None = None
    factor: Signed | None = None

    def infer(self, x: Tensor, training: bool = True) -> Tensor:
        raise ShapeError(
            MismatchedInputs,
            "Keras 3.15 loses this layer while it builds a model: it gives back what it got",
            "equalize the images before, in the pipeline of the data",
        )


class RandAugment(Image):
    """A few random changes, one after the other (Cubuk et al. 2020)."""

    needs_pixels = True
    colours = _RGB_OR_GRAY

    value_range: Range = (0, 255)
    num_ops: NonNegativeInt = 2
    factor: Part = 0.5
    interpolation: Interpolation = "bilinear"
    seed: Seed | None = None
    data_format: DataFormat | None = None


class RandomBrightness(Image):
    """Makes images randomly brighter or darker while training."""

    dtypes = REAL_NUMBERS

    factor: Signed
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None


class RandomColorDegeneration(Image):
    """Takes colour out of images at random while training."""

    colours = _RGB

    factor: Signed
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None


class RandomColorJitter(Image):
    """Changes brightness, contrast, saturation and hue at random while training."""

    value_range: Range = (0, 255)
    brightness_factor: Signed | None = None
    contrast_factor: Part | None = None
    saturation_factor: Part | None = None
    hue_factor: Part | None = None
    seed: Seed | None = None
    data_format: DataFormat | None = None
    factor: Signed | None = None


class RandomContrast(Image):
    """Changes the contrast of images at random while training."""

    dtypes = FLOATS

    factor: Part
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None


class RandomGrayscale(Image):
    """Makes some images gray while training."""

    colours = _RGB_OR_GRAY

    factor: Fraction = 0.5
    data_format: DataFormat | None = None
    seed: Seed | None = None

    def infer(self, x: Tensor, training: bool = True) -> Tensor:
        self._check(x, training)
        return Tensor(x.shape, self.input_dtype(x))


class RandomHue(Image):
    """Turns the hue of images at random while training."""

    colours = _RGB

    factor: Part
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None


class RandomInvert(Image):
    """Inverts the values of some images while training."""

    factor: Part = 1.0
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None


class RandomPosterization(Image):
    """Leaves fewer bits to each channel while training."""

    factor: Bits
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None


class RandomSaturation(Image):
    """Changes how full the colours are at random while training."""

    colours = _RGB
    dtypes = FLOATS

    factor: Signed
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None


class RandomSharpness(Image):
    """Sharpens or blurs images at random while training."""

    factor: Part
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None


class Solarization(Image):
    """Inverts the values above a random threshold while training."""

    addition_factor: PartEach = 0.0
    threshold_factor: PartEach = 0.0
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None
    factor: None = None
