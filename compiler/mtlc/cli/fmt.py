"""`mtlc fmt`: specs in the canonical layout."""

from __future__ import annotations

import click

from mtlc.cli import options
from mtlc.cli.files import STDIN, Unusable, print_text, read_bytes, replace_text
from mtlc.render import FORMATS, Finding
from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.reading import decode


@click.command()
@options.specs
@click.option("--check", is_flag=True, help="Write nothing; fail if a file would be changed.")
@click.option(
    "--diff", is_flag=True, help="Print the difference; write nothing, and fail as --check."
)
@options.output_format
def fmt(specs: tuple[str, ...], check: bool, diff: bool, output_format: str) -> int:
    """Lay specs out in the canonical style; what they say stays, and so do comments.

    A SPEC is a file, of blocks as well, or `-` for standard input, which goes to standard
    output. A file that cannot be read is reported, and left as it is.
    """
    run = _Run(writes=not (check or diff), shows=diff)
    found: list[Diagnostic] = []
    faults: list[Unusable] = []
    for spec in dict.fromkeys(specs):
        try:
            found += run.format(spec)
        except Unusable as error:
            faults.append(error)
    failed = found or (run.changed and not run.writes)
    status = options.UNUSABLE if faults else options.DIAGNOSTICS if failed else 0
    form = FORMATS[output_format]
    options.print_diagnostics(
        found,
        output_format,
        err=output_format == "human" or STDIN in specs or diff,
        summed_up=True,
        status=status,
        findings=tuple(run.findings),
        faults=tuple(map(str, faults)),
    )
    if not form.is_log:
        run.lines += [one.message for one in run.findings]
    for line in run.lines:
        click.echo(line, err=True)
    for fault in faults:
        click.echo(f"error: {fault}", err=True)
    if specs != (STDIN,):
        click.echo(run.summary(), err=True)
    return status


class _Run:
    """The files of one run."""

    def __init__(self, *, writes: bool, shows: bool) -> None:
        self.writes = writes
        self.shows = shows
        self.changed = 0
        self.unchanged = 0
        self.lines: list[str] = []
        self.findings: list[Finding] = []

    def format(self, spec: str) -> Report:
        """Lay out one file; a report of why it cannot be read.

        Raises:
            Unusable: the file itself cannot be read or written.
        """
        from mtlc.formatting import Unusual, format_source  # other commands need no layout

        report = Report()
        data = read_bytes(spec)
        source = decode("<stdin>" if spec == STDIN else spec, data, report)
        if source is None:
            return report
        try:
            text = format_source(source, report)
        except Unusual as fault:
            line, column = source.position(fault.place)
            self.lines.append(f"{source.name}:{line}:{column}: left as it is: {fault}")
            text = source.text
        if text is None:
            return report
        if text == source.text:
            self.unchanged += 1
        else:
            self.changed += 1
            self._changed(spec, source.name, source.text, text)
        if spec == STDIN and self.writes:
            print_text(data, text)
        return report

    def _changed(self, spec: str, name: str, old: str, new: str) -> None:
        if self.shows:
            from mtlc.cli.patch import difference

            click.echo(difference(name, old, new), nl=False)
        elif not self.writes:
            self.findings.append(Finding("layout", name, f"{name} would be changed"))
        elif spec != STDIN:
            replace_text(spec, old, new)

    def summary(self) -> str:
        """`1 file formatted, 2 files unchanged`."""
        verb = "formatted" if self.writes else "would be formatted"
        counts = ((self.changed, verb), (self.unchanged, "unchanged"))
        parts = [f"{n} file{'' if n == 1 else 's'} {word}" for n, word in counts if n]
        return ", ".join(parts) or "no file formatted"
