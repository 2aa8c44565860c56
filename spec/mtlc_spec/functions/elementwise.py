"""Functions of one tensor that work element by element."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from mtlc_spec.functions.axes import require_within
from mtlc_spec.functions.base import Function, alike, by_name, no_constant
from mtlc_spec.functions.constants import MISSING, Operand, shape_of
from mtlc_spec.functions.kinds import (
    ALL,
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    NUMERIC,
    REAL,
    SIGNED,
    STRING,
    as_bool,
    as_float32,
    counted,
    floated,
    floated_if_whole,
    require,
    require_convertible,
    same,
)
from mtlc_spec.shapes import Tensor, broadcast
from mtlc_spec.values.dtypes import Dtype


class Elementwise(Function):
    """A function of each element of one tensor."""

    accepts: ClassVar[frozenset[str]]

    x: Operand = MISSING

    @staticmethod
    def gives(dtype: str) -> str:
        """The dtype of the result."""
        return dtype

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, self.accepts)
        return Tensor(x.shape, self.gives(x.dtype))


def _each(
    names: str, accepts: frozenset[str], gives: Callable[[str], str], base: Any = Elementwise
) -> dict[str, type[Function]]:
    return alike(base, names, accepts=accepts, gives=staticmethod(gives))


class _Stepwise(Elementwise):
    """A function of each element of one tensor."""

    stops = frozenset({"x"})


class _Tangent(Elementwise):
    """A function of each element of one tensor."""

    @property
    def acts_as(self) -> str:
        return self.function


def _wide(dtype: str) -> str:
    """float32, or 64 bits and 16 bits where they came in."""
    if dtype in ("int64", "float64"):
        return "float64"
    return dtype if dtype in ("float16", "bfloat16") else "float32"


def _cube_root(dtype: str) -> str:
    return "float64" if dtype == "int64" else _narrow(dtype)


def _narrow(dtype: str) -> str:
    return "float32" if dtype in (INT | BOOL) - {"uint64", "int64"} else dtype


class _Rounding(Elementwise):
    """Each element, rounded to so many decimals."""

    stops = frozenset({"x"})

    decimals: int = 0

    def rule(self, x: Tensor) -> Tensor:
        if self.decimals:
            no_constant(x)
        return super().rule(x)


class _NanToNum(Elementwise):
    """Each element, infinite and undefined ones replaced by numbers."""

    nan: float = 0.0
    posinf: float | None = None
    neginf: float | None = None


class Cast(Function):
    """The same elements in another dtype."""

    function = "cast"

    x: Operand = MISSING
    dtype: Dtype

    def rule(self, x: Tensor) -> Tensor:
        if self.dtype != x.dtype:
            require(x.dtype, NUMERIC)
            require(self.dtype, NUMERIC)
        return Tensor(x.shape, self.dtype)


class SaturateCast(Function):
    """The same elements in another dtype, each moved into its range first."""

    function = "saturate_cast"

    x: Operand = MISSING
    dtype: Dtype

    def rule(self, x: Tensor) -> Tensor:
        wide = FLOAT - {"bfloat16"}
        require(x.dtype, wide if self.dtype == "uint64" else REAL | BOOL)
        require(self.dtype, wide | COMPLEX if x.dtype == "uint64" else NUMERIC)
        return Tensor(x.shape, self.dtype)


class Clip(Function):
    """Each element, moved between two bounds."""

    function = "clip"

    x: Operand = MISSING
    x_min: Operand
    x_max: Operand
    tensors = ("x",)

    def rule(self, x: Tensor) -> Tensor:
        no_constant(x)
        require(x.dtype, REAL | BOOL)
        dtype = counted(x.dtype)
        for bound in (self.x_max, self.x_min):
            require_convertible(bound, dtype)
            require_within(shape_of(bound), x.shape)
        broadcast(shape_of(self.x_max), shape_of(self.x_min))
        return Tensor(x.shape, dtype)


FUNCTIONS = {
    **_each("abs absolute", NUMERIC, same),
    **_each("negative", FLOAT | SIGNED | COMPLEX, same),
    **_each("square", NUMERIC, counted),
    **_each("sign", (REAL | COMPLEX) - {"uint64"}, same),
    **_each("trunc", REAL | BOOL, same, _Stepwise),
    **_each("sqrt log log1p log2 log10", NUMERIC, floated),
    **_each("sin cos tan sinh cosh sinc", NUMERIC, floated),
    **_each("tanh", NUMERIC, floated, _Tangent),
    **_each("arcsin arccos arctan arcsinh arccosh arctanh", NUMERIC, floated),
    **_each("angle", NUMERIC, floated, _Stepwise),
    **_each("floor ceil", REAL | BOOL, floated, _Stepwise),
    **_each("exp expm1 exp2", NUMERIC, floated_if_whole),
    **_each("fabs", REAL | BOOL, floated_if_whole),
    **_each("rsqrt", FLOAT | COMPLEX, same),
    **_each("reciprocal", FLOAT | COMPLEX | {"int64"}, as_float32),
    **_each("erf erfinv erfc", FLOAT, same),
    **_each("cbrt", NUMERIC, _cube_root),
    **_each("deg2rad rad2deg", NUMERIC - {"uint64"}, _wide),
    **_each("i0", NUMERIC - {"bfloat16"}, _wide),
    **_each("bitwise_invert bitwise_not", INT, same),
    **_each("conj conjugate real", REAL | COMPLEX, same),
    **_each("imag", ALL, same, _Stepwise),
    **_each("signbit logical_not", NUMERIC, as_bool),
    **_each("isnan isinf isfinite", REAL | BOOL | STRING, as_bool),
    **_each("isneginf isposinf isreal", ALL, as_bool),
    **_each("copy", ALL, same),
    **_each("round", REAL, same, _Rounding),
    **_each("nan_to_num", ALL - COMPLEX, same, _NanToNum),
    **by_name(Cast, SaturateCast, Clip),
}
