"""Expressions, with the parentheses that precedence asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mtlc.pysrc.parts import Bracket, Chain, Expression, Kind, Link, Part, Precedence, Rank
from mtlc.pysrc.strings import string

Clause = tuple[str, Expression, Expression | None]
"""`for TARGET in ITERABLE if CONDITION`"""


_NUMBERS = (int, float)


def name(text: str) -> Expression:
    """`keras.Model`"""
    return Expression((text,), text)


def literal(value: object) -> Expression:
    """A value of numbers, strings, lists, tuples and dictionaries as Python writes it.

    Raises:
        TypeError: the value is of another type.
    """
    if isinstance(value, str):
        return name(string(value))
    if value is None or isinstance(value, bool):
        return name(repr(value))
    if isinstance(value, _NUMBERS):
        return _number(value)
    if isinstance(value, list):
        return list_(literal(item) for item in value)
    if isinstance(value, tuple):
        return tuple_(literal(item) for item in value)
    if isinstance(value, Mapping):
        return dict_((literal(key), literal(item)) for key, item in value.items())
    raise TypeError(f"no literal for {type(value).__name__}")


def _number(value: float) -> Expression:
    text = repr(value)
    if text in ("inf", "-inf", "nan"):
        return call("float", name(f'"{text}"'))
    precedence = Precedence.UNARY if text.startswith("-") else Precedence.NUMBER
    return Expression((text,), text, precedence)


# --- what follows a value -----------------------------------------------------------


def call(
    callee: str | Expression, /, *arguments: Expression, **keywords: Expression
) -> Expression:
    """`layers.Dense(8, name="head")`; `call(call(…), x)` is `layers.Dense(8)(x)`."""
    function = name(callee) if isinstance(callee, str) else callee
    if len(arguments) == 1 and not keywords and _is_generator(arguments[0]):
        (clauses,) = arguments[0].parts
        assert isinstance(clauses, Bracket)
        return _followed(function, _bracket(Kind.CALL, "()", clauses.items, " "))
    items = (*arguments, *[_keyword(key, value) for key, value in keywords.items()])
    return _followed(function, _bracket(Kind.CALL, "()", items, trailing=len(items) > 1))


def _keyword(key: str, value: Expression) -> Expression:
    parts = (f"{key}=", *value.parts)
    return Expression(parts, f"{key}={value.flat}", Precedence.CONDITIONAL, value.exploded)


def attribute(value: Expression, attribute: str) -> Expression:
    """`build_model().summary`"""
    return _followed(value, f".{attribute}")


def subscript(value: Expression, index: Expression) -> Expression:
    """`columns["age"]`"""
    return _followed(value, _bracket(Kind.INDEX, "[]", (index,)))


def slice_from(value: Expression, start: int) -> Expression:
    """`shape[2:]`"""
    return subscript(value, name(f"{start}:"))


def _followed(value: Expression, part: str | Bracket) -> Expression:
    value = _at_least(Precedence.PRIMARY, value)
    flat = part if isinstance(part, str) else part.flat
    exploded = value.exploded or (not isinstance(part, str) and part.exploded)
    return Expression((*value.parts, part), value.flat + flat, exploded=exploded)


# --- collections --------------------------------------------------------------------


def list_(items: Iterable[Expression], *, exploded: bool = False) -> Expression:
    """`[a, b]`; exploded, one item to a line in any case."""
    return _display("[]", tuple(items), exploded=exploded)


def tuple_(items: Iterable[Expression]) -> Expression:
    """`(a, b)`, `(a,)`"""
    return _display("()", tuple(items))


def dict_(items: Iterable[tuple[Expression, Expression] | Expression]) -> Expression:
    """`{"price": price}`; among the pairs may stand `double_starred(others)`."""
    return _display("{}", tuple(i if isinstance(i, Expression) else _pair(*i) for i in items))


def starred(value: Expression) -> Expression:
    """`*inputs`, an argument or an item"""
    return join("*", _at_least(Precedence.ADDITIVE, value))


def double_starred(value: Expression) -> Expression:
    """`**options`, an argument or an item of a dictionary"""
    return join("**", _at_least(Precedence.ADDITIVE, value))


def _pair(key: Expression, value: Expression) -> Expression:
    return join(key, ": ", value)


def _display(
    brackets: str, items: tuple[Expression, ...], exploded: bool = False
) -> Expression:
    lone = brackets == "()" and len(items) == 1
    trailing = exploded or lone or len(items) > 1
    bracket = _bracket(
        Kind.DISPLAY, brackets, items, trailing=trailing, exploded=exploded, lone=lone
    )
    return Expression((bracket,), bracket.flat, exploded=bracket.exploded)


# --- comprehensions -----------------------------------------------------------------


def list_comprehension(element: Expression, clauses: Iterable[Clause]) -> Expression:
    """`[layer(x) for layer in layers if layer]`"""
    return _comprehension("[]", element, clauses)


def dict_comprehension(
    key: Expression, value: Expression, clauses: Iterable[Clause]
) -> Expression:
    """`{name: layer(x) for name, layer in layers.items()}`"""
    return _comprehension("{}", _pair(key, value), clauses)


def generator(element: Expression, clauses: Iterable[Clause]) -> Expression:
    """`(layer(x) for layer in layers)`; its parentheses are the call's if it is alone."""
    return _comprehension("()", element, clauses)


def _comprehension(brackets: str, element: Expression, clauses: Iterable[Clause]) -> Expression:
    lines = (element, *[line for clause in clauses for line in _clause(*clause)])
    bracket = _bracket(Kind.DISPLAY, brackets, lines, " ")
    return Expression((bracket,), bracket.flat, exploded=bracket.exploded)


def _clause(
    target: str, iterable: Expression, condition: Expression | None
) -> Iterator[Expression]:
    yield join(f"for {target} in ", _at_least(Precedence.OR, iterable))
    if condition is not None:
        yield join("if ", _at_least(Precedence.OR, condition))


def _is_generator(value: Expression) -> bool:
    first = value.parts[0]
    return (
        isinstance(first, Bracket)
        and len(value.parts) == 1
        and first.kind is Kind.DISPLAY
        and first.separator == " "
        and first.flat[0] == "("
    )


# --- operators ----------------------------------------------------------------------

_BINARY = {
    "+": (Precedence.ADDITIVE, Rank.ADDITIVE),
    "-": (Precedence.ADDITIVE, Rank.ADDITIVE),
    "*": (Precedence.MULTIPLICATIVE, Rank.MULTIPLICATIVE),
    "/": (Precedence.MULTIPLICATIVE, Rank.MULTIPLICATIVE),
    "//": (Precedence.MULTIPLICATIVE, Rank.MULTIPLICATIVE),
    "%": (Precedence.MULTIPLICATIVE, Rank.MULTIPLICATIVE),
}


def binary(left: Expression, operator: str, right: Expression) -> Expression:
    """`depth - 1`"""
    if operator == "**":
        return _power(left, right)
    precedence, rank = _BINARY[operator]
    first = _at_least(precedence, left)
    second = _at_least(Precedence(precedence + 1), right)
    return _chain(rank, precedence, (("", first), (f" {operator} ", second)))


def _power(base: Expression, exponent: Expression) -> Expression:
    """`2**i`, `2 ** (i + 1)`"""
    first = _at_least(Precedence.NUMBER, base)
    second = _at_least(Precedence.UNARY, exponent)
    simple = _is_simple(_operands(first)[-1]) and _is_simple(_operands(second)[0])
    operator = "**" if simple else " ** "
    return _chain(Rank.POWER, Precedence.POWER, (("", first), (operator, second)))


def _operands(power: Expression) -> Sequence[Expression]:
    part = power.parts[0]
    if isinstance(part, Chain) and len(power.parts) == 1:
        return [link.operand for link in part.links]
    return [power]


_SIMPLE = re.compile(r"(?:[-+~]*)(?:[\w.]+|\d[\d.]*e[-+]\d+)")


def _is_simple(operand: Expression) -> bool:
    """Whether it is a name, a number or an attribute, with a sign or without."""
    return _SIMPLE.fullmatch(operand.flat) is not None


def unary(operator: str, operand: Expression) -> Expression:
    """`-x`"""
    return join(operator, _base(Precedence.UNARY, operand), precedence=Precedence.UNARY)


def not_(operand: Expression) -> Expression:
    """`not training`"""
    return join("not ", _base(Precedence.NOT, operand), precedence=Precedence.NOT)


def _base(precedence: Precedence, operand: Expression) -> Expression:
    """The operand of a prefix; Ruff insists on `-(x**2)`."""
    if operand.precedence is Precedence.POWER:
        return _parenthesized(operand)
    return _at_least(precedence, operand)


def compare(left: Expression, *rest: str | Expression) -> Expression:
    """`__name__ == "__main__"`, `0 < i < n`: operators and operands in turn."""
    operands = [_at_least(Precedence.ADDITIVE, left)]
    operators = [""]
    for one in rest:
        if isinstance(one, str):
            operators.append(f" {one} ")
        else:
            operands.append(_at_least(Precedence.ADDITIVE, one))
    return _chain(Rank.COMPARISON, Precedence.COMPARISON, zip(operators, operands, strict=True))


def boolean(operator: str, operands: Iterable[Expression]) -> Expression:
    """`a and b and c`"""
    precedence = Precedence.AND if operator == "and" else Precedence.OR
    first, *others = operands
    if not others:
        return first
    links = [(f" {operator} ", _at_least(precedence, operand)) for operand in others]
    return _chain(Rank.BOOLEAN, precedence, [("", _at_least(precedence, first)), *links])


def conditional(then: Expression, condition: Expression, otherwise: Expression) -> Expression:
    """`a if training else b`"""
    links = (
        ("", _at_least(Precedence.OR, then)),
        (" if ", _at_least(Precedence.OR, condition)),
        (" else ", otherwise),
    )
    return _chain(Rank.CONDITIONAL, Precedence.CONDITIONAL, links)


def _chain(
    rank: Rank, precedence: Precedence, operands: Iterable[tuple[str, Expression]]
) -> Expression:
    """A chain that takes in those of its operands that are chains of the same rank."""
    links: list[Link] = []
    for operator, operand in operands:
        inner = operand.parts[0]
        if isinstance(inner, Chain) and inner.rank is rank and len(operand.parts) == 1:
            first, *others = inner.links
            links += [Link(operator, first.operand), *others]
        else:
            links.append(Link(operator, operand))
    flat = "".join([f"{link.operator}{link.operand.flat}" for link in links])
    exploded = any(link.operand.exploded for link in links)
    return Expression((Chain(rank, flat, tuple(links), exploded),), flat, precedence, exploded)


def _at_least(precedence: Precedence, value: Expression) -> Expression:
    return value if value.precedence >= precedence else _parenthesized(value)


def _parenthesized(value: Expression) -> Expression:
    bracket = _bracket(Kind.GROUP, "()", (value,))
    return Expression((bracket,), bracket.flat, exploded=value.exploded)


# --- putting together ---------------------------------------------------------------


def join(
    *pieces: str | Expression, precedence: Precedence = Precedence.CONDITIONAL
) -> Expression:
    """Pieces in a row."""
    parts: list[Part] = []
    exploded = False
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        else:
            parts.extend(piece.parts)
            exploded = exploded or piece.exploded
    flat = "".join([piece if isinstance(piece, str) else piece.flat for piece in pieces])
    return Expression(tuple(parts), flat, precedence, exploded)


def _bracket(
    kind: Kind,
    brackets: str,
    items: tuple[Expression, ...],
    separator: str = ", ",
    *,
    trailing: bool = False,
    exploded: bool = False,
    lone: bool = False,
) -> Bracket:
    inner = separator.join([item.flat for item in items])
    flat = f"{brackets[0]}{inner}{',' if lone else ''}{brackets[1]}"
    exploded = exploded or any(item.exploded for item in items)
    return Bracket(kind, flat, items, separator, trailing, exploded)
