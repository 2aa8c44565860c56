"""Expressions of a spec as Python: the same words, the names those of the code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from mtlc import pysrc
from mtlc.pysrc import Expression, literal
from mtlc_spec.expressions import Expr, Text
from mtlc_spec.expressions.tree import (
    Binary,
    Boolean,
    CallFunction,
    Compare,
    Conditional,
    Constant,
    ListOf,
    Name,
    Subscript,
    Unary,
)

Lookup = Callable[[str], Expression]
"""The Python of a param, or of `i` or `copy`."""


def formula(expr: Expr, lookup: Lookup) -> Expression:
    """An expression as Python."""
    match expr:
        case Constant(value=value):
            return literal(value)
        case Name(name=word):
            return lookup(word)
        case ListOf(items=items):
            return pysrc.tuple_(formula(one, lookup) for one in items)
        case Subscript(value=value, index=index):
            return pysrc.subscript(formula(value, lookup), formula(index, lookup))
        case Unary(operator="not", operand=operand):
            return pysrc.not_(formula(operand, lookup))
        case Unary(operator=operator, operand=operand):
            return pysrc.unary(operator, formula(operand, lookup))
        case Binary(operator="+", left=left, right=right) if _is_list(left) or _is_list(right):
            return pysrc.tuple_([*_items(left, lookup), *_items(right, lookup)])
        case Binary(operator=operator, left=left, right=right):
            return pysrc.binary(formula(left, lookup), operator, formula(right, lookup))
        case Compare(operands=operands, operators=operators):
            first, *rest = (formula(one, lookup) for one in operands)
            pairs = [part for pair in zip(operators, rest, strict=True) for part in pair]
            return pysrc.compare(first, *pairs)
        case Boolean(operator=operator, operands=operands):
            return pysrc.boolean(operator, (formula(one, lookup) for one in operands))
        case Conditional(then=then, condition=condition, otherwise=otherwise):
            return pysrc.conditional(
                formula(then, lookup), formula(condition, lookup), formula(otherwise, lookup)
            )
        case CallFunction(function=function, arguments=arguments):
            return pysrc.call(function, *(formula(one, lookup) for one in arguments))
        case Text(pieces=pieces):
            return pysrc.fstring(
                one if isinstance(one, str) else formula(one, lookup) for one in pieces
            )
    raise TypeError(type(expr).__name__)


def _is_list(expr: Expr) -> bool:
    """It is written as a list, so that what is added to it is one as well."""
    return isinstance(expr, ListOf) or (
        isinstance(expr, Binary)
        and expr.operator == "+"
        and (_is_list(expr.left) or _is_list(expr.right))
    )


def _items(expr: Expr, lookup: Lookup) -> Iterator[Expression]:
    """The items of one list of a sum: `(*hidden, units)`."""
    if isinstance(expr, ListOf):
        yield from (formula(one, lookup) for one in expr.items)
    elif isinstance(expr, Binary) and _is_list(expr):
        yield from (*_items(expr.left, lookup), *_items(expr.right, lookup))
    else:
        yield pysrc.starred(formula(expr, lookup))


def value(written: object, lookup: Lookup) -> Expression:
    """A value that may hold expressions."""
    if isinstance(written, Expr):
        return formula(written, lookup)
    if isinstance(written, tuple):
        return pysrc.tuple_(value(item, lookup) for item in written)
    if isinstance(written, Mapping):
        return pysrc.dict_((literal(key), value(item, lookup)) for key, item in written.items())
    return literal(written)
