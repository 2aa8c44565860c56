"""`mtlc check`: what is wrong with specs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import click

from mtlc.cli import many, options
from mtlc.cli.files import STDIN, Unusable
from mtlc.cli.selection import select
from mtlc.driver import Options, Result
from mtlc.render import FORMATS
from mtlc_spec.diagnostics import Diagnostic


@click.command()
@options.specs
@click.option(
    "--fix",
    is_flag=True,
    help="Apply the fixes that make no new errors, in specs and in what they include.",
)
@click.option("--diff", is_flag=True, help="Print what --fix would change; write nothing.")
@options.watches
@options.wishes
@options.selection
@options.jobs
@options.output_format
@options.fail_on
def check(
    specs: tuple[str, ...],
    fix: bool,
    diff: bool,
    watches: bool,
    jobs: int | None,
    output_format: str,
    fail_on: options.FailOn,
    **wishes: Any,
) -> int:
    """Report every problem of specs, without generating code.

    A SPEC is a file, a folder with specs in it, a glob, or `-` for standard input. With
    --fix, what is left is reported, and the repaired text of standard input goes to
    standard output. With --diff nothing is reported, and the exit status is 1 if there is
    a difference. With --watch, every round reports what there is to say of all specs.
    """
    if diff and (fix or output_format != "human"):
        raise click.UsageError("--diff goes with neither --fix nor another --format")
    if watches and (fix or diff):
        raise click.UsageError("--watch goes with neither --fix nor --diff")
    if watches:
        from mtlc.cli.rounds import Outcome
        from mtlc.cli.watch import Found, watch  # few runs stay

        def again(spec: str, outcome: Outcome) -> None:
            options.note_configuration(outcome.reads.note, spec, **wishes)
            reader = outcome.reads.includer
            outcome.found += options.run(spec, "check", reader=reader, **wishes)

        def find() -> Found:
            chosen = select(specs)
            return Found(chosen.names, chosen.folders, chosen.faults)

        watch(find, again, verb="checked", output_format=output_format)
    selected = select(specs)
    work: Callable[[str], Result] = partial(options.run, want="check", **wishes)
    repairs = None
    if fix or diff:
        from mtlc.cli.repair import Repairs  # most runs repair nothing

        repairs = Repairs(write=fix)
        work = partial(_repaired, repairs.run, wishes)
        jobs = 1  # what is repaired in one spec is included by the next one
    found: list[Diagnostic] = []
    unusable = [*selected.faults]
    doing = None if diff else "checking"
    for result in many.each(work, selected.names, jobs, doing=doing):
        if isinstance(result, Unusable):
            unusable.append(result)
        else:
            found.extend(result)
    status = options.DIAGNOSTICS if options.failed(found, fail_on) else 0
    if unusable:
        status = options.UNUSABLE
    elif repairs is not None and diff:
        status = options.DIAGNOSTICS if repairs.changed else 0
    if not diff:
        options.print_diagnostics(
            found,
            output_format,
            err=fix and STDIN in specs,
            summed_up=True,
            status=status,
            faults=tuple(map(str, unusable)),
        )
    for fault in unusable:
        click.echo(f"error: {fault}", err=True)
    if repairs is not None:
        from mtlc.cli.repair import told

        for line in told(repairs, "applied" if fix else "would be applied"):
            click.echo(line, err=True)
    if not diff and not FORMATS[output_format].is_document:
        count = len(selected.specs) + len(selected.faults) - len(unusable)
        counted = options.counted(found)
        if not count and unusable:
            return status
        click.echo(f"{count} spec{'' if count == 1 else 's'} checked: {counted}", err=True)
    return status


def _repaired(
    repair: Callable[[str, Options], Result], wishes: dict[str, Any], spec: str
) -> Result:
    return repair(spec, options.wished(spec, **wishes))
