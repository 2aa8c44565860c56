"""Functions that make a tensor of nothing but constants, or of the shape of another."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from pydantic import field_validator

from mtlc_spec.functions.axes import inserted, new_axes, require_within
from mtlc_spec.functions.base import Function, alike, by_name
from mtlc_spec.functions.constants import MISSING, Constant, Operand, true_shape
from mtlc_spec.functions.kinds import ALL, BOOL, NUMERIC, REAL, require, require_convertible
from mtlc_spec.shapes import ShapeError, Tensor, WrongDtype, WrongSize, broadcast
from mtlc_spec.values.dtypes import Dtype
from mtlc_spec.values.numbers import NonNegativeInt
from mtlc_spec.values.promotion import promote
from mtlc_spec.values.tagged import refused

Sizes = NonNegativeInt | tuple[NonNegativeInt, ...]


class _Filled(Function):
    """A tensor of this shape, all of whose elements are the same."""

    tensors = ()

    shape: Sizes
    dtype: Dtype | None = None

    def rule(self) -> Tensor:
        return Tensor(_sizes(self.shape), self.dtype or "float32")


class Full(Function):
    """A tensor of this shape, filled with a value."""

    function = "full"
    tensors = ("fill_value",)

    shape: tuple[NonNegativeInt, ...]
    fill_value: Operand = MISSING
    dtype: Dtype | None = None

    def rule(self, fill_value: Tensor) -> Tensor:
        require_within(fill_value.shape, self.shape)
        return Tensor(self.shape, self.dtype or "float32")


class Arange(Function):
    """Numbers in even steps, from a start up to a stop; from 0 if only one is given."""

    function = "arange"
    tensors = ()

    start: int | float
    stop: int | float | None = None
    step: int | float | None = None
    dtype: Dtype | None = None

    @field_validator("step")
    @classmethod
    def _somewhere(cls, step: float | None) -> float | None:
        if step == 0:
            raise refused("must not be 0")
        return step

    def rule(self) -> Tensor:
        start, stop = (0, self.start) if self.stop is None else (self.start, self.stop)
        step = 1 if self.step is None else self.step
        if (stop - start) * step < 0:
            raise ShapeError(WrongSize, f"no step of {step} leads from {start} to {stop}")
        given = [one for one in (self.start, self.stop, self.step) if one is not None]
        dtype = self.dtype or promote(*(type(one).__name__ for one in given))
        require(dtype, REAL - {"uint8"})
        for one in given:
            require_convertible(one, dtype)
        count = (stop - start) / step
        if count >= 2**63:
            raise ShapeError(WrongSize, f"{start} to {stop} by {step} are too many numbers")
        return Tensor((ceil(count),), dtype)


class _Spaced(Function):
    """So many numbers from a start to a stop."""

    tensors = ("start", "stop")

    start: Operand = MISSING
    stop: Operand = MISSING

    def spaced(
        self, start: Tensor, stop: Tensor, num: int, axis: int
    ) -> tuple[int | None, ...]:
        shape = broadcast(start.shape, stop.shape)
        (place,) = new_axes(axis, shape)
        return inserted(shape, place, num)


class Eye(Function):
    """A matrix with ones on one of its diagonals."""

    function = "eye"
    tensors = ()

    N: NonNegativeInt
    M: NonNegativeInt | None = None
    k: int = 0
    dtype: Dtype | None = None

    def rule(self) -> Tensor:
        rows, columns = self.N, self.N if self.M is None else self.M
        dtype = self.dtype or "float32"
        if not self.k:
            return Tensor((rows, columns), dtype)
        ones = min(columns - self.k, rows + self.k)
        if ones < 0:
            words = f"({rows}, {columns}) has no diagonal {self.k}"
            raise ShapeError(WrongSize, words)
        above, below = max(-self.k, 0), max(rows - columns + self.k, 0)
        left, right = max(self.k, 0), max(columns - rows - self.k, 0)
        return Tensor((above + ones + below, left + ones + right), dtype)


class Identity(Function):
    """A square matrix with ones on its diagonal."""

    function = "identity"
    tensors = ()

    n: NonNegativeInt
    dtype: Dtype | None = None

    def rule(self) -> Tensor:
        return Tensor((self.n, self.n), self.dtype or "float32")


class _Like(Function):
    """A tensor of the shape of another."""

    stops = frozenset({"x"})

    accepts: ClassVar[frozenset[str]] = ALL

    x: Operand = MISSING
    dtype: Dtype | None = None

    def rule(self, x: Tensor) -> Tensor:
        dtype = self.dtype or x.dtype
        require(dtype, self.accepts)
        return Tensor(x.shape, dtype)


class FullLike(Function):
    """A tensor of the shape of another, filled with a value."""

    function = "full_like"
    tensors = ("x", "fill_value")
    stops = frozenset({"x"})

    x: Operand = MISSING
    fill_value: Operand = MISSING
    dtype: Dtype | None = None

    def rule(self, x: Tensor, fill_value: Tensor) -> Tensor:
        dtype = self.dtype or x.dtype
        require(dtype, NUMERIC)
        require_within(true_shape(fill_value), x.shape)
        return Tensor(x.shape, dtype)


def _sizes(shape: int | tuple[int, ...]) -> tuple[int, ...]:
    return shape if isinstance(shape, tuple) else (shape,)


class Linspace(_Spaced):
    """So many numbers in even steps, from a start to a stop."""

    function = "linspace"

    num: NonNegativeInt = 50
    endpoint: bool = True
    retstep: bool = False
    dtype: Dtype | None = None
    axis: int = 0

    @field_validator("retstep")
    @classmethod
    def _no_step(cls, retstep: bool) -> bool:
        if retstep:
            raise refused("must be false: the step is no tensor")
        return retstep

    def rule(self, start: Tensor, stop: Tensor) -> Tensor:
        broadcast(true_shape(start), true_shape(stop))
        if self.dtype is None and any(
            isinstance(one, Constant) and isinstance(one.value, tuple) for one in (start, stop)
        ):
            raise ShapeError(WrongDtype, "Keras finds no dtype beside a list", "give `dtype`")
        require(self.dtype or "float32", NUMERIC - BOOL)
        only_constants = isinstance(start, Constant) and isinstance(stop, Constant)
        dtype = promote(self.dtype or start.dtype, "float")
        if self.dtype is not None and only_constants:
            dtype = self.dtype
        return Tensor(self.spaced(start, stop, self.num, self.axis), dtype)


FUNCTIONS = {
    **alike(_Filled, "zeros ones empty"),
    **alike(_Like, "zeros_like empty_like"),
    **alike(_Like, "ones_like", accepts=NUMERIC),
    **by_name(Full, FullLike, Arange, Linspace, Eye, Identity),
}
