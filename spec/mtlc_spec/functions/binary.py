"""Functions of two tensors that work element by element, and broadcast."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, ClassVar

from mtlc_spec.functions.base import Function, alike, by_name, no_constant, strong
from mtlc_spec.functions.constants import (
    MISSING,
    Constant,
    MaybeOperand,
    Operand,
    alone,
    true_shape,
)
from mtlc_spec.functions.kinds import (
    BOOL,
    COMPLEX,
    INT,
    NUMERIC,
    REAL,
    STRING,
    as_bool,
    counted,
    require,
    same,
)
from mtlc_spec.shapes import (
    MismatchedInputs,
    Shape,
    ShapeError,
    Tensor,
    WrongDtype,
    WrongRank,
    broadcast,
    show,
)
from mtlc_spec.values.promotion import promote


class Binary(Function):
    """A function of each pair of elements of two tensors."""

    tensors = ("x1", "x2")
    accepts: ClassVar[frozenset[str]]

    x1: Operand = MISSING
    x2: Operand = MISSING

    @staticmethod
    def gives(dtype: str) -> str:
        """The dtype of the result."""
        return dtype

    def rule(self, x1: Tensor, x2: Tensor) -> Tensor:
        together = self.together(x1, x2)
        require(together, self.accepts)
        return Tensor(broadcast(x1.shape, x2.shape), self.gives(together))

    def together(self, x1: Tensor, x2: Tensor) -> str:
        """The dtype in which the two meet."""
        return promote(x1.dtype, x2.dtype)


class _Arithmetic(Binary):
    """Arithmetic on each pair of elements of two tensors."""

    def together(self, x1: Tensor, x2: Tensor) -> str:
        dtype = super().together(x1, x2)
        if dtype in COMPLEX | {"bfloat16"} and any(map(_is_truth, (x1, x2))):
            raise ShapeError(WrongDtype, f"it cannot combine {dtype} with true or false")
        return dtype


class Power(_Arithmetic):
    """Each element of a tensor, to the power of those of another."""

    function = "power"
    accepts = REAL | COMPLEX

    def together(self, x1: Tensor, x2: Tensor) -> str:
        dtype = super().together(x1, x2)
        if dtype in INT and isinstance(x2, Constant) and _has_negative(x2.value):
            raise ShapeError(
                WrongDtype, f"{dtype} has no negative powers", "cast it to a float"
            )
        return dtype


class _Division(_Arithmetic):
    """A quotient of each pair of elements of two tensors."""

    def together(self, x1: Tensor, x2: Tensor) -> str:
        return promote(super().together(x1, x2), "float")


class _Logarithmic(Binary):
    """A sum of each pair of elements of two tensors, on a logarithmic scale."""

    def together(self, x1: Tensor, x2: Tensor) -> str:
        return promote(super().together(x1, x2), "float")


class _Comparison(Binary):
    """A comparison of each pair of elements of two tensors."""

    def together(self, x1: Tensor, x2: Tensor) -> str:
        broadcast(true_shape(x1), true_shape(x2))
        return promote(_item_dtype(x1), _item_dtype(x2))


class _IsClose(_Comparison):
    """Whether each pair of elements of two tensors is nearly equal."""

    rtol: float = 1e-5
    atol: float = 1e-8
    equal_nan: bool = False


class AllClose(_IsClose):
    """Whether two tensors are nearly equal."""

    function = "allclose"
    accepts = NUMERIC | STRING

    def rule(self, x1: Tensor, x2: Tensor) -> Tensor:
        super().rule(x1, x2)
        return Tensor((), "bool")


class _Strict(Binary):
    """A function of each pair of elements of two tensors, neither a plain number."""

    def together(self, x1: Tensor, x2: Tensor) -> str:
        strong(x1, x2)
        return super().together(x1, x2)


class ArcTan2(Binary):
    """The angle of each pair of elements of two tensors."""

    function = "arctan2"
    accepts = REAL

    def together(self, x1: Tensor, x2: Tensor) -> str:
        plain = ["float32" if isinstance(x, Constant) else x.dtype for x in (x1, x2)]
        return promote(*plain, "float")


class NextAfter(Binary):
    """The number next to each element of a tensor, towards those of another."""

    function = "nextafter"
    accepts = REAL | COMPLEX

    def together(self, x1: Tensor, x2: Tensor) -> str:
        return promote(*map(_as_numpy, (x1, x2)), "float")


class _Whole(Binary):
    """A function of each pair of whole numbers of two tensors."""

    def together(self, x1: Tensor, x2: Tensor) -> str:
        for one in (x1, x2):
            require(_as_numpy(one), self.accepts)
        together = promote(*map(_as_numpy, (x1, x2)))
        require(together, INT)
        return together


class LdExp(Binary):
    """Each element of a tensor, times two to the power of those of another."""

    function = "ldexp"
    accepts = REAL

    def together(self, x1: Tensor, x2: Tensor) -> str:
        require(_as_numpy(x2), INT)
        return promote(*map(_as_numpy, (x1, x2)), "float")


class _Bitwise(Function):
    """A function of the bits of each pair of whole numbers of two tensors."""

    tensors = ("x", "y")

    x: Operand = MISSING
    y: Operand = MISSING

    def rule(self, x: Tensor, y: Tensor) -> Tensor:
        strong(x, y)
        together = promote(x.dtype, y.dtype)
        require(together, INT)
        shape = broadcast(x.shape, y.shape)
        return Tensor(shape if isinstance(x, Constant) else x.shape, together)


class _Shift(_Bitwise):
    """The bits of each whole number of a tensor, shifted."""

    def rule(self, x: Tensor, y: Tensor) -> Tensor:
        strong(x)
        if y.dtype == "int":
            require(x.dtype, INT)
            return x
        if _is_truth(y):
            require(x.dtype, frozenset({"int64", "uint64"}))
            return x
        return super().rule(x, y)


class IsIn(Function):
    """Whether each element of a tensor is among those of another."""

    function = "isin"
    tensors = ("x1", "x2")

    x1: Operand = MISSING
    x2: Operand = MISSING
    assume_unique: bool = False
    invert: bool = False

    def rule(self, x1: Tensor, x2: Tensor) -> Tensor:
        strong(x1)
        require(promote(x1.dtype, _item_dtype(x2)), REAL | BOOL | STRING)
        return Tensor(x1.shape, "bool")


class Where(Function):
    """The elements of one tensor where a condition holds, of another where not."""

    function = "where"
    tensors = ("condition", "x1", "x2")
    stops = frozenset({"condition"})

    condition: Operand = MISSING
    x1: MaybeOperand = None
    x2: MaybeOperand = None

    def rule(self, condition: Tensor, x1: Tensor | None, x2: Tensor | None) -> Tensor:
        require(condition.dtype, NUMERIC)
        if x1 is None or x2 is None:
            if x1 is not x2:
                raise ShapeError(MismatchedInputs, "`x1` and `x2` must be given together")
            no_constant(condition)
            if not 1 <= condition.rank <= 8:
                words = f"it finds places along 1 to 8 axes, and gets {show(condition.shape)}"
                raise ShapeError(WrongRank, words)
            return Tensor(condition.shape, "int64")
        shapes: list[Shape] = [condition.shape, x1.shape, x2.shape]
        return Tensor(reduce(broadcast, shapes), promote(x1.dtype, x2.dtype))


def _is_truth(x: Tensor) -> bool:
    return isinstance(x, Constant) and x.beside and isinstance(x.value, bool)


def _has_negative(value: Any) -> bool:
    return any(map(_has_negative, value)) if isinstance(value, tuple) else value < 0


def _item_dtype(x: Tensor) -> str:
    """The dtype of a tensor, or of the items of a constant list."""
    return alone(x.value).dtype if isinstance(x, Constant) and x.dtype == "list" else x.dtype


def _as_numpy(x: Tensor) -> str:
    """The dtype of a tensor; here plain numbers have one as well."""
    if isinstance(x, Constant) and x.beside:
        return {"int": "int64", "float": "float32"}.get(x.dtype, x.dtype)
    return x.dtype


def _quadratic(dtype: str) -> str:
    """Whole numbers become float32, those of 64 bits float64."""
    if dtype == "int64":
        return "float64"
    return "float32" if dtype in INT else dtype


def _each(
    base: Any,
    names: str,
    accepts: frozenset[str],
    gives: Callable[[str], str] = same,
    **more: Any,
) -> dict[str, type[Function]]:
    return alike(base, names, accepts=accepts, gives=staticmethod(gives), **more)


class _Commutative(_Arithmetic):
    """Arithmetic that is the same from left to right and from right to left."""

    commutes = True


FUNCTIONS = {
    **_each(_Commutative, "add", REAL | COMPLEX | STRING, merges=True),
    **_each(_Commutative, "multiply", REAL | COMPLEX, merges=True),
    **_each(_Arithmetic, "subtract", REAL | COMPLEX, merges=True),
    **_each(_Commutative, "maximum minimum", REAL, merges=True),
    **_each(_Commutative, "fmax fmin", REAL),
    **_each(_Arithmetic, "floor_divide", REAL, stops=frozenset({"x1", "x2"})),
    **_each(_Division, "divide true_divide divide_no_nan", NUMERIC),
    **_each(Binary, "mod fmod", REAL | BOOL, counted),
    **_each(_Comparison, "equal not_equal", NUMERIC | STRING, as_bool),
    **_each(_Comparison, "less less_equal greater greater_equal", REAL, as_bool),
    **_each(_Comparison, "logical_and logical_or logical_xor", NUMERIC, as_bool),
    **_each(_IsClose, "isclose", NUMERIC | STRING, as_bool),
    **_each(_Logarithmic, "logaddexp logaddexp2", REAL),
    **_each(_Strict, "hypot", REAL | COMPLEX, _quadratic),
    **_each(_Strict, "heaviside", REAL, _quadratic, stops=frozenset({"x1"})),
    **_each(_Whole, "gcd", INT | BOOL),
    **_each(_Whole, "lcm", INT),
    **alike(_Bitwise, "bitwise_and bitwise_or bitwise_xor"),
    **alike(_Shift, "left_shift right_shift bitwise_left_shift bitwise_right_shift"),
    **by_name(Power, AllClose, ArcTan2, NextAfter, LdExp, IsIn, Where),
}
