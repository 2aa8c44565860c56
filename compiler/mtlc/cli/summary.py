"""`mtlc summary`: what a model is, in figures."""

from __future__ import annotations

import json
from typing import Any

import click

from mtlc.cli import options


@click.command()
@click.argument("spec")
@options.wishes
@options.output_format
@options.fail_on
def summary(spec: str, output_format: str, fail_on: options.FailOn, **wishes: Any) -> int:
    """Show the layers, shapes and parameters of a spec as Keras would.

    It also says which API the model compiles to, and why. SPEC is a file, or `-` for
    standard input.
    """
    result = options.run(spec, "summary", **wishes)
    status = options.DIAGNOSTICS if options.failed(result, fail_on) else 0
    options.print_beside(result, output_format, status)
    if result.summary is None:
        return status
    if output_format == "json":
        click.echo(json.dumps(result.summary.to_dict(), ensure_ascii=False, indent=2))
    else:
        from mtlc.render import table

        click.echo(table.render(result.summary), nl=False)
    return status
