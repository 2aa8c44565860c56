"""Functions that put elements in order, or pick them by their order."""

from __future__ import annotations

from typing import Any, Literal

from mtlc_spec.functions.axes import Axes, existing
from mtlc_spec.functions.base import Function, Tensors, alike, by_name
from mtlc_spec.functions.constants import MISSING, Constant, Operand, alone
from mtlc_spec.functions.kinds import BOOL, FLOAT, REAL, as_int32, floated, require, same
from mtlc_spec.functions.reduction import (
    Reduction,
    can_match,
    half_precision,
    reduced,
    require_elements,
)
from mtlc_spec.shapes import (
    MismatchedInputs,
    ShapeError,
    Tensor,
    WrongRank,
    WrongSize,
    product,
    show,
)


class _Median(Reduction):
    """The median of all elements along some axes."""

    def rule(self, x: Tensor) -> Tensor:
        require_elements(x.shape, self.axis)
        return super().rule(x)


class _NanMedian(Reduction):
    """The median of all elements along some axes, undefined ones left out."""

    def rule(self, x: Tensor) -> Tensor:
        if self.axis is None and x.dtype not in FLOAT:
            require_elements(x.shape)
        elif self.axis != ():
            require(x.dtype, FLOAT)
        return super().rule(x)


class _Quantile(Function):
    """The quantiles of all elements along some axes."""

    tensors = ("x", "q")

    x: Operand = MISSING
    q: Operand = MISSING
    axis: Axes = None
    method: Literal["linear", "lower", "higher", "midpoint", "nearest"] = "linear"
    keepdims: bool = False

    def rule(self, x: Tensor, q: Tensor) -> Tensor:
        require(x.dtype, REAL | BOOL)
        if 0 not in q.shape:
            require_elements(x.shape, self.axis)
        shape = reduced(x.shape, self.axis, self.keepdims)
        if isinstance(q, Constant):
            require(alone(q.value).dtype, REAL | BOOL)
        if isinstance(q, Constant) and q.beside:
            count = len(q.value) if isinstance(q.value, tuple) else 0
            shape = (count, *shape) if count > 1 else shape
        elif isinstance(q, Constant):
            shape = (*q.shape, *shape)
        elif q.rank:
            shape = (q.shape[0], *shape)
        return Tensor(shape, floated(x.dtype))


class _Sorted(Function):
    """The elements along an axis in order, or their places."""

    x: Operand = MISSING
    axis: int | None = -1

    @staticmethod
    def gives(dtype: str) -> str:
        """The dtype of the result."""
        return dtype

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, REAL | BOOL)
        dtype = self.gives(x.dtype)
        if self.axis is None:
            return Tensor((product(x.shape),), dtype)
        existing(self.axis, x.shape)
        return Tensor(x.shape, dtype)


class _ArgSorted(_Sorted):
    """The places of the elements along an axis in order."""

    def rule(self, x: Tensor) -> Tensor:
        if isinstance(x, Constant) and not x.rank:
            return Tensor((1,), "int32")
        return super().rule(x)


class TopK(Function):
    """The largest elements along the last axis, and their places."""

    function = "top_k"
    gives_list = True

    x: Operand = MISSING
    k: int
    sorted: bool = True

    def rule(self, x: Tensor) -> Tensors:
        require(x.dtype, REAL)
        last = existing(-1, x.shape)
        size = x.shape[last]
        if self.k < 0 or (size is not None and self.k > size):
            raise ShapeError(WrongSize, f"it cannot take {self.k} of {size} elements")
        shape = (*x.shape[:-1], self.k)
        return (Tensor(shape, x.dtype), Tensor(shape, "int32"))

    def results_of(self, inputs: int, call: Any) -> int | None:
        return 2


class InTopK(Function):
    """Whether each target is among the largest predictions."""

    function = "in_top_k"
    tensors = ("targets", "predictions")

    targets: Operand = MISSING
    predictions: Operand = MISSING
    k: int

    def rule(self, targets: Tensor, predictions: Tensor) -> Tensor:
        require(targets.dtype, frozenset({"int32", "int64"}))
        if isinstance(predictions, Constant):
            predictions = alone(predictions.value)
        require(predictions.dtype, frozenset({"float32"}))
        if targets.rank != 1 or predictions.rank != 2:
            raise ShapeError(
                WrongRank,
                "it takes targets of one axis and predictions of two, and gets "
                f"{show(targets.shape)} and {show(predictions.shape)}",
            )
        if not can_match(targets.shape, predictions.shape[:1]):
            raise ShapeError(
                MismatchedInputs,
                f"{show(targets.shape)} targets are not for {show(predictions.shape)}",
            )
        return Tensor(targets.shape, "bool")


FUNCTIONS = {
    **alike(_Median, "median", accepts=REAL | BOOL, gives=staticmethod(floated)),
    **alike(_NanMedian, "nanmedian", accepts=REAL | BOOL, gives=staticmethod(half_precision)),
    **alike(_Quantile, "quantile"),
    **alike(_Sorted, "sort", gives=staticmethod(same)),
    **alike(_ArgSorted, "argsort", gives=staticmethod(as_int32)),
    **by_name(TopK, InTopK),
}
