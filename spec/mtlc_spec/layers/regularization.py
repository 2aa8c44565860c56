"""Layers that make training harder on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Self

from pydantic import model_validator

from mtlc_spec.layers.base import Same
from mtlc_spec.oddities import Odd, UselessNoise
from mtlc_spec.shapes import ShapeError, Tensor, WrongSize, require_dtype, show
from mtlc_spec.values.dtypes import FLOATS
from mtlc_spec.values.numbers import Fraction, PositiveInt
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict


class Dropout(Same):
    """Sets a fraction of its input to zero while training (Srivastava et al. 2014)."""

    passes_mask = True
    keeps_integers = True
    keeps_values = True

    rate: Fraction
    noise_shape: tuple[PositiveInt | None, ...] | None = None
    seed: int | None = None
    activity_regularizer: Regularizer | None = None

    @model_validator(mode="after")
    def _seed_fits(self) -> Self:
        """Without a rate, Keras does not look at it."""
        if self.rate > 0 and self.seed is not None and not -(2**63) <= self.seed < 2**63:
            raise conflict("seed", "a seed must fit into 64 bits")
        return self

    def oddities(self, x: Tensor, **call: Any) -> Iterator[Odd]:
        if self.rate in (0, 1):
            does = "everything while it is trained" if self.rate else "nothing"
            yield Odd(UselessNoise, f"drops {does}: its rate is {self.rate:g}", "rate")

    def infer(self, x: Tensor, *, training: bool = False) -> Tensor:
        if training and 0 < self.rate < 1:  # all of it is zeros, of any dtype
            require_dtype(self.input_dtype(x), FLOATS, "drop out of")
            self._check_noise(x)
        return self.like(x)

    def _check_noise(self, x: Tensor) -> None:
        """Noise is broadcast; its open sizes are those that the input has at their place."""
        given = self.noise_shape or ()
        places = zip_longest(given, x.shape[: len(given)])
        noise = [size if wanted is None else wanted for wanted, size in places]
        for wanted, size in zip(reversed(noise), reversed(x.shape), strict=False):
            if None not in (wanted, size) and wanted not in (1, size) and size != 1:
                raise ShapeError(
                    WrongSize,
                    f"`noise_shape` has {wanted} places for {size} of {show(x.shape)}",
                )
