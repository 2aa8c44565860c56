"""The kinds of dtypes that TensorFlow's operations are made for."""

from __future__ import annotations

from mtlc_spec.functions.constants import alone
from mtlc_spec.shapes import ShapeError, Tensor, WrongDtype
from mtlc_spec.values.promotion import promote

FLOAT = frozenset({"float16", "bfloat16", "float32", "float64"})
SIGNED = frozenset({"int8", "int16", "int32", "int64"})
UNSIGNED = frozenset({"uint8", "uint16", "uint32", "uint64"})
INT = SIGNED | UNSIGNED
COMPLEX = frozenset({"complex64", "complex128"})
BOOL = frozenset({"bool"})
STRING = frozenset({"string"})
REAL = FLOAT | INT
NUMERIC = REAL | BOOL | COMPLEX
"""Everything but strings."""
ALL = NUMERIC | STRING


def require(dtype: str, accepts: frozenset[str]) -> None:
    """Raise `ShapeError` unless TensorFlow has the operation for this dtype."""
    if dtype not in accepts:
        advice = "cast it to a float" if dtype in INT | BOOL and accepts & FLOAT else None
        raise ShapeError(WrongDtype, f"it cannot work with {dtype}", advice)


def require_each(accepts: frozenset[str], *operands: Tensor) -> None:
    """Raise `ShapeError` unless TensorFlow has the operation for these dtypes."""
    for one in operands:
        require(one.dtype, accepts)


_CONVERTIBLE = {
    "bool": BOOL | FLOAT - {"bfloat16"} | {"int32", "int64", "uint64"},
    "int32": NUMERIC - BOOL,
    "float32": FLOAT | COMPLEX,
}
"""The dtypes to which TensorFlow converts plain numbers."""


def require_convertible(value: object, dtype: str) -> None:
    """Raise `ShapeError` unless TensorFlow converts a constant to this dtype."""
    kind = alone(value).dtype
    if dtype not in _CONVERTIBLE.get(kind, ()):
        advice = "give whole numbers" if kind == "float32" and dtype in INT else None
        raise ShapeError(WrongDtype, f"a constant of {kind} does not become {dtype}", advice)


def same(dtype: str) -> str:
    return dtype


def floated(dtype: str) -> str:
    """As most of mathematics: whole numbers become float32."""
    return "float32" if dtype == "int64" else promote(dtype, "float")


def floated_if_whole(dtype: str) -> str:
    """Whole numbers become float32, all else is kept."""
    return "float32" if dtype in INT | BOOL else dtype


def widened(dtype: str) -> str:
    """As sums and products: narrow whole numbers become 32 bits wide."""
    if dtype in ("bool", "int8", "int16"):
        return "int32"
    return "uint32" if dtype in ("uint8", "uint16") else dtype


def counted(dtype: str) -> str:
    """Booleans become whole numbers."""
    return "int32" if dtype == "bool" else dtype


def as_bool(dtype: str) -> str:
    return "bool"


def as_int32(dtype: str) -> str:
    return "int32"


def as_float32(dtype: str) -> str:
    return "float32"
