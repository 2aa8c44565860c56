"""`mtlc check`: what is wrong with specs."""

from __future__ import annotations

from typing import Any

import click

from mtlc.cli import options
from mtlc.cli.files import Unusable
from mtlc_spec.diagnostics import Diagnostic


@click.command()
@options.specs
@options.wishes
@options.output_format
@options.fail_on
def check(specs: tuple[str, ...], output_format: str, fail_on: str, **wishes: Any) -> int:
    """Report every problem of specs, without generating code.

    A SPEC is a file, or `-` for standard input.
    """
    found: list[Diagnostic] = []
    unusable: list[Unusable] = []
    for spec in specs:
        try:
            found.extend(options.run(spec, "check", **wishes))
        except Unusable as error:
            unusable.append(error)
    if found or output_format == "json":
        options.print_diagnostics(found, output_format, err=False)
    for fault in unusable:
        click.echo(f"error: {fault}", err=True)
    if output_format == "human":
        count = len(specs) - len(unusable)
        counted = options.counted(found)
        click.echo(f"{count} spec{'' if count == 1 else 's'} checked: {counted}", err=True)
    if unusable:
        return 2
    return options.DIAGNOSTICS if options.failed(found, fail_on) else 0
