"""The lines of a spec that a diagnostic speaks of, with marks under the places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mtlc.render.terminal import Style, visible, width
from mtlc_spec.source import Source, Span

WIDEST = 160
"""Characters of a line that is shown whole; of a longer one, what is around its marks."""

AROUND = 40
"""Characters that are shown on either side of a mark in a long line."""

LONGEST_MARK = 80


class Mark(NamedTuple):
    """A place to underline, and what to say about it."""

    span: Span
    message: str
    sign: str
    colour: str


def excerpt(source: Source, marks: Iterable[Mark], gutter: str, style: Style) -> Iterator[str]:
    """The marked lines in order; one line between two of them is shown, more are dots."""
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        by_line.setdefault(source.position(mark.span.start).line, []).append(mark)
    previous = 0
    for number in sorted(by_line):
        if previous and number > previous + 2:
            yield style.frame("...")
        elif previous and number == previous + 2:
            yield _numbered(number - 1, _Line(source, number - 1, ()).text, gutter, style)
        previous = number
        found = sorted(by_line[number], key=lambda mark: mark.span.start)
        line = _Line(source, number, found)
        yield _numbered(number, line.text, gutter, style)
        for row in _rows(found, line):
            yield from (f"{gutter} {style.frame('|')} {one}" for one in _under(row, style))


def _numbered(number: int, text: str, gutter: str, style: Style) -> str:
    return f"{style.frame(f'{number:>{len(gutter)}} |')} {text}"


class _Line:
    """A line as it is shown: whole, or in pieces around its marks if it is long."""

    def __init__(self, source: Source, number: int, marks: Iterable[Mark]) -> None:
        self.source = source
        self.start, self.end = source.line_bounds(number)
        self.pieces = [(self.start, self.end)]
        if self.end - self.start > WIDEST:
            self.pieces = self._around(marks) or [(self.start, self.start + WIDEST)]
        self.cut_left = self.pieces[0][0] > self.start
        parts = [visible(source.text[start:end]) for start, end in self.pieces]
        before, behind = self.cut_left, self.pieces[-1][1] < self.end
        self.text = f"{'…' * before}{'…'.join(parts)}{'…' * behind}"

    def _around(self, marks: Iterable[Mark]) -> list[tuple[int, int]]:
        pieces: list[tuple[int, int]] = []
        for span, *_ in marks:
            end = min(span.end, span.start + LONGEST_MARK) + AROUND
            start, end = max(self.start, span.start - AROUND), min(self.end, end)
            if pieces and start <= pieces[-1][1]:
                start, last = pieces.pop()
                end = max(end, last)
            pieces.append((start, end))
        return pieces

    def columns(self, span: Span) -> tuple[int, int]:
        """Where a mark begins and ends under the line; it is at least one column wide."""
        shown = int(self.cut_left)
        text = self.source.text
        for start, end in self.pieces:
            if span.start <= end:
                first = shown + width(visible(text[start : span.start]))
                marked = text[span.start : min(span.end, end)].rstrip(" \t")
                return first, first + max(1, width(visible(marked)))
            shown += width(visible(text[start:end])) + 1
        return shown - 1, shown


class _Placed(NamedTuple):
    start: int
    end: int
    mark: Mark


def _rows(marks: Iterable[Mark], line: _Line) -> list[list[_Placed]]:
    """The marks of a line, those that overlap in rows of their own."""
    rows: list[list[_Placed]] = []
    for mark in marks:
        placed = _Placed(*line.columns(mark.span), mark)
        for row in rows:
            if row[-1].end < placed.start:
                row.append(placed)
                break
        else:
            rows.append([placed])
    return rows


def _under(row: list[_Placed], style: Style) -> Iterator[str]:
    """A row of marks; the last one's message is beside it, those of the others below."""
    signs = [(one.start, one.mark.sign * (one.end - one.start), one.mark) for one in row]
    start, sign, last = signs.pop()
    signs.append((start, f"{sign} {visible(last.message)}".rstrip(), last))
    yield _laid(signs, style)
    waiting = [one for one in row[:-1] if one.mark.message]
    while waiting:
        one = waiting.pop()
        bars = [(other.start, "|", other.mark) for other in waiting]
        yield _laid([*bars, (one.start, visible(one.mark.message), one.mark)], style)


def _laid(parts: Iterable[tuple[int, str, Mark]], style: Style) -> str:
    line = ""
    at = 0
    for start, text, mark in parts:
        line += " " * (start - at) + style.paint(text, mark.colour)
        at = start + width(text)
    return line
