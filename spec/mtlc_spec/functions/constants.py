"""Numbers, booleans and lists of them in the place of a tensor."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BeforeValidator

from mtlc_spec.frozen import frozen
from mtlc_spec.shapes import Shape, ShapeError, Tensor, WrongDtype, WrongSize
from mtlc_spec.values.tagged import refused


class Missing:
    """The default of a tensor that must be given, by `from`, by `call` or as a constant."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


@frozen
class Constant(Tensor):
    """A plain number or list beside symbolic tensors.

    Keras gives it no shape, and lets the tensors choose its dtype: `int` and `float`
    are the weak dtypes of plain numbers.
    """

    value: Any = None
    beside: bool = False
    """There are symbolic tensors in the call."""


def beside_tensors(value: Any) -> Constant:
    """A constant as Keras sees it in a call that has symbolic tensors."""
    dtype = "list" if isinstance(value, tuple) else _WEAK[type(value)]
    return Constant((), dtype, value, beside=True)


def alone(value: Any) -> Constant:
    """A constant as Keras converts it where a call has no symbolic tensor."""
    return Constant(shape_of(value), _dtype_of(value), value)


def shape_of(value: Any) -> Shape:
    """The shape of a number or of a nested list.

    Raises:
        ShapeError: the list is ragged.
    """
    if not isinstance(value, tuple):
        return ()
    inner = {shape_of(item) for item in value}
    if len(inner) > 1:
        raise ShapeError(WrongSize, "the items of a constant list have different lengths")
    return (len(value), *(inner.pop() if inner else ()))


def true_shape(x: Tensor) -> Shape:
    """The shape of a tensor or of a constant, which Keras does not know beside tensors."""
    return shape_of(x.value) if isinstance(x, Constant) else x.shape


_WEAK: dict[type, str] = {bool: "bool", int: "int", float: "float", str: "string"}
_STRONG: dict[type, str] = {bool: "bool", int: "int32", float: "float32", str: "string"}


def _dtype_of(value: Any) -> str:
    """The dtype of a constant: that of its items, where a fraction makes all of them so."""
    if not isinstance(value, tuple):
        return _STRONG[type(value)]
    inner = {_dtype_of(item) for item in value}
    if inner <= {"int32", "float32"}:
        return "float32" if "float32" in inner or not inner else "int32"
    if len(inner) > 1:
        raise ShapeError(WrongDtype, f"a constant list mixes {' and '.join(sorted(inner))}")
    return inner.pop()


def _read(value: Any) -> Any:
    if isinstance(value, Missing | bool | int | float | str):
        return value
    if isinstance(value, tuple):
        return tuple(_read(item) for item in value)
    raise refused("must be a number, true or false, or a list of these")


Operand = Annotated[Any, BeforeValidator(_read)]
"""A tensor of the call, given as a constant."""


def _read_or_none(value: Any) -> Any:
    return None if value is None else _read(value)


MaybeOperand = Annotated[Any, BeforeValidator(_read_or_none)]
"""A tensor that Keras can do without (null), given as a constant."""
