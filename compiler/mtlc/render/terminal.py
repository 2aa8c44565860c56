"""Text as a terminal shows it: what can be seen, how wide it is, and its colours."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from mtlc_spec.diagnostics import Severity

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
FRAME = "34"


@dataclass(frozen=True, slots=True)
class Style:
    """How to mark words on a terminal; plain text by default."""

    colour: bool = False

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def bold(self, text: str) -> str:
        return self.paint(text, "1")

    def frame(self, text: str) -> str:
        return self.paint(text, FRAME)


def visible(text: str) -> str:
    """The text as it can stand on one line of a terminal: nothing in it moves the cursor."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(one) for one in text)


def _visible(one: str) -> str:
    if one == "\t":
        return " "
    if one.isprintable() or one == "\u3000":
        return one
    point = ord(one)
    if point > 0xFFFF:
        return f"\\U{point:08x}"
    return f"\\u{point:04x}" if point > 0xFF else f"\\x{point:02x}"


def width(text: str) -> int:
    """The columns that a visible text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(one: str) -> int:
    # Hangul vowels and final consonants join the syllable before them.
    if unicodedata.category(one) in ("Mn", "Me") or "\u1160" <= one <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(one) in "WF" else 1
