"""Layers that change the colours of images."""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from mtlc_spec.layers._images import (
    Image,
    Interpolation,
    Part,
    PartEach,
    Range,
    Signed,
    require_channels,
)
from mtlc_spec.shapes import (
    MismatchedInputs,
    ShapeError,
    Tensor,
    WrongSize,
    require_dtype,
    require_rank,
)
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.layout import DataFormat
from mtlc_spec.values.numbers import Fraction, PositiveInt, Seed
from mtlc_spec.values.tagged import refused

_RGB = (3,)
_RGB_OR_GRAY = (1, 3)
_ANYTHING = NUMBERS | {"string"}


def _bits(value: int | tuple[int, int]) -> int | tuple[int, int]:
    first, second = value if isinstance(value, tuple) else (value, value)
    good = first <= 8 and second >= 1 if isinstance(value, tuple) else 1 <= value <= 8
    if not good:
        raise refused("must be a whole number from 1 to 8, or two of them")
    return value


Bits = Annotated[int | tuple[int, int], AfterValidator(_bits)]
"""How many bits are left; Keras checks of a pair only that it meets the range."""


class _Training(Image):
    """A layer that changes images while training, and otherwise looks at their rank alone."""

    rests = True

    idle: ClassVar[frozenset[str]] = _ANYTHING
    """The dtypes that it hands on where it changes nothing."""

    def _check(self, x: Tensor, training: bool) -> None:
        if training:
            super()._check(x, training)
        else:
            require_rank(x, 3, 4)
            require_dtype(x.dtype, self.idle, "cast")


class _Chosen(_Training):
    """A layer that changes images by other layers, of which Keras chooses some.

    What one of them cannot take is refused: sooner or later it is chosen.
    """

    needs_pixels = True
    idle = NUMBERS

    value_range: Range = (0, 255)
    factor: PartEach

    @property
    @abstractmethod
    def _chooses(self) -> bool:
        """Whether any layer is chosen."""

    @property
    def _degenerates(self) -> bool:
        """Whether one of the layers is `RandomColorDegeneration`."""
        return True

    def _check(self, x: Tensor, training: bool) -> None:
        chosen = training and self._chooses
        super()._check(x, chosen)
        if chosen and self._degenerates:
            require_channels(x, self._channel_axis, *_RGB_OR_GRAY)
        low, high = self.value_range
        if chosen and low == high:
            raise ShapeError(
                MismatchedInputs,
                f"it divides by the width of its `value_range`, from {low:g} to {high:g}",
            )


class AugMix(_Chosen):
    """Mixes several chains of random changes (Hendrycks et al. 2020)."""

    moved = (("factor", "chain_depth"),)

    num_chains: int = 3
    chain_depth: int = 3
    factor: PartEach = 0.3
    alpha: float = 1.0
    all_ops: bool = True
    interpolation: Interpolation = "bilinear"
    seed: Seed | None = None
    data_format: DataFormat | None = None

    @property
    def _chooses(self) -> bool:
        return self.num_chains > 0 and self.chain_depth > 0

    @property
    def _degenerates(self) -> bool:
        return self.all_ops


class AutoContrast(Image):
    """Stretches the values of each channel over the whole range."""

    value_range: Range = (0, 255)
    factor: None = None
    data_format: DataFormat | None = None


class ContrastLimitedAdaptiveHistogramEqualization(Image):
    """Spreads the values of each tile of an image (Zuiderveld 1994)."""

    value_range: Range = (0, 255)
    clip_limit: float = 4.0
    tile_grid_size: tuple[PositiveInt, PositiveInt] = (8, 8)
    data_format: DataFormat | None = None
    factor: Signed | None = None

    def _check(self, x: Tensor, training: bool) -> None:
        super()._check(x, training)
        axes = x.shape[-2:] if self._first else x.shape[-3:-1]
        for size, tiles in zip(axes, self.tile_grid_size, strict=True):
            if size is not None and -size % tiles > size:
                raise ShapeError(
                    WrongSize,
                    f"for {tiles} tiles, an axis of {size} lacks {-size % tiles} pixels, "
                    "and Keras mirrors it only once",
                    "use fewer tiles",
                )


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


class RandAugment(_Chosen):
    """A few random changes, one after the other (Cubuk et al. 2020)."""

    moved = (("factor", "num_ops"),)

    num_ops: int = 2
    factor: PartEach = 0.5
    interpolation: Interpolation = "bilinear"
    seed: Seed | None = None
    data_format: DataFormat | None = None

    @property
    def _chooses(self) -> bool:
        return self.num_ops > 0


class RandomBrightness(_Training):
    """Makes images randomly brighter or darker while training."""

    factor: Signed | None
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None


class RandomColorDegeneration(_Training):
    """Takes colour out of images at random while training."""

    def _check(self, x: Tensor, training: bool) -> None:
        super()._check(x, training)
        require_channels(x, self._channel_axis, *_RGB)  # Keras looks while it builds

    factor: Signed
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None


class RandomColorJitter(_Training):
    """Changes brightness, contrast, saturation and hue at random while training."""

    value_range: Range = (0, 255)
    brightness_factor: Signed | None = None
    contrast_factor: Part | None = None
    saturation_factor: Signed | None = None
    hue_factor: Part | None = None
    seed: Seed | None = None
    data_format: DataFormat | None = None
    factor: Signed | None = None

    def _check(self, x: Tensor, training: bool) -> None:
        super()._check(x, training)
        if training and (self.saturation_factor, self.hue_factor) != (None, None):
            require_channels(x, -1, *_RGB)  # the layers inside do not get the `data_format`


class RandomContrast(_Training):
    """Changes the contrast of images at random while training."""

    factor: Part
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None


class RandomGrayscale(_Training):
    """Makes some images gray while training."""

    dtypes = _ANYTHING
    colours = _RGB_OR_GRAY

    factor: Fraction = 0.5
    data_format: DataFormat | None = None
    seed: Seed | None = None

    def infer(self, x: Tensor, training: bool = True) -> Tensor:
        self._check(x, training)
        if training and x.shape[self._channel_axis] == 3:  # gray images stay as they are
            require_dtype(x.dtype, NUMBERS, "mix the colours of")
        return Tensor(x.shape, self.input_dtype(x))


class RandomHue(_Training):
    """Turns the hue of images at random while training."""

    colours = _RGB

    factor: Part
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None


class RandomInvert(_Training):
    """Inverts the values of some images while training."""

    factor: Part = 1.0
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None


class RandomPosterization(_Training):
    """Leaves fewer bits to each channel while training."""

    factor: Bits
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None


class RandomSaturation(_Training):
    """Changes how full the colours are at random while training."""

    colours = _RGB

    factor: Signed
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None


class RandomSharpness(_Training):
    """Sharpens or blurs images at random while training."""

    idle = NUMBERS

    factor: Part
    value_range: Range = (0, 255)
    data_format: DataFormat | None = None
    seed: Seed | None = None


class Solarization(_Training):
    """Inverts the values above a random threshold while training."""

    idle = NUMBERS

    addition_factor: PartEach = 0.0
    threshold_factor: PartEach = 0.0
    value_range: Range = (0, 255)
    seed: Seed | None = None
    data_format: DataFormat | None = None
    factor: None = None
