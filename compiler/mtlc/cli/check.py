"""`mtlc check`: what is wrong with specs."""

from __future__ import annotations

from typing import Any

import click

from mtlc.cli import options
from mtlc.cli.files import STDIN, Unusable
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
@options.output_format
@options.fail_on
def check(
    specs: tuple[str, ...],
    fix: bool,
    diff: bool,
    watches: bool,
    output_format: str,
    fail_on: options.FailOn,
    **wishes: Any,
) -> int:
    """Report every problem of specs, without generating code.

    A SPEC is a file, or `-` for standard input. With --fix, what is left is reported, and
    the repaired text of standard input goes to standard output. With --diff nothing is
    reported, and the exit status is 1 if there is a difference. With --watch, every round
    reports what there is to say of all specs.
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

        watch(lambda: Found(specs), again, verb="checked", output_format=output_format)
    repairs = None
    if fix or diff:
        from mtlc.cli.repair import Repairs  # most runs repair nothing

        repairs = Repairs(write=fix)
    found: list[Diagnostic] = []
    unusable: list[Unusable] = []
    for spec in specs:
        try:
            if repairs is not None:
                found.extend(repairs.run(spec, options.wished(spec, **wishes)))
            else:
                found.extend(options.run(spec, "check", **wishes))
        except Unusable as error:
            unusable.append(error)
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
        count = len(specs) - len(unusable)
        counted = options.counted(found)
        click.echo(f"{count} spec{'' if count == 1 else 's'} checked: {counted}", err=True)
    return status
