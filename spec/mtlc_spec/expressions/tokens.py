"""From the text of an expression to its words, numbers, strings and signs."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from mtlc_spec.expressions.bounds import LARGEST
from mtlc_spec.expressions.errors import ExpressionError, Kind
from mtlc_spec.expressions.place import Place
from mtlc_spec.scalars import LONGEST_NUMBER

CONSTANTS: dict[str, bool | None] = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "null": None,
    "None": None,
}
KEYWORDS = frozenset({"and", "or", "not", "in", "if", "else", "is", "lambda"})
FUNCTIONS = ("min", "max", "round", "int", "len")
RESERVED = frozenset({*CONSTANTS, *KEYWORDS, *FUNCTIONS})
"""Words that cannot be the name of a param."""


class TokenKind(Enum):
    """What a token is."""

    CONSTANT = auto()
    NAME = auto()
    SIGN = auto()
    """An operator, a bracket, a comma, or a keyword."""
    END = auto()


class Token(NamedTuple):
    """A piece of the text, by its offsets in it."""

    kind: TokenKind
    text: str
    start: int
    end: int
    value: int | float | str | bool | None = None


IDENTIFIER = re.compile(r"[^\W\d]\w*")
_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"\.?[0-9](?:[eE][+-]|[\w.])*")
_DIGITS = r"[0-9](?:_?[0-9])*"
_WHOLE = re.compile(r"0|[1-9](?:_?[0-9])*")
_FLOAT = re.compile(
    rf"(?:{_DIGITS}\.(?:{_DIGITS})?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?"
    rf"|{_DIGITS}[eE][+-]?{_DIGITS}"
)
_STRING = re.compile(r"'(?:[^'\\\n\r]|\\.)*'|\"(?:[^\"\\\n\r]|\\.)*\"")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t"}
_SIGN = re.compile(r"\*\*(?!=)|//(?!=)|[<>=!]=(?!=)|[-+*/%](?!=)|<(?![<>])|>(?!>)|[()\[\],]")
_FOREIGN = re.compile(r"===|!==|\*\*=|//=|[-+*/%:]=|&&|\|\||<>|<<|>>|->|\.\.\.|\S")

_HINTS = {
    "^": "write `**` for a power",
    "&&": "write `and`",
    "&": "write `and`",
    "||": "write `or`",
    "|": "write `or`",
    "!": "write `not`",
    "=": "write `==` to compare",
    "===": "write `==` to compare",
    "!==": "write `!=` to compare",
    "<>": "write `!=` to compare",
    "$": "inside an expression a name stands without `$`",
    ".": "values have no attributes here",
    ":": "a subscript is one number, as in `x[0]`",
    "?": "write `a if condition else b`",
    "{": "lists are written `[a, b]`; there are no mappings and sets",
}
_MISSING = frozenset({"~", "<<", ">>", "@", "->", "...", ":=", "**=", "//=", "+=", "-=", "*="})


class Tokens:
    """The tokens of a text, one at a time."""

    def __init__(self, text: str, at: int, place: Place) -> None:
        self.text = text
        self.at = at
        self.place = place

    def error(
        self,
        problem: str,
        start: int,
        end: int,
        advice: str | None = None,
        kind: Kind = Kind.SYNTAX,
    ) -> ExpressionError:
        """The refusal of the text, because of a piece of it."""
        return ExpressionError(problem, *self.place.locate(start, end), advice, kind)

    def next(self) -> Token:
        text = self.text
        space = _SPACE.match(text, self.at)
        start = self.at = space.end() if space else self.at
        if start == len(text):
            return Token(TokenKind.END, "", start, start)
        if found := IDENTIFIER.match(text, start):
            token = self._word(found.group(), start, found.end())
        elif found := _NUMBER.match(text, start):
            token = self._number(found.group(), start, found.end())
        elif text[start] in "\"'":
            token = self._string(start)
        elif found := _SIGN.match(text, start):
            token = Token(TokenKind.SIGN, found.group(), start, found.end())
        else:
            raise self._foreign(start)
        self.at = token.end
        return token

    def _word(self, word: str, start: int, end: int) -> Token:
        check_ascii(self, word, start)
        if word in CONSTANTS:
            return Token(TokenKind.CONSTANT, word, start, end, CONSTANTS[word])
        if word == "lambda":
            raise self.error("expressions have no `lambda`", start, end)
        if self.text[end : end + 1] in ("'", '"') and word not in KEYWORDS:
            raise self.error(
                f"a string has no prefix `{word}` here",
                start,
                end,
                "a string with values in it is written `text$name`, outside of `$(…)`",
            )
        kind = TokenKind.SIGN if word in KEYWORDS else TokenKind.NAME
        return Token(kind, word, start, end)

    def _number(self, word: str, start: int, end: int) -> Token:
        if _WHOLE.fullmatch(word):
            self._check_length(word, start, end)
            whole = int(word)
            if whole > LARGEST:
                raise self.error(
                    f"the number {word} does not fit into 64 bits", start, end, kind=Kind.SIZE
                )
            return Token(TokenKind.CONSTANT, word, start, end, whole)
        if _FLOAT.fullmatch(word):
            self._check_length(word, start, end)
            number = float(word)
            if number == float("inf"):
                raise self.error(f"the number {word} is too large", start, end, kind=Kind.SIZE)
            return Token(TokenKind.CONSTANT, word, start, end, number)
        shown = shorten(word)
        if re.fullmatch(r"0[0-9]+", word):
            advice = f"write `{shorten(word.lstrip('0') or '0')}`"
        elif found := re.fullmatch(rf"({_DIGITS})([^\W\d_][^\W_]*)", word):
            advice = f"a product is written `{shorten(found[1])} * {shorten(found[2])}`"
            if found[1] == "0" or found[2] in CONSTANTS or found[2] in KEYWORDS:
                advice = "numbers are decimal, and words stand apart from them"
        else:
            advice = "numbers are written as `12`, `0.5` or `1e-3`"
        raise self.error(f"`{shown}` is not a number", start, end, advice)

    def _check_length(self, word: str, start: int, end: int) -> None:
        if len(word) > LONGEST_NUMBER:
            raise self.error(
                f"a number has {len(word)} characters, and the most is {LONGEST_NUMBER}",
                start,
                end,
                kind=Kind.SIZE,
            )

    def _string(self, start: int) -> Token:
        found = _STRING.match(self.text, start)
        if found is None:
            raise self.error(
                "the string is not closed",
                start,
                start + 1,
                f"end it with {self.text[start]} on the same line",
            )
        word = found.group()
        value = word[1:-1]
        if "\\" in value:
            for escape in _ESCAPE.finditer(value):
                if escape[1] not in _ESCAPES:
                    at = start + 1 + escape.start()
                    raise self.error(
                        f"`{escape.group()}` is not an escape",
                        at,
                        at + 2,
                        "write `\\\\` for a backslash",
                    )
            value = _ESCAPE.sub(lambda escape: _ESCAPES[escape[1]], value)
        return Token(TokenKind.CONSTANT, word, start, found.end(), value)

    def _foreign(self, start: int) -> ExpressionError:
        found = _FOREIGN.match(self.text, start)
        sign = found.group() if found else self.text[start]
        end = start + len(sign)
        if sign in _HINTS or sign in _MISSING:
            return self.error(f"expressions have no `{sign}`", start, end, _HINTS.get(sign))
        return self.error(f"`{sign}` has no meaning in an expression", start, end)


def check_ascii(tokens: Tokens, word: str, start: int) -> None:
    """Refuse a name with letters that names of a spec do not have."""
    for at, letter in enumerate(word, start):
        if not letter.isascii():
            raise tokens.error(
                f"`{letter}` cannot stand in a name",
                at,
                at + 1,
                "a name has the letters a to z, digits and `_`",
            )


def shorten(word: str) -> str:
    """A word as messages show it."""
    return word if len(word) <= 40 else f"{word[:37]}..."
