"""`mtlc expand`: the flat spec of a model."""

from __future__ import annotations

from typing import Any

import click

from mtlc.cli import options


@click.command()
@click.argument("spec")
@options.wishes
@options.output_format
@options.fail_on
def expand(spec: str, output_format: str, fail_on: options.FailOn, **wishes: Any) -> int:
    """Print a spec without its structure: one entry for each call, every value a number.

    Params, expressions, repeats, copies, conditions and blocks are gone; only what is
    shared as a whole stays a block. It compiles to the same model. SPEC is a file, or `-`
    for standard input.
    """
    result = options.run(spec, "flat", **wishes)
    status = options.DIAGNOSTICS if options.failed(result, fail_on) else 0
    options.print_diagnostics(result, output_format, err=True, status=status)
    if result.flat is not None:
        click.echo(result.flat, nl=False)
    return status
