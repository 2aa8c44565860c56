"""Functions that make one number of all along some axes, or run along one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Literal

from mtlc_spec.functions.axes import Axes, each_once, existing, without
from mtlc_spec.functions.base import Function, Tensors, alike, by_name
from mtlc_spec.functions.constants import MISSING, Constant, MaybeOperand, Operand
from mtlc_spec.functions.kinds import (
    BOOL,
    COMPLEX,
    FLOAT,
    NUMERIC,
    REAL,
    as_bool,
    as_float32,
    counted,
    floated_if_whole,
    require,
    require_convertible,
    same,
    widened,
)
from mtlc_spec.shapes import (
    MismatchedInputs,
    Shape,
    ShapeError,
    Tensor,
    WrongAxis,
    WrongSize,
    product,
    show,
)
from mtlc_spec.values.dtypes import Dtype
from mtlc_spec.values.numbers import NonNegativeInt
from mtlc_spec.values.promotion import promote


def reduced(shape: Shape, axes: Axes, keepdims: bool) -> Shape:
    """The shape after everything along some axes became one number."""
    gone = each_once(axes, shape)
    if keepdims:
        return tuple(1 if axis in gone else size for axis, size in enumerate(shape))
    return without(shape, gone)


class Reduction(Function):
    """One number of all elements along some axes."""

    accepts: ClassVar[frozenset[str]]

    x: Operand = MISSING
    axis: Axes = None
    keepdims: bool = False

    @staticmethod
    def gives(dtype: str) -> str:
        """The dtype of the result."""
        return dtype

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, self.accepts)
        return Tensor(reduced(x.shape, self.axis, self.keepdims), self.gives(x.dtype))


class _Extreme(Reduction):
    """The largest or smallest of all elements along some axes."""

    initial: float | int | None = None

    def rule(self, x: Tensor) -> Tensor:
        if self.initial is None:
            require_elements(x.shape)
        elif x.dtype != "bool":
            require_convertible(self.initial, x.dtype)
        return super().rule(x)


class _PlainExtreme(Reduction):
    """The largest or smallest of all elements along some axes."""

    def rule(self, x: Tensor) -> Tensor:
        require_elements(x.shape)
        return super().rule(x)


class Prod(Reduction):
    """The product of all elements along some axes."""

    function = "prod"
    accepts = NUMERIC

    dtype: Dtype | None = None

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, self.accepts)
        if self.dtype is not None:
            require(x.dtype, NUMERIC - BOOL)
        dtype = self.dtype or widened(x.dtype)
        if self.dtype is not None and isinstance(x, Constant):
            dtype = x.dtype
        return Tensor(reduced(x.shape, self.axis, self.keepdims), dtype)


class _Place(Function):
    """The place of the largest or smallest element along an axis."""

    x: Operand = MISSING
    axis: int | None = None
    keepdims: bool = False

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, REAL | BOOL)
        require_elements(x.shape, self.axis)
        return Tensor(reduced(x.shape, self.axis, self.keepdims), "int32")


class CountNonzero(Function):
    """How many elements along some axes are not zero."""

    function = "count_nonzero"

    x: Operand = MISSING
    axis: Axes = None

    def rule(self, x: Tensor) -> Tensor:
        return Tensor(reduced(x.shape, self.axis, keepdims=False), "int32")


class Average(Function):
    """The weighted mean of all elements along an axis."""

    function = "average"
    tensors = ("x", "weights")

    x: Operand = MISSING
    axis: int | None = None
    weights: MaybeOperand = None

    def rule(self, x: Tensor, weights: Tensor | None) -> Tensor:
        gone = each_once(self.axis, x.shape)
        dtypes = [x.dtype, "float"] if weights is None else [x.dtype, "float", weights.dtype]
        if weights is not None:
            fits = can_match(x.shape, weights.shape)
            if self.axis is not None:
                fits = fits or can_match((x.shape[self.axis],), weights.shape)
            if not fits:
                raise ShapeError(
                    MismatchedInputs,
                    f"weights of {show(weights.shape)} do not fit {show(x.shape)}",
                )
        return Tensor(without(x.shape, gone), promote(*dtypes))


class Norm(Function):
    """The norm of the vectors or matrices along one axis or two."""

    function = "norm"

    x: Operand = MISSING
    ord: float | int | Literal["fro", "nuc"] | None = None
    axis: Axes = None
    keepdims: bool = False

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, NUMERIC)
        axes = each_once(self.axis, x.shape)
        if len(axes) not in (1, 2):
            raise ShapeError(
                WrongAxis,
                f"it takes vectors or matrices, and gets {len(axes)} axes of {show(x.shape)}",
                "name one axis or two in `axis`",
            )
        if len(axes) == 1 and isinstance(self.ord, str):
            raise ShapeError(WrongAxis, f"`ord: {self.ord}` is a norm of matrices, not vectors")
        if len(axes) == 2 and self.ord not in _MATRIX_NORMS:
            raise ShapeError(WrongAxis, f"`ord: {self.ord}` is a norm of vectors, not matrices")
        return Tensor(reduced(x.shape, self.axis, self.keepdims), floated_if_whole(x.dtype))


_MATRIX_NORMS = (None, "fro", "nuc", float("inf"), float("-inf"), 1, -1, 2, -2)


class Moments(Function):
    """The mean and the variance of all elements along some axes."""

    function = "moments"
    gives_list = True

    x: Operand = MISSING
    axes: Axes
    keepdims: bool = False
    synchronized: bool = False

    def rule(self, x: Tensor) -> Tensors:
        plain = FLOAT | COMPLEX | {"int32", "int64"}
        require(x.dtype, REAL if self.synchronized else plain)
        out = Tensor(reduced(x.shape, self.axes, self.keepdims), x.dtype)
        return (out, out)

    def results_of(self, inputs: int, call: Any) -> int | None:
        return 2


class _Cumulative(Function):
    """The sums or products of all elements up to each one along an axis."""

    accepts: ClassVar[frozenset[str]]

    x: Operand = MISSING
    axis: int | None = None
    dtype: Dtype | None = None

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, self.accepts)
        dtype = counted(self.dtype or x.dtype)
        if self.axis is None:
            return Tensor((product(x.shape),), dtype)
        existing(self.axis, x.shape)
        return Tensor(x.shape, dtype)


class Diff(Function):
    """The differences of neighbours along an axis."""

    function = "diff"
    tensors = ("a",)

    a: Operand = MISSING
    n: NonNegativeInt = 1
    axis: int = -1

    def rule(self, a: Tensor) -> Tensor:
        require(a.dtype, NUMERIC)
        axis = existing(self.axis, a.shape)
        size = a.shape[axis]
        left = None if size is None else max(size - self.n, 0)
        return Tensor((*a.shape[:axis], left, *a.shape[axis + 1 :]), a.dtype)


class Size(Function):
    """How many elements a tensor has."""

    function = "size"

    x: Operand = MISSING

    def rule(self, x: Tensor) -> Tensor:
        return Tensor((), "int32")


def require_elements(shape: Shape, axes: Axes = None) -> None:
    """Raise `ShapeError` if there is nothing along some axes."""
    if any(shape[axis] == 0 for axis in each_once(axes, shape)):
        raise ShapeError(WrongSize, f"{show(shape)} has no elements to choose from")


def can_match(shape: Shape, other: Shape) -> bool:
    """Whether two shapes can be the same."""
    return len(shape) == len(other) and all(
        a is None or b is None or a == b for a, b in zip(shape, other, strict=True)
    )


def _mean(dtype: str) -> str:
    together = promote(dtype, "float32")
    return together if floated_if_whole(dtype) != dtype else dtype


def _sum(dtype: str) -> str:
    return widened(promote(dtype))


def _each(
    names: str, accepts: frozenset[str], gives: Callable[[str], str], base: Any = Reduction
) -> dict[str, type[Function]]:
    return alike(base, names, accepts=accepts, gives=staticmethod(gives))


def half_precision(dtype: str) -> str:
    return promote(dtype, "float")


FUNCTIONS = {
    **_each("sum nansum", NUMERIC, _sum),
    **_each("mean", NUMERIC, _mean),
    **_each("var nanmean", NUMERIC, half_precision),
    **_each("nanvar nanstd", REAL | BOOL, half_precision),
    **_each("std", NUMERIC, floated_if_whole),
    **_each("amax amin", REAL | BOOL, same, _PlainExtreme),
    **_each("nanmax nanmin", REAL | BOOL, promote),
    **_each("nanprod", NUMERIC, widened),
    **_each("max min", REAL | BOOL, same, _Extreme),
    **_each("any all", NUMERIC, as_bool),
    **_each("logsumexp", FLOAT, as_float32),
    **_each("ptp", REAL, same),
    **alike(_Place, "argmax argmin nanargmax nanargmin"),
    **alike(_Cumulative, "cumsum cumprod", accepts=NUMERIC),
    **alike(_Cumulative, "nancumsum nancumprod", accepts=REAL | BOOL),
    **by_name(Prod, CountNonzero, Average, Norm, Moments, Diff, Size),
}
