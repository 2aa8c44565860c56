"""From the strings of a spec to expressions: `$name`, `$(…)`, and what stands behind `when`."""

from __future__ import annotations

from mtlc_spec.expressions.bounds import MAX_TEXT
from mtlc_spec.expressions.errors import ExpressionError, Kind
from mtlc_spec.expressions.parser import Parser
from mtlc_spec.expressions.place import Place
from mtlc_spec.expressions.tokens import IDENTIFIER, RESERVED, Tokens, check_ascii
from mtlc_spec.expressions.tree import Expr, Name, Text


def parse_expression(text: str, place: Place) -> Expr:
    """The expression that a text is, as behind `when`."""
    _check_length(text, place)
    parser = Parser(Tokens(text, 0, place))
    if parser.at_end:
        raise ExpressionError("the expression is empty", place.start, place.end)
    expr = parser.whole()
    if not parser.at_end:
        raise parser.unexpected()
    return expr


def parse_text(text: str, place: Place) -> str | Expr:
    """What a string of a spec stands for.

    The string itself, with `$$` made `$`, if there is no expression in it; the expression
    that is the whole string; otherwise a `Text`.
    """
    if "$" not in text:
        return text
    pieces: list[str | Expr] = []
    plain: list[str] = []
    at = 0
    while (dollar := text.find("$", at)) >= 0:
        plain.append(text[at:dollar])
        if text.startswith("$", dollar + 1):
            plain.append("$")
            at = dollar + 2
            continue
        if not pieces:
            _check_length(text, place)
        if before := "".join(plain):
            pieces.append(before)
        plain.clear()
        expr, at = _after_dollar(text, dollar, place)
        pieces.append(expr)
    plain.append(text[at:])
    if after := "".join(plain):
        pieces.append(after)
    if len(pieces) == 1:
        return pieces[0]
    return Text(*place.locate(0, len(text)), tuple(pieces)) if pieces else ""


def _check_length(text: str, place: Place) -> None:
    if len(text) > MAX_TEXT:
        raise ExpressionError(
            f"the expression has {len(text)} characters, and the most is {MAX_TEXT}",
            *place.locate(0, len(text)),
            kind=Kind.SIZE,
        )


def _after_dollar(text: str, dollar: int, place: Place) -> tuple[Expr, int]:
    """The expression that a dollar begins, and where the text goes on."""
    tokens = Tokens(text, dollar + 2, place)
    if text.startswith("(", dollar + 1):
        parser = Parser(tokens)
        if parser.token.text == ")":
            raise tokens.error("the expression is empty", dollar, parser.token.end)
        if parser.at_end:
            raise parser.unclosed(dollar, "$(")
        expr = parser.whole()
        if parser.at_end:
            raise parser.unclosed(dollar, "$(")
        if parser.token.text != ")":
            raise parser.unexpected()
        return expr, parser.token.end
    found = IDENTIFIER.match(text, dollar + 1)
    if found is None:
        advice = "write `$$` for a dollar"
        if text.startswith("{", dollar + 1):
            advice = "write `$name` or `$(name)`"
        raise tokens.error("`$` begins neither a name nor `$(…)`", dollar, dollar + 1, advice)
    name = found.group()
    check_ascii(tokens, name, dollar + 1)
    if name in RESERVED:
        raise tokens.error(f"`{name}` is a word of expressions, not a name", *found.span())
    return Name(*place.locate(*found.span()), name), found.end()
