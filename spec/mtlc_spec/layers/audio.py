"""Layers that turn sound into spectrograms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil, log2
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, model_validator

from mtlc_spec.layers.base import Unary
from mtlc_spec.shapes import (
    NotKnown,
    Shape,
    ShapeError,
    Size,
    Tensor,
    UnknownAxis,
    Variable,
    WindowTooLarge,
    WrongDtype,
    WrongRank,
    require_dtype,
    require_rank,
    show,
    window,
)
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.layout import DataFormat
from mtlc_spec.values.numbers import NonNegativeInt, PositiveInt
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict, unknown_name

_NAMES = (
    "barthann brthan bth bartlett bart brt blackman black blk blackmanharris blackharr bkh "
    "bohman bman bmn boxcar box ones rect rectangular cosine halfcosine exponential poisson "
    "flattop flat flt hamming hamm ham hann han lanczos sinc nuttall nutl nut parzen parz par "
    "taylor taylorwin triangle triang tri tukey tuk"
)
WINDOWS: frozenset[str] = frozenset(_NAMES.split())
"""SciPy's names of windows that need no parameter."""


def _known(names: frozenset[str]) -> Callable[[object], object]:
    """A validator that refuses what is the name of no window."""

    def check(window: object) -> object:
        if isinstance(window, str) and window not in names:
            raise unknown_name("a window", window, sorted(names))
        return window

    return check


Values = str | tuple[float, ...]
"""The name of a window, or its values."""
Window = Annotated[Values, AfterValidator(_known(WINDOWS))]
MelWindow = Annotated[Values, AfterValidator(_known(frozenset({"hann", "hamming"})))]


class MelSpectrogram(Unary):
    """The power of sound in frequency bands as wide as one hears them, in decibels."""

    lists = frozenset({"window"})

    fft_length: PositiveInt = 2048
    sequence_stride: PositiveInt = 512
    sequence_length: NonNegativeInt | None = None
    window: MelWindow | None = "hann"
    sampling_rate: int | float = 16000
    num_mel_bins: NonNegativeInt = 128
    min_freq: float = 20.0
    max_freq: float | None = None
    power_to_db: bool = True
    top_db: float = 80.0
    mag_exp: float = 2.0
    min_power: float = 1e-10
    ref_power: float = 1.0
    activity_regularizer: Regularizer | None = None

    def implied(self, rank: int | None = None) -> Iterator[str]:
        yield from super().implied(rank)
        if self.sequence_length == self.fft_length:
            yield "sequence_length"
        if self.max_freq == int(self.sampling_rate / 2):
            yield "max_freq"

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        length = self.sequence_length or self.fft_length
        if length > self.fft_length:
            raise conflict(
                "sequence_length",
                f"`sequence_length` {length} is more than `fft_length` {self.fft_length}",
            )
        if isinstance(self.window, tuple) and len(self.window) != length:
            raise conflict(
                "window", f"`window` has {len(self.window)} values for sequences of {length}"
            )
        return self

    def check_graph(self, *inputs: Tensor) -> None:
        if inputs[0].rank != 2:
            raise NotKnown

    def infer(self, x: Tensor) -> Tensor:
        """The shape is what Keras promises, which is wrong of more than two axes."""
        require_dtype(x.dtype, NUMBERS, "transform")
        if not 1 <= x.rank <= 5:
            raise ShapeError(
                WrongRank, f"it takes 1 to 5 axes, batch included, and gets {show(x.shape)}"
            )
        if self.compute_dtype == "float64" and self.power_to_db:
            raise ShapeError(
                WrongDtype,
                "Keras cannot make decibels in float64",
                "give the layer `dtype: float32`, or say `power_to_db: false`",
            )
        padding = self.fft_length // 2
        if x.shape[-1] is not None and x.shape[-1] <= padding:
            raise ShapeError(
                WindowTooLarge,
                f"sound of {x.shape[-1]} samples cannot be padded by {padding}",
                "use a smaller `fft_length`",
            )
        if x.rank == 1:
            return self.output((self.num_mel_bins, self._frames(x.shape[0])))
        return self.output((x.shape[0], self.num_mel_bins, self._frames(x.shape[1])))

    def _frames(self, samples: Size) -> Size:
        stride = self.sequence_stride
        return None if samples is None else (samples + stride + 1) // stride


class STFTSpectrogram(Unary):
    """The spectrum of each frame of sound, by weights that begin as a Fourier transform."""

    lists = frozenset({"window"})

    mode: Literal["log", "magnitude", "psd", "real", "imag", "angle", "stft"] = "log"
    frame_length: PositiveInt = 256
    frame_step: PositiveInt | None = None
    fft_length: PositiveInt | None = None
    window: Window | None = "hann"
    periodic: bool = False
    scaling: Literal["density", "spectrum"] | None = "density"
    padding: Literal["valid", "same"] = "valid"
    expand_dims: bool = False
    data_format: DataFormat | None = None
    activity_regularizer: Regularizer | None = None

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if self.frame_step is None and self.frame_length == 1:
            raise conflict("frame_step", "frames of 1 need a `frame_step`: half of it is 0")
        if self.frame_step is not None and self.frame_step > self.frame_length:
            raise conflict(
                "frame_step",
                f"`frame_step` {self.frame_step} is more than `frame_length` "
                f"{self.frame_length}",
            )
        if self.fft_length is not None and self.fft_length < self.frame_length:
            raise conflict(
                "fft_length",
                f"`fft_length` {self.fft_length} is less than `frame_length` "
                f"{self.frame_length}",
            )
        if isinstance(self.window, tuple) and len(self.window) != self.frame_length:
            raise conflict(
                "window",
                f"`window` has {len(self.window)} values for frames of {self.frame_length}",
            )
        return self

    @property
    def _frequencies(self) -> int:
        return (self.fft_length or 2 ** ceil(log2(self.frame_length))) // 2 + 1

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, 3)
        if self.input_dtype(x) not in ("float16", "float32", "float64"):
            raise ShapeError(
                WrongDtype,
                f"it transforms float16, float32 and float64, and gets {self.input_dtype(x)}",
            )
        batch, *axes = x.shape
        first = self.data_format == "channels_first"
        channels, samples = axes if first else reversed(axes)
        if channels is None:
            raise ShapeError(
                UnknownAxis,
                f"it needs the number of channels, and {show(x.shape)} leaves it open",
                "give the channels a size in `inputs`",
            )
        step = self.frame_step or self.frame_length // 2
        frames = window(samples, self.frame_length, step, self.padding)
        bands = self._frequencies * (2 if self.mode == "stft" else 1)
        return self.output((batch, *self._arranged(channels, bands, frames)))

    def _arranged(self, channels: int, bands: int, frames: Size) -> Shape:
        if self.data_format == "channels_first":
            if self.expand_dims:
                return (channels, frames, bands)
            return (bands * channels, frames)
        return (frames, bands, channels) if self.expand_dims else (frames, bands * channels)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        shape = (self.frame_length, 1, self._frequencies)
        parts = [part for part in ("real", "imag") if self.mode in (part, *_BOTH)]
        return tuple(self.weight(f"{part}_kernel", shape) for part in parts)


_BOTH = ("log", "magnitude", "psd", "angle", "stft")
