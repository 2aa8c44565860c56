"""What the functions do: what Python does, for fewer types and within bounds."""

from __future__ import annotations

import re

from mtlc_spec.expressions.errors import Fault
from mtlc_spec.expressions.operations import bounded, is_number, is_whole, require_order
from mtlc_spec.expressions.work import Work
from mtlc_spec.nodes import words_for_value
from mtlc_spec.scalars import LONGEST_NUMBER

_WHOLE = re.compile(r"[+-]?[0-9]+")


def call(function: str, arguments: list[object], work: Work) -> object:
    """The result of one of the functions; the parser has counted the arguments."""
    match function:
        case "len":
            return _length(arguments[0])
        case "int":
            return _whole(arguments[0])
        case "round":
            return _round(*arguments)
        case _:
            return _extreme(function, arguments, work)


def _length(value: object) -> int:
    if isinstance(value, str | tuple):
        return len(value)
    raise Fault(f"{words_for_value(value)} has no length", operand=0)


def _whole(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if is_number(value):
        try:
            return bounded(int(value), lambda: f"int({value})")
        except (OverflowError, ValueError):
            raise Fault(f"{value} is no whole number", operand=0) from None
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER and _WHOLE.fullmatch(value):
        return bounded(int(value), lambda: f"int({value!r})")
    raise Fault(f"`int` cannot make a number of {words_for_value(value)}", operand=0)


def _round(value: object, digits: object = None) -> object:
    if not is_number(value):
        raise Fault(f"`round` cannot take {words_for_value(value)}", operand=0)
    if digits is None:
        try:
            return bounded(round(value), lambda: f"round({value})")
        except (OverflowError, ValueError):
            raise Fault(f"{value} is no whole number", operand=0) from None
    if not is_whole(digits):
        raise Fault(
            f"`round` takes a whole number of digits, and this is {words_for_value(digits)}",
            operand=1,
        )
    if is_whole(value) and digits < -20:
        return 0  # as Python finds, by way of 10 ** -digits
    try:
        return bounded(round(value, digits), lambda: f"round({value}, {digits})")
    except OverflowError:
        raise Fault(f"`round({value}, {digits})` is not finite") from None


def _extreme(function: str, arguments: list[object], work: Work) -> object:
    values: list[object] | tuple[object, ...] = arguments
    if len(arguments) == 1:
        only = arguments[0]
        if not isinstance(only, tuple):
            raise Fault(
                f"`{function}` takes a list or several values, and this is "
                f"{words_for_value(only)}",
                operand=0,
            )
        if not only:
            raise Fault(f"an empty list has no `{function}`", operand=0)
        values = only
    first = values[0]
    for value in values:
        work.handle(value)
        require_order(first, value, f"`{function}`")
    work.spend(len(values))
    return min(values) if function == "min" else max(values)  # type: ignore[type-var]
