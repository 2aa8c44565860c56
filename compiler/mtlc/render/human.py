"""Diagnostics as a person reads them: the place, the piece of the spec, a way out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from mtlc_spec.diagnostics import Diagnostic, Label, Severity
from mtlc_spec.source import Source, Span

WIDEST = 160
"""Columns of a shown line; longer ones are cut."""

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


@dataclass(frozen=True, slots=True)
class Style:
    """How to mark words on a terminal; plain text by default."""

    colour: bool = False

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def bold(self, text: str) -> str:
        return self.paint(text, "1")

    def frame(self, text: str) -> str:
        return self.paint(text, "34")


def render(diagnostics: Iterable[Diagnostic], style: Style | None = None) -> str:
    """All diagnostics, a blank line behind each."""
    used = style or Style()
    return "".join(f"{one(diagnostic, used)}\n" for diagnostic in diagnostics)


def one(diagnostic: Diagnostic, style: Style) -> str:
    """One diagnostic with its piece of the spec."""
    severity = diagnostic.severity
    head = style.paint(f"{severity}[{diagnostic.code}]", f"1;{_COLOURS[severity]}")
    span = diagnostic.span
    place = span.source.position(span.start)
    labels = [label for label in diagnostic.labels if label.span.source is span.source]
    elsewhere = [label for label in diagnostic.labels if label.span.source is not span.source]
    numbers = [
        place.line,
        *(label.span.source.position(label.span.start).line for label in labels),
    ]
    gutter = " " * len(str(max(numbers)))
    lines = [
        f"{head}{style.bold(f': {visible(diagnostic.message)}')}",
        f"{gutter}{style.frame('-->')} {visible(span.source.name)}:{place.line}:{place.column}",
        f"{gutter} {style.frame('|')}",
        *_excerpt(diagnostic, labels, gutter, style),
    ]
    notes = [f"in: {step}" for step in diagnostic.trace]
    notes += [_elsewhere(label) for label in elsewhere]
    if diagnostic.help is not None:
        notes.append(f"help: {diagnostic.help}")
    if notes:
        lines.append(f"{gutter} {style.frame('|')}")
        lines += [f"{gutter} {style.frame('=')} {visible(note)}" for note in notes]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _elsewhere(label: Label) -> str:
    place = label.span.source.position(label.span.start)
    return f"{label.span.source.name}:{place.line}:{place.column}: {label.message}"


def _excerpt(
    diagnostic: Diagnostic, labels: list[Label], gutter: str, style: Style
) -> Iterable[str]:
    """The lines that take part, each with its marks, in order; gaps are dots."""
    source = diagnostic.span.source
    marks: dict[int, list[tuple[Span, str, bool]]] = {}
    for mark in [
        (diagnostic.span, "", True),
        *((one.span, one.message, False) for one in labels),
    ]:
        marks.setdefault(source.position(mark[0].start).line, []).append(mark)
    previous = 0
    for number in sorted(marks):
        if previous and number > previous + 2:
            yield style.frame("...")
        elif previous and number == previous + 2:
            yield _line(source, number - 1, gutter, style)
        previous = number
        yield _line(source, number, gutter, style)
        for span, message, primary in sorted(marks[number], key=lambda mark: -mark[0].start):
            yield _mark(source, number, span, message, primary, diagnostic, gutter, style)


def _line(source: Source, number: int, gutter: str, style: Style) -> str:
    shown = visible(source.line(number))
    if len(shown) > WIDEST:
        shown = f"{shown[:WIDEST]}…"
    return f"{style.frame(f'{number:>{len(gutter)}} |')} {shown}"


def _mark(
    source: Source,
    number: int,
    span: Span,
    message: str,
    primary: bool,
    diagnostic: Diagnostic,
    gutter: str,
    style: Style,
) -> str:
    line = source.line(number)
    start = source.position(span.start).column - 1
    ends_here = source.position(span.end).line == number
    end = source.position(span.end).column - 1 if ends_here else len(line)
    lead = min(width(visible(line[:start])), WIDEST)
    count = max(1, min(width(visible(line[start:end])), WIDEST + 1 - lead))
    sign = ("^" if primary else "-") * count
    text = f"{sign} {visible(message)}" if message else sign
    colour = _COLOURS[diagnostic.severity] if primary else "34"
    return f"{gutter} {style.frame('|')} {' ' * lead}{style.paint(text, colour)}"


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
    return f"\\u{ord(one):04x}" if ord(one) > 0xFF else f"\\x{ord(one):02x}"


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(one)
        else 2
        if unicodedata.east_asian_width(one) in "WF"
        else 1
        for one in text
    )
