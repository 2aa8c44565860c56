"""What the operators do: what Python does, for fewer types and within bounds."""

from __future__ import annotations

import operator
from collections.abc import Callable
from math import isfinite
from typing import Any, TypeGuard

from mtlc_spec.expressions.bounds import LARGEST, SMALLEST
from mtlc_spec.expressions.errors import Fault, Kind
from mtlc_spec.expressions.work import Work, check_length
from mtlc_spec.nodes import words_for_value

Number = int | float

FROM_BOOLEAN = "`int(…)` makes a number of a boolean"
INTO_STRING = "a number goes into a string as `text$name` or `text$(…)`"


def is_number(value: object) -> TypeGuard[Number]:
    """A boolean is not one."""
    return value.__class__ is int or value.__class__ is float


def is_whole(value: object) -> TypeGuard[int]:
    """A boolean is not one."""
    return value.__class__ is int


def bounded(result: object, shown: Callable[[], str]) -> object:
    """The result of an operation on numbers, if it is one that a spec can hold."""
    if isinstance(result, int):
        if SMALLEST <= result <= LARGEST:
            return result
        raise Fault(f"`{shown()}` does not fit into 64 bits", kind=Kind.SIZE)
    if isinstance(result, float):
        if isfinite(result):
            return result
        raise Fault(f"`{shown()}` is not finite", kind=Kind.SIZE)
    raise Fault(f"`{shown()}` is not a real number")


def negate(sign: str, value: object) -> object:
    """`-x` and `+x`"""
    if not is_number(value):
        advice = FROM_BOOLEAN if isinstance(value, bool) else None
        raise Fault(f"`{sign}` cannot take {words_for_value(value)}", advice)
    return bounded(-value if sign == "-" else value, lambda: f"{sign}({value})")


def combine(sign: str, left: object, right: object, work: Work) -> object:
    """`left + right`, and the other operators of arithmetic."""
    if is_number(left) and is_number(right):
        return _calculate(sign, left, right)
    if sign == "+":
        if isinstance(left, str) and isinstance(right, str):
            check_length(len(left) + len(right), "string")
            work.spend(len(left) + len(right))
            return left + right
        if isinstance(left, tuple) and isinstance(right, tuple):
            check_length(len(left) + len(right), "list")
            work.handle(left)
            work.handle(right)
            return left + right
    elif sign == "*":
        if isinstance(left, str | tuple) and is_whole(right):
            return _repeat(left, right, work)
        if isinstance(right, str | tuple) and is_whole(left):
            return _repeat(right, left, work)
    advice = None
    if isinstance(left, bool) or isinstance(right, bool):
        advice = FROM_BOOLEAN
    elif sign == "+" and isinstance(left, str) and is_number(right):
        advice = INTO_STRING
    raise Fault(
        f"`{sign}` cannot take {words_for_value(left)} and {words_for_value(right)}", advice
    )


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}


def _calculate(sign: str, left: Number, right: Number) -> object:
    def shown() -> str:
        base = f"({left})" if sign == "**" and left < 0 else f"{left}"
        return f"{base} {sign} {right}"

    if right == 0 and sign in ("/", "//", "%"):
        raise Fault(f"{left} cannot be divided by zero", operand=1)
    if sign == "**":
        if left == 0 and right < 0:
            raise Fault(f"zero has no negative power: `{shown()}`")
        if is_whole(left) and is_whole(right) and right > 0:
            # |left| ** right has at least this many bits, known without computing it.
            bits = (left.bit_length() - 1) * right
            if bits > 64:
                raise Fault(f"`{shown()}` does not fit into 64 bits", kind=Kind.SIZE)
    try:
        return bounded(_ARITHMETIC[sign](left, right), shown)
    except OverflowError:
        raise Fault(f"`{shown()}` is not finite", kind=Kind.SIZE) from None


def _repeat(value: str | tuple[object, ...], times: int, work: Work) -> object:
    times = max(times, 0)
    check_length(len(value) * times, "string" if isinstance(value, str) else "list")
    if value and times:
        work.handle(value, times)
    return value * times


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(sign: str, left: object, right: object, work: Work) -> bool:
    """`left < right`, and the other comparisons."""
    if sign in _ORDER:
        require_order(left, right, f"`{sign}`")
        if isinstance(left, str):
            work.handle(left)
        return _ORDER[sign](left, right)
    work.handle(left)
    work.handle(right)
    if sign == "==":
        return left == right
    if sign == "!=":
        return left != right
    if isinstance(right, tuple):
        return (left in right) is (sign == "in")
    if isinstance(right, str) and isinstance(left, str):
        return (left in right) is (sign == "in")
    raise Fault(f"`{sign}` cannot look for {words_for_value(left)} in {words_for_value(right)}")


def require_order(left: object, right: object, taker: str) -> None:
    """Refuse all but two numbers or two strings."""
    if is_number(left) and is_number(right):
        return
    if isinstance(left, str) and isinstance(right, str):
        return
    boolean = isinstance(left, bool) or isinstance(right, bool)
    raise Fault(
        f"{taker} cannot order {words_for_value(left)} and {words_for_value(right)}",
        FROM_BOOLEAN if boolean else None,
    )


def subscript(value: object, index: object) -> object:
    """`value[index]`"""
    if not isinstance(value, str | tuple):
        raise Fault(f"{words_for_value(value)} has no items", operand=0)
    if not is_whole(index):
        raise Fault(
            f"a subscript is a whole number, and this is {words_for_value(index)}", operand=1
        )
    length = len(value)
    if not -length <= index < length:
        noun, unit = ("string", "character") if isinstance(value, str) else ("list", "item")
        unit = unit if length == 1 else f"{unit}s"
        raise Fault(f"the {noun} has {length} {unit}, and none at {index}", operand=1)
    return value[index]


def in_text(value: object) -> str:
    """A value as it stands inside a string."""
    if isinstance(value, str):
        return value
    if is_number(value):
        return str(value)
    advice = "write `$(a if condition else b)`" if isinstance(value, bool) else None
    raise Fault(f"{words_for_value(value)} cannot stand inside a string", advice)
