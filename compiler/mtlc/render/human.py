"""Diagnostics as a person reads them: the place, the piece of the spec, a way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtlc.render.excerpt import Mark, excerpt
from mtlc.render.run import Run
from mtlc.render.terminal import COLOURS, FRAME, Style, visible
from mtlc_spec.diagnostics import Diagnostic, Origin
from mtlc_spec.source import Source, Span

LONGEST_ORIGIN = 60
"""Characters of an entry that an expansion came from."""


def render(diagnostics: Iterable[Diagnostic], run: Run | None = None) -> str:
    """All diagnostics, a blank line behind each."""
    style = run.style if run is not None else Style()
    return "".join(f"{one(diagnostic, style)}\n" for diagnostic in diagnostics)


def one(diagnostic: Diagnostic, style: Style) -> str:
    """One diagnostic with its piece of the spec."""
    severity = diagnostic.severity
    head = style.paint(f"{severity}[{diagnostic.code}]", f"1;{COLOURS[severity]}")
    by_source = _marks(diagnostic)
    last = max(
        source.position(mark.span.start).line
        for source, marks in by_source.items()
        for mark in marks
    )
    gutter = " " * len(str(last))
    bar = f"{gutter} {style.frame('|')}"
    lines = [f"{head}{style.bold(f': {visible(diagnostic.message)}')}"]
    arrow = "-->"
    for source, marks in by_source.items():
        lines += [f"{gutter}{style.frame(arrow)} {_place(marks[0].span)}", bar]
        lines += excerpt(source, marks, gutter, style)
        arrow = ":::"
    if notes := list(_notes(diagnostic)):
        lines += [bar, *(f"{gutter} {style.frame('=')} {visible(note)}" for note in notes)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _marks(diagnostic: Diagnostic) -> dict[Source, list[Mark]]:
    """What to underline in each source, the diagnostic's own place first.

    A label at that very place says what is the matter there.
    """
    span = diagnostic.span
    own = ", ".join(label.message for label in diagnostic.labels if label.span == span)
    found = {span.source: [Mark(span, own, "^", COLOURS[diagnostic.severity])]}
    for label in diagnostic.labels:
        if label.span != span:
            marks = found.setdefault(label.span.source, [])
            marks.append(Mark(label.span, label.message, "-", FRAME))
    return found


def _notes(diagnostic: Diagnostic) -> Iterator[str]:
    yield from (_origin(step) for step in diagnostic.trace)
    if diagnostic.others:
        yield f"and {diagnostic.others:,} more use{'' if diagnostic.others == 1 else 's'} of it"
    if diagnostic.help is not None:
        yield f"help: {diagnostic.help}"


def _origin(step: Origin) -> str:
    written = " ".join(step.span.text.split())
    if len(written) > LONGEST_ORIGIN:
        written = f"{written[: LONGEST_ORIGIN - 1]}…"
    return f"in: {step.name}, from `{written}` at {_place(step.span)}"


def _place(span: Span) -> str:
    line, column = span.source.position(span.start)
    return f"{visible(span.source.name)}:{line}:{column}"
