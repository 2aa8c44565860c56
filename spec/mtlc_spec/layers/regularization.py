"""Layers that make training harder on purpose."""

from __future__ import annotations

from mtlc_spec.layers.base import Same
from mtlc_spec.shapes import Tensor
from mtlc_spec.values.numbers import Fraction, PositiveInt


class Dropout(Same):
    """Sets a fraction of its input to zero while training (Srivastava et al. 2014)."""

    keeps_integers = True

    rate: Fraction
    noise_shape: tuple[PositiveInt | None, ...] | None = None
    seed: int | None = None

    def infer(self, x: Tensor, *, training: bool = False) -> Tensor:
        return self.output(x.shape)
