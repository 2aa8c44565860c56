"""`mtlc verify`: what Keras says to a spec."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from mtlc.cli import options
from mtlc.cli.files import STDIN, Unusable
from mtlc.cli.progress import Progress


@click.command()
@click.argument("spec")
@click.option(
    "--backend",
    type=click.Choice(["tensorflow", "jax", "torch"]),
    default="tensorflow",
    show_default=True,
    envvar="KERAS_BACKEND",
    show_envvar=True,
    help="The backend of Keras.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="How long Keras may take for all of it.",
)
@options.wishes
@options.output_format
def verify(spec: str, backend: Any, timeout: float, output_format: str, **wishes: Any) -> int:
    """Build a spec in Keras, and compare it with what mtlc says of it.

    It runs the generated code, and with it all modules that the spec imports: the model is
    built, run on random inputs, trained for a step if it has tasks, saved and loaded. SPEC
    is a file, or `-` for standard input.
    """
    result = options.run(spec, "code", **wishes)
    if result.code is None or result.summary is None:
        options.print_beside(result, output_format, options.DIAGNOSTICS)
        return options.DIAGNOSTICS
    options.print_beside(result, output_format)
    from mtlc.verify import NotInstalled
    from mtlc.verify import verify as judge

    progress = Progress(sys.stderr.isatty())
    try:
        report = judge(
            result.code,
            result.summary.to_dict(),
            folder=Path.cwd() if spec == STDIN else Path(spec).parent,
            backend=backend,
            timeout=timeout,
            progress=progress,
        )
    except NotInstalled as error:
        raise Unusable(str(error)) from None
    finally:
        progress.clear()
    if output_format == "json":
        click.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    else:
        from mtlc.verify import table

        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        colour = sys.stdout.isatty() and not plain
        click.echo(table.render(report, colour=colour), nl=False, color=colour)
    return 0 if report.ok else options.DIAGNOSTICS
