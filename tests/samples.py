"""Diagnostics made by hand, for the tests of what shows them."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic, Edit, Label, Severity
from mtlc_spec.source import Source, Span


class Sample(Diagnostic):
    """A diagnostic of no code in particular; without `code=` it is not registered."""

    code = "MTL0000"
    severity = Severity.ERROR
    slug = "sample"

    words: str = "it is wrong"
    advice: str | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def message(self) -> str:
        return self.words

    @property
    def help(self) -> str | None:
        return self.advice

    @property
    def fix(self) -> tuple[Edit, ...]:
        return self.edits


def within(source: Source, piece: str) -> Span:
    """The place of a piece of a source; an empty piece is its end."""
    if not piece:
        return Span(source, len(source.text), len(source.text))
    start = source.text.index(piece)
    return Span(source, start, start + len(piece))


def label(source: Source, piece: str, message: str) -> Label:
    return Label(within(source, piece), message)
