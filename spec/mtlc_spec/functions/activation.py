"""Activations and normalizations."""

from __future__ import annotations

from typing import ClassVar

from mtlc_spec.functions.axes import Axes, existing, replaced
from mtlc_spec.functions.base import Function, alike, by_name, no_list
from mtlc_spec.functions.constants import MISSING, Constant, MaybeOperand, Operand
from mtlc_spec.functions.kinds import (
    COMPLEX,
    FLOAT,
    INT,
    REAL,
    SIGNED,
    require,
    require_convertible,
)
from mtlc_spec.shapes import MismatchedInputs, ShapeError, Tensor, WrongSize, show
from mtlc_spec.values.numbers import PositiveInt


class _Activation(Function):
    """An activation of each element."""

    accepts: ClassVar[frozenset[str]] = FLOAT
    takes_list_constant: ClassVar[bool] = True

    x: Operand = MISSING

    @property
    def acts_as(self) -> str | None:
        return None if self.keywords() else self.function

    def rule(self, x: Tensor) -> Tensor:
        if not self.takes_list_constant:
            no_list(x)
        require(x.dtype, self.accepts)
        return x


class _WithAlpha(_Activation):
    """An activation of each element, with the scale of its negative part."""

    alpha: float = 1.0


class Gelu(_Activation):
    """The Gaussian error linear unit of each element."""

    function = "gelu"

    approximate: bool = True

    @property
    def acts_as(self) -> str | None:
        """The activation of this name is not approximate."""
        return None if self.approximate else self.function


class LeakyRelu(_Activation):
    """Each element, scaled where it is negative."""

    function = "leaky_relu"
    accepts = REAL

    negative_slope: float = 0.2

    def rule(self, x: Tensor) -> Tensor:
        given = super().rule(x)
        return Tensor(x.shape, "float32") if isinstance(x, Constant) else given


class _Shrink(_Activation):
    """Each element, zero where it is small."""

    whole: ClassVar[frozenset[str]]
    """The dtypes of whole numbers that it takes with a whole threshold."""

    threshold: int | float = 0.5

    def rule(self, x: Tensor) -> Tensor:
        if isinstance(self.threshold, int) and x.dtype in self.whole:
            no_list(x)
            return x
        return super().rule(x)


class SquarePlus(_Activation):
    """A smooth rectifier made of squares and roots."""

    function = "squareplus"
    accepts = FLOAT | COMPLEX

    b: int | float = 4


class Threshold(_Activation):
    """Each element above a threshold, a default elsewhere."""

    function = "threshold"
    accepts = REAL
    takes_list_constant = False

    threshold: int | float
    default_value: int | float

    def rule(self, x: Tensor) -> Tensor:
        if not isinstance(x, Constant):
            require_convertible(self.threshold, x.dtype)
        require_convertible(self.default_value, x.dtype)
        return super().rule(x)


class Glu(_Activation):
    """The first half along an axis, gated by the second."""

    function = "glu"
    takes_list_constant = False
    accepts = FLOAT | COMPLEX

    axis: int = -1

    def rule(self, x: Tensor) -> Tensor:
        super().rule(x)
        axis = existing(self.axis, x.shape)
        size = x.shape[axis]
        if size is None:
            return x
        if size % 2:
            raise ShapeError(WrongSize, f"axis {axis} of {show(x.shape)} has no two halves")
        return Tensor(replaced(x.shape, axis, size // 2), x.dtype)


class _Softmax(_Activation):
    """Probabilities along an axis, or their logarithms."""

    axis: int | None = -1

    def rule(self, x: Tensor) -> Tensor:
        super().rule(x)
        if self.axis is not None:
            existing(self.axis, x.shape)
        return x


class Sparsemax(_Activation):
    """Probabilities along an axis, many of them zero."""

    function = "sparsemax"

    axis: int = -1

    def rule(self, x: Tensor) -> Tensor:
        super().rule(x)
        existing(self.axis, x.shape)
        return x


class Normalize(Function):
    """The vectors along an axis, divided by their norm."""

    function = "normalize"

    x: Operand = MISSING
    axis: Axes = -1
    order: PositiveInt = 2
    epsilon: float | None = None

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, FLOAT if self.order == 2 else REAL | {"bool"})
        given = () if self.axis is None else self.axis
        for axis in (given,) if isinstance(given, int) else given:
            existing(axis, x.shape)
        return Tensor(x.shape, "float32")


class StopGradient(Function):
    """The same tensor, through which no gradient flows."""

    function = "stop_gradient"
    tensors = ("variable",)
    stops = frozenset({"variable"})

    variable: Operand = MISSING

    def rule(self, variable: Tensor) -> Tensor:
        return variable


class DotProductAttention(Function):
    """Scaled dot-product attention of (batch, time, heads, features)."""

    function = "dot_product_attention"
    tensors = ("query", "key", "value", "bias", "mask")

    query: Operand = MISSING
    key: Operand = MISSING
    value: Operand = MISSING
    bias: MaybeOperand = None
    mask: MaybeOperand = None
    scale: float | None = None
    is_causal: bool = False
    flash_attention: bool | None = None
    attn_logits_soft_cap: None = None

    def rule(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        bias: Tensor | None,
        mask: Tensor | None,
    ) -> Tensor:
        for one in (query, key, value):
            require(one.dtype, FLOAT | {"int32", "int64"})
            if one.rank != 4:
                raise ShapeError(
                    MismatchedInputs,
                    f"it takes (batch, time, heads, features), and gets {show(one.shape)}",
                )
        a, b = query.shape[-1], key.shape[-1]
        if None not in (a, b) and a != b:
            raise ShapeError(
                MismatchedInputs, f"query and key must have as many features, not {a} and {b}"
            )
        return query


FUNCTIONS = {
    **alike(_Activation, "relu relu6", accepts=REAL),
    **alike(_Activation, "sigmoid silu swish tanh_shrink", accepts=FLOAT | COMPLEX),
    **alike(_Activation, "selu softplus softsign log_sigmoid hard_sigmoid hard_silu"),
    **alike(_Activation, "hard_swish hard_tanh sparse_sigmoid"),
    **alike(_Activation, "sparse_plus", takes_list_constant=False),
    **alike(_WithAlpha, "elu celu"),
    **alike(_Shrink, "soft_shrink", whole=INT, takes_list_constant=False),
    **alike(_Shrink, "hard_shrink", whole=SIGNED, accepts=FLOAT | COMPLEX),
    **alike(_Softmax, "softmax", takes_list_constant=False),
    **alike(_Softmax, "log_softmax"),
    **by_name(Gelu, LeakyRelu, SquarePlus, Threshold, Glu, Sparsemax, Normalize),
    **by_name(StopGradient, DotProductAttention),
}
