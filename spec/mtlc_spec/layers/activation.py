"""Activations as layers of their own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from mtlc_spec.layers.base import Same
from mtlc_spec.shapes import (
    MismatchedInputs,
    ShapeError,
    Tensor,
    WrongAxis,
    WrongDtype,
    require_dtype,
    show,
)
from mtlc_spec.values.activations import Activation as ActivationName
from mtlc_spec.values.activations import check_activation
from mtlc_spec.values.dtypes import NUMBERS, REAL, is_float
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import refused

NonNegative = Annotated[float, Field(ge=0)]
_ORDERED = REAL - {"bool"}


class Activation(Same):
    """An activation function, applied to every element."""

    passes_mask = True
    only_activates = True

    activation: ActivationName | None
    activity_regularizer: Regularizer | None = None

    def infer(self, x: Tensor) -> Tensor:
        seen = Tensor(x.shape, self.input_dtype(x))
        check_activation(self.activation, seen)
        return self.like(x)

    def run_dtype(self, dtype: str) -> str:
        kept = self.activation in (None, "linear", "relu", "relu6")
        return dtype if kept or dtype.startswith("complex") else "float32"


class ReLU(Same):
    """max(x, 0), with a slope below zero, a threshold and an upper bound where given."""

    passes_mask = True

    max_value: NonNegative | None = None
    negative_slope: NonNegative = 0.0
    threshold: NonNegative = 0.0
    activity_regularizer: Regularizer | None = None

    @property
    def only_activates(self) -> bool:  # type: ignore[override]
        return self.max_value is None and not self.negative_slope and not self.threshold

    @property
    def ends_with(self) -> str:
        return "leaky_relu" if self.negative_slope else "relu"

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, _ORDERED, "rectify")
        if self.max_value is not None and self.negative_slope and not is_float(x.dtype):
            raise ShapeError(
                WrongDtype,
                "a `negative_slope` with a `max_value` wants floating-point numbers, "
                f"and gets {x.dtype}",
            )
        if self.threshold and self.negative_slope and not is_float(x.dtype):
            raise ShapeError(
                WrongDtype,
                "a `negative_slope` with a `threshold` wants floating-point numbers, "
                f"and gets {x.dtype}",
            )
        return self.like(x)

    def run_dtype(self, dtype: str) -> str:
        return "float32" if self.negative_slope else dtype


class LeakyReLU(Same):
    """x above zero, and a fraction of it below."""

    passes_mask = True

    negative_slope: NonNegative = 0.3
    activity_regularizer: Regularizer | None = None

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, _ORDERED, "rectify")
        return self.like(x)

    def run_dtype(self, dtype: str) -> str:
        return "float32"


class Softmax(Same):
    """Exponentials that sum to 1 along an axis, or several."""

    passes_mask = True

    axis: int | tuple[int, ...] = -1
    activity_regularizer: Regularizer | None = None

    @property
    def ends_with(self) -> str:
        return "softmax"

    @field_validator("axis")
    @classmethod
    def _has_axes(cls, axis: int | tuple[int, ...]) -> int | tuple[int, ...]:
        if axis == ():
            raise refused("must name an axis")
        return axis

    def infer(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        # With a mask, Keras adds floats to whole numbers and so makes floats of them.
        whole = not (is_float(x.dtype) or x.dtype == "string" or x.dtype.startswith("complex"))
        if not is_float(x.dtype) and (mask is None or not whole):
            raise ShapeError(WrongDtype, f"it takes floating-point numbers, and gets {x.dtype}")
        axes = self.axis if isinstance(self.axis, tuple) else (self.axis,)
        for axis in axes:
            if not -x.rank <= axis < x.rank:
                raise ShapeError(WrongAxis, f"{show(x.shape)} has no axis {axis}")
        if len({axis % x.rank for axis in axes}) < len(axes):
            raise ShapeError(WrongAxis, f"`axis` names one axis of {show(x.shape)} twice")
        if mask is not None:
            require_dtype(mask.dtype, NUMBERS, "mask with")
            _require_broadcastable(mask, x)
        return self.like(x)


def _require_broadcastable(mask: Tensor, x: Tensor) -> None:
    pairs = zip(reversed(mask.shape), reversed(x.shape), strict=False)
    if mask.rank > x.rank or any(None not in (a, b) and a not in (1, b) for a, b in pairs):
        raise ShapeError(
            MismatchedInputs,
            f"a mask of {show(mask.shape)} does not broadcast to {show(x.shape)}",
        )
