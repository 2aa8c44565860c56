"""Activations as layers of their own."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, field_validator

from mtlc_spec.layers.base import Same, Tensors
from mtlc_spec.shapes import (
    DifferentReuse,
    MismatchedInputs,
    ShapeError,
    Tensor,
    Variable,
    WrongAxis,
    WrongDtype,
    broadcasts,
    require_as_built,
    require_dtype,
    require_known,
    show,
)
from mtlc_spec.values.activations import Activation as ActivationName
from mtlc_spec.values.activations import check_activation
from mtlc_spec.values.constraints import Constraint
from mtlc_spec.values.dtypes import FLOATS, NUMBERS, REAL, is_float
from mtlc_spec.values.initializers import Initializer
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

    @property
    def acts_as(self) -> str:
        return self.activation or "linear"

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

    @property
    def acts_as(self) -> str | None:
        if self.only_activates:
            return "relu"
        capped = self.max_value == 6 and not self.negative_slope and not self.threshold
        return "relu6" if capped else None

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

    @property
    def acts_as(self) -> str | None:
        """The activation of this name has another slope than the layer."""
        return "leaky_relu" if self.negative_slope == 0.2 else None

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, _ORDERED, "rectify")
        return self.like(x)

    def run_dtype(self, dtype: str) -> str:
        return "float32"


class ELU(Same):
    """x above zero, and an exponential that ends at -alpha below (Clevert et al. 2016)."""

    passes_mask = True

    alpha: float = 1.0
    activity_regularizer: Regularizer | None = None

    @property
    def ends_with(self) -> str | None:
        return "elu" if self.alpha > 0 else None

    @property
    def acts_as(self) -> str | None:
        return "elu" if self.alpha == 1 else None

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, FLOATS, "rectify")
        return self.like(x)


class PReLU(Same):
    """x above zero, and below it a fraction that is learned (He et al. 2015)."""

    passes_mask = True

    alpha_initializer: Initializer = "zeros"
    alpha_regularizer: Regularizer | None = None
    alpha_constraint: Constraint | None = None
    shared_axes: int | tuple[int, ...] | None = None
    activity_regularizer: Regularizer | None = None

    @property
    def _shared(self) -> tuple[int, ...]:
        axes = self.shared_axes
        return (axes,) if isinstance(axes, int) else axes or ()

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, FLOATS, "rectify")
        return self.like(x)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        sizes = list(x.shape[1:])
        for axis in self._shared:
            if not -len(sizes) < axis <= len(sizes):
                raise ShapeError(WrongAxis, f"{show(x.shape)} has no axis {axis} to share")
            sizes[axis - 1] = 1  # so Keras counts: 0 is the last axis
        shape = tuple(
            require_known(x, axis, f"axis {axis}") if size is None else size
            for axis, size in enumerate(sizes, start=1)
        )
        return (self.weight("alpha", shape, self.alpha_initializer),)

    def check_reuse(self, built: Tensors, *inputs: Any, **call: Any) -> None:
        first, again = built[0], inputs[0]
        own = [axis for axis in range(1, first.rank) if axis not in self._shared]
        require_as_built(first, again, own if self._shared else ())
        (alpha,) = self.variables(first)
        if not broadcasts(alpha.shape, again.shape):
            raise ShapeError(
                DifferentReuse,
                f"its slopes were made for {show(first.shape)}, "
                f"and this call gives it {show(again.shape)}",
            )


class Softmax(Same):
    """Exponentials that sum to 1 along an axis, or several."""

    passes_mask = True
    axis_arguments = ("axis",)

    axis: int | tuple[int, ...] = -1
    activity_regularizer: Regularizer | None = None

    @property
    def ends_with(self) -> str:
        return "softmax"

    @property
    def acts_as(self) -> str | None:
        return "softmax" if self.axis in (-1, (-1,)) else None

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
