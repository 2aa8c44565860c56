"""`mtlc fmt`: specs in the canonical layout."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import NamedTuple

import click

from mtlc.cli import many, options
from mtlc.cli.files import STDIN, Unusable, print_text, read_bytes, replace_text
from mtlc.cli.selection import select
from mtlc.render import FORMATS, Finding
from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.reading import decode


@click.command()
@options.specs
@click.option("--check", is_flag=True, help="Write nothing; fail if a file would be changed.")
@click.option(
    "--diff", is_flag=True, help="Print the difference; write nothing, and fail as --check."
)
@options.jobs
@options.output_format
def fmt(
    specs: tuple[str, ...], check: bool, diff: bool, jobs: int | None, output_format: str
) -> int:
    """Lay specs out in the canonical style; what they say stays, and so do comments.

    A SPEC is a file, of blocks as well, a folder with specs and files of blocks in it, a
    glob, or `-` for standard input, which goes to standard output. A file that cannot be
    read is reported, and left as it is.
    """
    selected = select(specs, blocks=True)
    writes = not (check or diff)
    work = partial(_lay_out, writes=writes, shows=diff)
    found: list[Diagnostic] = []
    lines: list[str] = []
    findings: list[Finding] = []
    faults = [*selected.faults]
    counts: Counter[bool] = Counter()
    doing = None if diff else "laying out"
    for done in many.each(work, selected.names, jobs, doing=doing):
        if isinstance(done, Unusable):
            faults.append(done)
            continue
        found += done.diagnostics
        lines += done.lines
        findings += done.findings
        if done.is_changed is not None:
            counts[done.is_changed] += 1
        click.echo(done.difference, nl=False)
    failed = found or (counts[True] and not writes)
    status = options.UNUSABLE if faults else options.DIAGNOSTICS if failed else 0
    form = FORMATS[output_format]
    options.print_diagnostics(
        found,
        output_format,
        err=output_format == "human" or STDIN in specs or diff,
        summed_up=True,
        status=status,
        findings=tuple(findings),
        faults=tuple(map(str, faults)),
    )
    if not form.is_log:
        lines += [one.message for one in findings]
    for line in lines:
        click.echo(line, err=True)
    for fault in faults:
        click.echo(f"error: {fault}", err=True)
    if specs != (STDIN,):
        click.echo(_counted(counts, writes), err=True)
    return status


class _Done(NamedTuple):
    """What became of one file."""

    diagnostics: tuple[Diagnostic, ...] = ()
    is_changed: bool | None = None
    """None if it cannot be laid out."""
    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    difference: str = ""


def _lay_out(spec: str, *, writes: bool, shows: bool) -> _Done:
    """Lay out one file.

    Raises:
        Unusable: the file itself cannot be read or written.
    """
    from mtlc.formatting import Unusual, format_source  # other commands need no layout

    report = Report()
    data = read_bytes(spec)
    source = decode("<stdin>" if spec == STDIN else spec, data, report)
    if source is None:
        return _Done(tuple(report))
    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    try:
        text = format_source(source, report)
    except Unusual as fault:
        line, column = source.position(fault.place)
        lines = (f"{source.name}:{line}:{column}: left as it is: {fault}",)
        text = source.text
    if text is None:
        return _Done(tuple(report))
    is_changed = text != source.text
    difference = ""
    if is_changed and shows:
        from mtlc.cli.patch import difference as made

        difference = made(source.name, source.text, text)
    elif is_changed and not writes:
        findings = (Finding("layout", source.name, f"{source.name} would be changed"),)
    elif is_changed and spec != STDIN:
        replace_text(spec, source.text, text)
    if spec == STDIN and writes:
        print_text(data, text)
    return _Done(tuple(report), is_changed, lines, findings, difference)


def _counted(counts: Counter[bool], writes: bool) -> str:
    """`1 file formatted, 2 files unchanged`."""
    verb = "formatted" if writes else "would be formatted"
    named = ((counts[True], verb), (counts[False], "unchanged"))
    parts = [f"{n} file{'' if n == 1 else 's'} {word}" for n, word in named if n]
    return ", ".join(parts) or "no file formatted"
