"""Diagnostics as commands of GitHub's workflows, which shows them beside the lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mtlc.render.run import Run, below, is_file
from mtlc.render.terminal import visible
from mtlc_spec.diagnostics import Diagnostic, Severity
from mtlc_spec.source import Span

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}

# What the runner takes back, in the order in which it does: `%` is the sign of an escape.
_IN_TEXT = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_IN_PROPERTIES = (*_IN_TEXT, (":", "%3A"), (",", "%2C"))


def render(diagnostics: Iterable[Diagnostic], run: Run | None = None) -> str:
    """A line for each: `::error file=a.yaml,line=3,…,title=MTL1001 …::Keras has no layer …`."""
    used = run or Run()
    lines = [_annotation(one, used) for one in diagnostics]
    for finding in used.findings:
        place = {"file": _path(finding.file, used), "title": finding.rule}
        lines.append(command("error", finding.message, place))
    lines += [command("error", fault, {}) for fault in used.faults]
    return "".join(f"{line}\n" for line in lines)


def command(name: str, text: str, properties: Mapping[str, str | int]) -> str:
    """A command, with everything escaped that would end a piece of it."""
    given = ",".join(f"{k}={_escaped(str(v), _IN_PROPERTIES)}" for k, v in properties.items())
    return f"::{name}{f' {given}' if given else ''}::{_escaped(text, _IN_TEXT)}"


def _escaped(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for sign, escape in pairs:
        text = text.replace(sign, escape)
    return text


def _annotation(one: Diagnostic, run: Run) -> str:
    properties = _properties(one.span, run) if is_file(one.span.source) else {}
    properties["title"] = f"{one.code} {one.slug}"
    return command(COMMANDS[one.severity], "\n".join(map(visible, _lines(one))), properties)


def _properties(span: Span, run: Run) -> dict[str, str | int]:
    """Where it is; the runner takes columns for one line alone."""
    start, end = (span.source.position(at) for at in (span.start, span.end))
    found: dict[str, str | int] = {
        "file": _path(span.source.name, run),
        "line": start.line,
        "endLine": end.line,
    }
    if start.line == end.line:
        found |= {"col": start.column, "endColumn": end.column}
    return found


def _path(name: str, run: Run) -> str:
    path = run.absolute(name)
    return below(path, run.root) or path


def _lines(one: Diagnostic) -> Iterator[str]:
    yield f"{_place(one.span)}: {one.message}"
    for label in one.labels:
        if label.message:
            yield f"{_place(label.span)}: {label.message}"
    for step in one.trace:
        yield f"in: {step.name}, at {_place(step.span)}"
    if one.others:
        yield f"and {one.others:,} more use{'' if one.others == 1 else 's'} of it"
    if one.help is not None:
        yield f"help: {one.help}"


def _place(span: Span) -> str:
    line, column = span.source.position(span.start)
    return f"{span.source.name}:{line}:{column}"
