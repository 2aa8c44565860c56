"""Activations as layers of their own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mtlc_spec.layers.base import Same
from mtlc_spec.shapes import ShapeError, Tensor, WrongAxis, show
from mtlc_spec.values.activations import Activation as ActivationName

NonNegative = Annotated[float, Field(ge=0)]


class Activation(Same):
    """An activation function, applied to every element."""

    activation: ActivationName | None


class ReLU(Same):
    """max(x, 0), with a slope below zero, a threshold and an upper bound where given."""

    max_value: NonNegative | None = None
    negative_slope: NonNegative = 0.0
    threshold: NonNegative = 0.0


class LeakyReLU(Same):
    """x above zero, and a fraction of it below."""

    negative_slope: NonNegative = 0.3


class Softmax(Same):
    """Exponentials that sum to 1 along an axis, or several."""

    axis: int | tuple[int, ...] = -1

    def infer(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        for axis in self.axis if isinstance(self.axis, tuple) else (self.axis,):
            if not -x.rank <= axis < x.rank:
                raise ShapeError(WrongAxis, f"{show(x.shape)} has no axis {axis}")
        return self.output(x.shape)
