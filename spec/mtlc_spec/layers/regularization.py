"""Layers that make training harder on purpose."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from pydantic import model_validator

from mtlc_spec.layers.base import Same
from mtlc_spec.oddities import Odd, UselessNoise
from mtlc_spec.shapes import (
    MismatchedInputs,
    ShapeError,
    Size,
    Tensor,
    WrongAxis,
    WrongSize,
    broadcasts,
    require_dtype,
    require_rank,
    show,
)
from mtlc_spec.values.dtypes import FLOATS
from mtlc_spec.values.layout import DataFormat
from mtlc_spec.values.numbers import Fraction, PositiveInt
from mtlc_spec.values.regularizers import L1L2, Penalty, Regularizer, check_regularizable
from mtlc_spec.values.tagged import conflict


class _Noise(Same):
    """Random numbers change the input while training."""

    passes_mask = True
    keeps_integers = True
    keeps_values = True
    rests = True

    strength: ClassVar[str]
    """The argument that says how much."""

    seed: int | None = None

    @property
    @abstractmethod
    def noise(self) -> float:
        """How much of it. Without any, Keras draws no numbers and does not look at the seed."""

    @property
    def is_idle(self) -> bool:
        return not self.noise

    @model_validator(mode="after")
    def _seed_fits(self) -> Self:
        if self.noise > 0 and self.seed is not None and not -(2**63) <= self.seed < 2**63:
            raise conflict("seed", "a seed must fit into 64 bits")
        return self

    def oddities(self, x: Tensor, **call: Any) -> Iterator[Odd]:
        if not self.noise:
            yield Odd(
                UselessNoise, f"changes nothing: its `{self.strength}` is 0", self.strength
            )
        elif self.noise == 1 and self.strength == "rate":
            yield Odd(
                UselessNoise, "leaves nothing while it is trained: its `rate` is 1", "rate"
            )


class _Dropout(_Noise):
    moved = (("seed", "rate"),)
    strength = "rate"

    rate: Fraction

    @property
    def noise(self) -> float:
        return self.rate


class Dropout(_Dropout):
    """Sets a fraction of its input to zero while training (Srivastava et al. 2014)."""

    moved = (("seed", "noise_shape"),)

    noise_shape: tuple[PositiveInt | None, ...] | None = None
    activity_regularizer: Regularizer | None = None

    def infer(self, x: Tensor, *, training: bool = False) -> Tensor:
        if training and 0 < self.rate < 1:  # all of it is zeros, of any dtype
            require_dtype(self.input_dtype(x), FLOATS, "drop out of")
            _check_noise(self.noise_shape or (), x)
        return self.like(x)


class AlphaDropout(_Dropout):
    """Dropout that keeps mean and variance, for SELU networks (Klambauer et al. 2017)."""

    moved = (("seed", "noise_shape"),)

    noise_shape: tuple[int | None, ...] | None = None
    activity_regularizer: Regularizer | None = None

    def infer(self, x: Tensor, *, training: bool = False) -> Tensor:
        if training and self.rate > 0:
            require_dtype(x.dtype, FLOATS | {"complex64", "complex128"}, "drop out of")
            _require_rest(self.rate)
            _check_noise(self.noise_shape or (), x)
        return self.like(x)


class GaussianDropout(_Dropout):
    """Multiplies its input with noise around 1 while training (Srivastava et al. 2014)."""

    activity_regularizer: Regularizer | None = None

    def infer(self, x: Tensor, *, training: bool = False) -> Tensor:
        if training and self.rate > 0:
            require_dtype(x.dtype, FLOATS | {"bool"}, "drop out of")
            _require_rest(self.rate)
        return self.like(x)


class GaussianNoise(_Noise):
    """Adds noise around 0 to its input while training."""

    moved = (("seed", "stddev"),)
    strength = "stddev"

    stddev: Fraction
    activity_regularizer: Regularizer | None = None

    @property
    def noise(self) -> float:
        return self.stddev

    def infer(self, x: Tensor, *, training: bool = False) -> Tensor:
        if training and self.stddev > 0:
            require_dtype(x.dtype, FLOATS, "add noise to")
        return self.like(x)


class _SpatialDropout(_Dropout):
    """The places between batch and channels are dropped together."""

    rank: ClassVar[int]

    # Keras does not take the argument here.
    trainable: ClassVar[bool] = True  # type: ignore[misc]

    def infer(self, x: Tensor, *, training: bool = False) -> Tensor:
        require_rank(x, self.rank + 2)
        if training and 0 < self.rate < 1:
            require_dtype(self.input_dtype(x), FLOATS, "drop out of")
        return self.like(x)


class SpatialDropout1D(_SpatialDropout):
    """Sets whole features of a sequence to zero while training (Tompson et al. 2015)."""

    rank = 1


class SpatialDropout2D(_SpatialDropout):
    """Sets whole channels of an image to zero while training (Tompson et al. 2015)."""

    rank = 2
    moved = (("seed", "data_format"),)

    data_format: DataFormat | None = None


class SpatialDropout3D(_SpatialDropout):
    """Sets whole channels of a volume to zero while training (Tompson et al. 2015)."""

    rank = 3
    moved = (("seed", "data_format"),)

    data_format: DataFormat | None = None


class ActivityRegularization(Same):
    """Adds penalties on its input to the loss."""

    passes_mask = True
    keeps_integers = True
    keeps_values = True
    rests = True

    l1: Penalty = 0.0
    l2: Penalty = 0.0

    @property
    def is_idle(self) -> bool:
        return not (self.l1 or self.l2)

    @property
    def penalizes(self) -> bool:
        return not self.is_idle

    def infer(self, x: Tensor) -> Tensor:
        seen = Tensor(x.shape, self.input_dtype(x))
        check_regularizable(L1L2(l1=self.l1, l2=self.l2), seen)
        return self.like(x)


def _require_rest(rate: float) -> None:
    if rate == 1:
        raise ShapeError(
            MismatchedInputs,
            "with `training`, it divides by what a `rate` of 1 leaves, which is nothing",
        )


def _check_noise(noise_shape: tuple[Size, ...], x: Tensor) -> None:
    """Noise is broadcast; its open sizes are those that the input has at their place."""
    for place, size in enumerate(noise_shape):
        if size is None and place >= x.rank:
            raise ShapeError(
                WrongAxis,
                f"`noise_shape` leaves axis {place} open, and {show(x.shape)} does not have it",
            )
    noise = [x.shape[place] if size is None else size for place, size in enumerate(noise_shape)]
    if any(size is not None and size < 0 for size in noise) or not broadcasts(noise, x.shape):
        raise ShapeError(
            WrongSize, f"noise of {show(noise)} does not broadcast to {show(x.shape)}"
        )
