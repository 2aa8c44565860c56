"""String literals, plain and formatted, that hold any text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtlc.pysrc.parts import Expression


def string(text: str) -> str:
    """A string literal; in double quotes unless single ones spare escapes."""
    if _PLAIN.fullmatch(text):
        return f'"{text}"'
    quote = preferred_quote(text)
    return f"{quote}{escaped(text, quote)}{quote}"


def preferred_quote(text: str) -> str:
    return '"' if text.count('"') <= text.count("'") else "'"


_PLAIN = re.compile(r"[A-Za-z0-9_ .,:;/()\[\]{}<>=+*&%$#@!?|~^-]*")


def escaped(text: str, quote: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return "".join(f"\\{one}" if one in (quote, "\\") else _visible(one) for one in text)


def _visible(one: str) -> str:
    """The character if it can be seen for what it is, else its escape."""
    if one.isprintable():
        return one
    return repr(one)[1:-1]


def fstring(parts: Iterable[str | Expression]) -> Expression:
    """`f"{name}_main_{i}"`; without expressions a plain literal.

    Python 3.11 allows neither a backslash nor the string's own quote between braces:
    the literals there take the other quote.

    Raises:
        ValueError: neither quote will do.
    """
    pieces = list(parts)
    text = "".join([piece for piece in pieces if isinstance(piece, str)])
    if not any(isinstance(piece, Expression) for piece in pieces):
        return Expression((literal := string(text),), literal)
    first = preferred_quote(text)
    for quote in (first, "'" if first == '"' else '"'):
        fields = [_field(piece, quote) for piece in pieces]
        if None not in fields:
            flat = f"f{quote}{''.join(map(str, fields))}{quote}"
            return Expression((flat,), flat)
    raise ValueError(f"no quotes are left for {pieces!r}")


def _field(piece: str | Expression, quote: str) -> str | None:
    if isinstance(piece, str):
        return escaped(piece.replace("{", "{{").replace("}", "}}"), quote)
    inner = _requoted(piece.flat, quote)
    if inner is None:
        return None
    return f"{{ {inner} }}" if inner.startswith("{") else f"{{{inner}}}"


_LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'")


def _requoted(code: str, outer: str) -> str | None:
    """The code with its literals in quotes that `outer` leaves, if there are such."""
    if "\\" in code:
        return None
    other = "'" if outer == '"' else '"'
    inner = _LITERAL.sub(lambda found: f"{other}{found[1] or found[2] or ''}{other}", code)
    plain = _LITERAL.sub("", code)
    bodies = [first or second for first, second in _LITERAL.findall(code)]
    taken = any("'" in body or '"' in body for body in bodies)
    return None if taken or "'" in plain or '"' in plain else inner
