"""Plain scalars as the YAML 1.2 core schema resolves them (YAML 1.2.2, section 10.3.2)."""

from __future__ import annotations

import re

LONGEST_NUMBER = 40
"""Characters; a number with more digits is a mistake, and slow to read."""

NAN = float("nan")
"""The value of `.nan`: not a number, so that what wants a number does not take it."""

_CONSTANTS: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), NAN),
    **dict.fromkeys(
        (sign + word for sign in ("", "+") for word in (".inf", ".Inf", ".INF")), float("inf")
    ),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
_FIRST = frozenset("+-.0123456789")
_TELLING = frozenset({"$", *_FIRST})


def is_string(text: str) -> bool:
    """Whether a plain scalar is nothing but a string, as most are."""
    return text not in _CONSTANTS and text[0] not in _TELLING


TUPLE = re.compile(r"\([ \t]*(?:(?:-?[0-9]+|None)[ \t]*(?:,[ \t]*|(?=\))))+\)")
"""Whole numbers as Python has them in a tuple."""


def as_list(text: str) -> str:
    """A tuple of Python as a list of YAML: `(3, None)` is `[3, null]`."""
    items = [one.strip() for one in text.strip("()").split(",")]
    return f"[{', '.join('null' if one == 'None' else one for one in items if one)}]"


_INT = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def resolve(text: str) -> object:
    """The value of a plain scalar: `1e-3` is a number, `yes` a string, `012` twelve.

    Raises:
        OverflowError: a number of more than `LONGEST_NUMBER` characters, or beyond the
            range of 64 bits.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _FIRST:
        return text
    if _INT.fullmatch(text):
        return _whole(text, 10)
    if _FLOAT.fullmatch(text):
        if len(text) > LONGEST_NUMBER or (number := float(text)) in _INFINITE:
            raise OverflowError(text)
        return number
    if _OTHER_BASE.fullmatch(text):
        return _whole(text, 0)
    return text


_INFINITE = (float("inf"), float("-inf"))


def _whole(text: str, base: int) -> int:
    if len(text) > LONGEST_NUMBER or not -(2**63) <= (number := int(text, base)) < 2**63:
        raise OverflowError(text)
    return number
