"""From statements to the text of a module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mtlc.pysrc.expressions import join, name, tuple_
from mtlc.pysrc.lines import (
    INDENT,
    WIDTH,
    Lines,
    Parentheses,
    is_prefixed,
    lead,
    parentheses,
    width,
)
from mtlc.pysrc.parts import Bracket, Expression, Kind
from mtlc.pysrc.statements import (
    Assign,
    Blank,
    Comment,
    Copied,
    Def,
    Evaluate,
    For,
    FromImport,
    If,
    Import,
    Parameter,
    Raise,
    Return,
    Statement,
    TryFinally,
)
from mtlc.pysrc.strings import escaped


@dataclass(frozen=True, slots=True)
class Module:
    """A whole file."""

    docstring: str
    body: tuple[Statement, ...]


def render(module: Module) -> str:
    """The text of a module, with a line break at its end."""
    lines = [*_docstring(module.docstring, 0)]
    if module.body:
        lines += [""] * (2 if _begins_with_definition(module.body) else 1)
    lines += _statements(module.body, 0, around_definition=2)
    return "\n".join(lines) + "\n"


def _block(body: Sequence[Statement], indent: int) -> Iterator[str]:
    if body:
        yield from _statements(body, indent + INDENT, around_definition=1)
    else:
        yield f"{' ' * (indent + INDENT)}pass"


def _statements(
    body: Sequence[Statement], indent: int, around_definition: int
) -> Iterator[str]:
    previous: Statement | None = None
    asked = False
    for at, statement in enumerate(body):
        if isinstance(statement, Blank):
            asked = True
            continue
        if previous is not None:
            ahead = _commented(body, at) if isinstance(statement, Comment) else statement
            if isinstance(previous, Comment) and not asked:
                blank = 0
            elif isinstance(previous, Def | Copied) or isinstance(ahead, Def | Copied):
                blank = around_definition
            elif isinstance(previous, Import | FromImport):
                blank = 0 if isinstance(statement, Import | FromImport) and not asked else 1
            else:
                blank = int(asked)
            yield from [""] * blank
        yield from _statement(statement, indent)
        previous = statement
        asked = False


def _commented(body: Sequence[Statement], at: int) -> Statement:
    """The statement that comments lead to."""
    return next((one for one in body[at:] if not isinstance(one, Comment)), body[at])


def _begins_with_definition(body: Sequence[Statement]) -> bool:
    first = (one for one in body if not isinstance(one, Comment | Blank))
    return isinstance(next(first, None), Def | Copied)


def _statement(statement: Statement, indent: int) -> Iterable[str]:
    margin = " " * indent
    match statement:
        case Assign():
            return _assign(statement, indent)
        case Return(value):
            return _line("return ", value, indent)
        case Evaluate(value):
            return _line("", value, indent, required=True)
        case Raise(exception):
            return _line("raise ", exception, indent, required=True)
        case Import(module, as_):
            return [f"{margin}import {module}{f' as {as_}' if as_ else ''}"]
        case FromImport():
            return _from_import(statement, indent)
        case Comment(text):
            return [f"{margin}# {line}".rstrip() for line in text.split("\n")]
        case Blank():
            return [""]
        case If():
            return _if(statement, indent)
        case For(target, iterable, body):
            return [*_for(target, iterable, indent), *_block(body, indent)]
        case TryFinally(body, final):
            finally_ = [f"{margin}finally:", *_block(final, indent)]
            return [f"{margin}try:", *_block(body, indent), *finally_]
        case Copied(text):
            return text.rstrip().split("\n")
        case Def():
            return _def(statement, indent)


def _line(
    start: str, value: Expression, indent: int, end: str = "", *, required: bool = False
) -> list[str]:
    """A free value with what stands around it."""
    lines = Lines()
    lines.write(f"{' ' * indent}{start}")
    lines.value(value, indent, len(end), required=required)
    lines.write(end)
    return lines.finish()


# --- assignments --------------------------------------------------------------------


def _assign(statement: Assign, indent: int) -> list[str]:
    targets = [_expression(target) for target in statement.targets]
    equals = f" {statement.operator} "
    value = statement.value
    flat = f"{' ' * indent}{', '.join([target.flat for target in targets])}{equals}"
    lines = Lines()
    if len(targets) == 1 and not _is_subscript(targets[0]):
        if len(targets[0].parts) == 1:
            lines.write(flat)
        else:
            lines.write(" " * indent)
            rest = width(equals) + lead(value)
            lines.put_free(targets[0].parts, indent, rest)
            lines.write(equals)
        lines.value(value, indent)
    elif _is_single(value):
        _assign_single(lines, targets, flat, equals, value, indent)
    else:
        _put_targets(lines, targets, indent, width(equals) + lead(value))
        lines.write(equals)
        lines.value(value, indent)
    return lines.finish()


def _is_subscript(target: Expression) -> bool:
    last = target.parts[-1]
    return isinstance(last, Bracket) and last.kind is Kind.INDEX


def _is_single(value: Expression) -> bool:
    """Whether parentheses around the value come before breaking the targets."""
    return parentheses(value) is Parentheses.BEST_FIT and not is_prefixed(value)


def _assign_single(
    lines: Lines,
    targets: Sequence[Expression],
    flat: str,
    equals: str,
    value: Expression,
    indent: int,
) -> None:
    """All on one line; else the value opens, gets parentheses, or the targets open."""
    column = width(flat)
    if column + lead(value) <= WIDTH and (
        column + width(value.flat) <= WIDTH or len(value.parts) > 1
    ):
        lines.write(flat)
        lines.put_free(value.parts, indent, 0)
    elif column < WIDTH:
        lines.write(flat)
        lines.wrap(value, indent)
    else:
        _put_targets(lines, targets, indent, width(equals) + lead(value))
        lines.write(equals)
        lines.put_free(value.parts, indent, 0)


def _put_targets(lines: Lines, targets: Sequence[Expression], indent: int, rest: int) -> None:
    lines.write(" " * indent)
    if len(targets) == 1:
        lines.put_free(targets[0].parts, indent, rest)
    else:
        _put_names(lines, targets, indent, rest)


def _put_names(lines: Lines, names: Sequence[Expression], indent: int, rest: int) -> None:
    """Several targets, in parentheses only if they do not fit."""
    flat = ", ".join([one.flat for one in names])
    if lines.fits(flat, rest):
        lines.write(flat)
        return
    (bracket,) = tuple_(names).parts
    assert isinstance(bracket, Bracket)
    lines.open(bracket, indent)


# --- imports ------------------------------------------------------------------------


def _from_import(statement: FromImport, indent: int) -> list[str]:
    names = [
        one if isinstance(one, str) else f"{one[0]} as {one[1]}" for one in statement.names
    ]
    margin = " " * indent
    start = f"{margin}from {statement.module} import "
    if width(start) + width(", ".join(names)) <= WIDTH:
        return [start + ", ".join(names)]
    lines = [f"{margin}{' ' * INDENT}{one}," for one in names]
    return [f"{start}(", *lines, f"{margin})"]


# --- what has a body ----------------------------------------------------------------


def _if(statement: If, indent: int) -> Iterator[str]:
    yield from _line("if ", statement.condition, indent, ":")
    yield from _block(statement.body, indent)
    for condition, body in statement.elifs:
        yield from _line("elif ", condition, indent, ":")
        yield from _block(body, indent)
    if statement.orelse:
        yield f"{' ' * indent}else:"
        yield from _block(statement.orelse, indent)


def _for(target: str, iterable: Expression, indent: int) -> list[str]:
    lines = Lines()
    lines.write(f"{' ' * indent}for ")
    rest = len(" in ") + lead(iterable, len(":"))
    names = [name(one) for one in target.split(", ")]
    if len(names) == 1:
        lines.value(names[0], indent, rest)
    else:
        _put_names(lines, names, indent, rest)
    lines.write(" in ")
    lines.value(iterable, indent, len(":"))
    lines.write(":")
    return lines.finish()


def _def(function: Def, indent: int) -> Iterator[str]:
    yield from _signature(function, indent)
    if function.docstring is not None:
        yield from _docstring(function.docstring, indent + INDENT)
        yield from [""] * _begins_with_definition(function.body)
        yield from _statements(function.body, indent + INDENT, around_definition=1)
    else:
        yield from _block(function.body, indent)


def _signature(function: Def, indent: int) -> list[str]:
    parameters = tuple(_parameters(function.parameters))
    flat = f"({', '.join([parameter.flat for parameter in parameters])})"
    kind = Kind.CALL if len(parameters) > 1 else Kind.DISPLAY
    bracket = Bracket(kind, flat, parameters, trailing=True)
    returns = None if function.returns is None else _expression(function.returns)
    end = f" -> {returns.flat}:" if returns else ":"
    lines = Lines()
    lines.write(f"{' ' * indent}def {function.name}")
    lines.put_free((bracket,), indent, width(end))
    if returns:
        lines.write(" -> ")
        if parameters or len(returns.parts) > 1 or lines.fits(returns.flat, len(":")):
            lines.value(returns, indent, len(":"), required=True)
        else:
            lines.wrap(returns, indent)
    lines.write(":")
    return lines.finish()


def _parameters(parameters: Iterable[Parameter]) -> Iterator[Expression]:
    starred = False
    for parameter in parameters:
        if parameter.keyword_only and not starred:
            yield name("*")
            starred = True
        yield _parameter(parameter)


def _parameter(parameter: Parameter) -> Expression:
    pieces: list[str | Expression] = [parameter.name]
    if parameter.annotation is not None:
        pieces += [": ", _expression(parameter.annotation)]
    if parameter.default is not None:
        pieces += [" = " if len(pieces) > 1 else "=", parameter.default]
    return join(*pieces)


def _expression(value: str | Expression) -> Expression:
    return name(value) if isinstance(value, str) else value


def _docstring(text: str, indent: int) -> Iterator[str]:
    """A docstring that holds any text: a first line, and paragraphs behind it."""
    margin = " " * indent
    lines = [escaped(line.strip(), "\\") for line in text.split("\n")]
    first, *more = [line.replace('"""', '\\"\\"\\"') for line in lines]
    if not more:
        yield f'{margin}"""{first}{" " if first.endswith(chr(34)) else ""}"""'
        return
    yield f'{margin}"""{first}'
    for line in more:
        yield f"{margin}{line}" if line else ""
    yield f'{margin}"""'
