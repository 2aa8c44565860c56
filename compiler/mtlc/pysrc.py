"""A printer of Python source that breaks lines as `ruff format` does.

An expression is text and brackets. What fits on a line is written flat; else the last
bracket in front of which everything fits is opened, its items on one line if they fit
there, or else one to a line, each laid out by the same rule. Arguments of a call may
share a line of their own; items of a collection never do (Black's right hand split).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

WIDTH = 88
"""Columns, ruff's and Black's default."""

INDENT = "    "


# --- expressions ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of brackets and the items between them."""

    opening: str
    items: tuple[Expression, ...]
    closing: str
    collection: bool = False
    exploded: bool = False
    """Its items always stand one to a line."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A run of text and brackets; `flat` is all of it on one line."""

    parts: tuple[str | Bracket, ...]
    flat: str = field(compare=False)
    exploded: bool = field(default=False, compare=False)


def _expression(*parts: str | Bracket | Expression) -> Expression:
    runs: list[str | Bracket] = []
    for part in parts:
        runs.extend(part.parts if isinstance(part, Expression) else (part,))
    flat = "".join([part if isinstance(part, str) else _flat(part) for part in runs])
    exploded = any(_is_exploded(part) for part in runs if not isinstance(part, str))
    return Expression(tuple(runs), flat, exploded)


def _flat(bracket: Bracket) -> str:
    items = ", ".join([item.flat for item in bracket.items])
    lone = bracket.collection and bracket.opening == "(" and len(bracket.items) == 1
    comma = "," if lone else ""
    return f"{bracket.opening}{items}{comma}{bracket.closing}"


def _is_exploded(bracket: Bracket) -> bool:
    return bracket.exploded or any(item.exploded for item in bracket.items)


def name(text: str) -> Expression:
    """`keras.Model`"""
    return Expression((text,), text)


def call(
    callee: str | Expression, *arguments: Expression, **keywords: Expression
) -> Expression:
    """`layers.Dense(8, name="head")`; `call(call(…), x)` is `layers.Dense(8)(x)`."""
    named = (_expression(f"{key}=", value) for key, value in keywords.items())
    return _expression(callee, Bracket("(", (*arguments, *named), ")"))


def attribute(value: Expression, attribute: str) -> Expression:
    """`build_model().summary`"""
    return _expression(value, f".{attribute}")


def compare(left: Expression, operator: str, right: Expression) -> Expression:
    """`__name__ == "__main__"`"""
    return _expression(left, f" {operator} ", right)


def list_(items: Iterable[Expression], *, exploded: bool = False) -> Expression:
    """`[a, b]`; exploded, one item to a line in any case."""
    return _expression(Bracket("[", tuple(items), "]", collection=True, exploded=exploded))


def tuple_(items: Iterable[Expression]) -> Expression:
    """`(a, b)`, `(a,)`"""
    return _expression(Bracket("(", tuple(items), ")", collection=True))


def dict_(items: Iterable[tuple[Expression, Expression]]) -> Expression:
    """`{"price": price}`"""
    pairs = tuple(_expression(key, ": ", value) for key, value in items)
    return _expression(Bracket("{", pairs, "}", collection=True))


def literal(value: object) -> Expression:
    """A value of numbers, strings, lists, tuples and dictionaries as Python writes it.

    Raises:
        TypeError: the value is of another type.
    """
    if value is None or isinstance(value, bool | int):
        return name(repr(value))
    if isinstance(value, float):
        return name(repr(value) if abs(value) < float("inf") else f'float("{value}")')
    if isinstance(value, str):
        return name(string(value))
    if isinstance(value, list):
        return list_(literal(item) for item in value)
    if isinstance(value, tuple):
        return tuple_(literal(item) for item in value)
    if isinstance(value, Mapping):
        return dict_((literal(key), literal(item)) for key, item in value.items())
    raise TypeError(f"no literal for {type(value).__name__}")


def string(text: str) -> str:
    """A string literal; in double quotes unless single ones spare escapes."""
    quote = '"' if text.count('"') <= text.count("'") else "'"
    return f"{quote}{_escaped(text, quote)}{quote}"


_PLAIN = re.compile(r"[A-Za-z0-9_ .,:;/()\[\]{}<>=+*&%$#@!?|~^-]*")


def _escaped(text: str, quote: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return "".join(f"\\{one}" if one in (quote, "\\") else _visible(one) for one in text)


def _visible(one: str) -> str:
    """The character if it can be seen for what it is, else its escape."""
    if one.isprintable():
        return one
    return repr(one)[1:-1]


# --- statements -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = value`; a tuple of targets without brackets."""

    targets: tuple[str, ...]
    value: Expression


@dataclass(frozen=True, slots=True)
class Return:
    """`return value`"""

    value: Expression


@dataclass(frozen=True, slots=True)
class Evaluate:
    """An expression as a statement."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Import:
    """`import keras`"""

    module: str


@dataclass(frozen=True, slots=True)
class FromImport:
    """`from keras import initializers, layers`"""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class If:
    """`if condition:` and its body."""

    condition: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class TryFinally:
    """`try:` and `finally:`"""

    body: tuple[Statement, ...]
    final: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Def:
    """A function without parameters."""

    name: str
    returns: str
    docstring: str
    body: tuple[Statement, ...]


Statement = Assign | Return | Evaluate | Import | FromImport | If | TryFinally | Def


@dataclass(frozen=True, slots=True)
class Module:
    """A whole file."""

    docstring: str
    body: tuple[Statement, ...]


def render(module: Module) -> str:
    """The text of a module, with a line break at its end."""
    lines = [*_docstring(module.docstring, ""), ""]
    previous: Statement | None = None
    for statement in module.body:
        if previous is not None:
            lines.extend([""] * _blank_lines(previous, statement))
        lines.extend(_statement(statement, ""))
        previous = statement
    return "\n".join(lines) + "\n"


def _blank_lines(previous: Statement, statement: Statement) -> int:
    imports = (Import, FromImport)
    if isinstance(previous, imports) and isinstance(statement, imports):
        return 0
    return 2


def _statement(statement: Statement, indent: str) -> Iterator[str]:
    match statement:
        case Assign(targets, value):
            yield from _line(_expression(f"{', '.join(targets)} = ", value), indent)
        case Return(value):
            yield from _line(_expression("return ", value), indent)
        case Evaluate(value):
            yield from _line(value, indent)
        case Import(module):
            yield f"{indent}import {module}"
        case FromImport(module, names):
            yield f"{indent}from {module} import {', '.join(names)}"
        case If(condition, body):
            yield from _line(_expression("if ", condition, ":"), indent)
            yield from _block(body, indent)
        case TryFinally(body, final):
            yield f"{indent}try:"
            yield from _block(body, indent)
            yield f"{indent}finally:"
            yield from _block(final, indent)
        case Def(function, returns, docstring, body):
            yield f"{indent}def {function}() -> {returns}:"
            yield from _docstring(docstring, f"{indent}{INDENT}")
            yield from _block(body, indent)


def _block(body: Iterable[Statement], indent: str) -> Iterator[str]:
    for statement in body:
        yield from _statement(statement, f"{indent}{INDENT}")


def _docstring(text: str, indent: str) -> Iterator[str]:
    """A docstring that holds any text: a first line, and paragraphs behind it."""
    lines = [_escaped(line.strip(), "\\") for line in text.split("\n")]
    first, *more = [line.replace('"""', '\\"\\"\\"') for line in lines]
    if not more:
        yield f'{indent}"""{first}{" " if first.endswith(chr(34)) else ""}"""'
        return
    yield f'{indent}"""{first}'
    for line in more:
        yield f"{indent}{line}" if line else ""
    yield f'{indent}"""'


# --- lines --------------------------------------------------------------------------


def _line(expression: Expression, indent: str, comma: str = "") -> Iterator[str]:
    """The lines of an expression that stands alone on its line."""
    if not expression.exploded and len(indent) + len(expression.flat) + len(comma) <= WIDTH:
        yield f"{indent}{expression.flat}{comma}"
        return
    at = _split_at(expression, len(indent))
    if at is None:
        yield f"{indent}{expression.flat}{comma}"
        return
    bracket = expression.parts[at]
    assert isinstance(bracket, Bracket)
    head = _expression(*expression.parts[:at]).flat if at else ""
    yield f"{indent}{head}{bracket.opening}"
    yield from _items(bracket, f"{indent}{INDENT}")
    tail = expression.parts[at + 1 :]
    yield from _line(_expression(bracket.closing, *tail), indent, comma)


def _split_at(expression: Expression, indent: int) -> int | None:
    """The bracket to open: the last one that all before it leaves room for, or the first."""
    first = None
    for at in range(len(expression.parts) - 1, -1, -1):
        bracket = expression.parts[at]
        if isinstance(bracket, str) or not bracket.items:
            continue
        first = at
        head = _expression(*expression.parts[:at])
        fits = indent + len(head.flat) + len(bracket.opening) <= WIDTH
        if fits and not head.exploded:
            return at
    return first


def _items(bracket: Bracket, indent: str) -> Iterator[str]:
    """What stands between opened brackets."""
    items = bracket.items
    flat = ", ".join([item.flat for item in items])
    whole = len(indent) + len(flat) <= WIDTH and not _is_exploded(bracket)
    if whole and not bracket.collection:
        yield f"{indent}{flat}"
    elif len(items) == 1 and not bracket.collection:
        yield from _line(items[0], indent)
    else:
        for item in items:
            yield from _line(item, indent, ",")
