"""`mtlc fuse`: heads as slices of one wider layer, and back."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mtlc.cli import options
from mtlc.cli.files import STDIN, Unusable, read_spec, write_atomically
from mtlc.inclusion import includer
from mtlc_spec.diagnostics import Report

NOTHING = 1
BROKEN = 2


@click.command()
@click.argument("spec")
@click.option("--split", "apart", is_flag=True, help="Take a wider layer apart into heads.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write; by default the new spec is printed.",
)
@click.option("--force", is_flag=True, help="Overwrite the file of --output if there is one.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    callback=options.read_settings,
    help="A value for one of the spec's params; may be given several times.",
)
@options.preset()
@options.configuration
@options.output_format
def fuse(
    spec: str,
    apart: bool,
    output: str | None,
    force: bool,
    settings: Mapping[str, object],
    output_format: str,
    **wishes: Any,
) -> int:
    """Make heads that differ in their columns alone slices of one wider layer.

    The outputs keep their names, losses, weights and metrics. The new spec goes to
    standard output or to a file; what became of the weights and of the loss is said on
    standard error. The exit status is 1 if there is nothing to fuse, or, with --split,
    nothing to take apart, and 2 if the spec is broken.
    """
    report = Report()
    wished = options.wished(spec, settings=settings, **wishes)
    source = read_spec(spec, report)
    if source is None:
        options.print_diagnostics(report, output_format, err=True, status=BROKEN)
        return BROKEN
    from mtlc.fuse.rewriting import rewrite

    include = None if spec == STDIN else includer(Path(spec))
    outcome = rewrite(source, replace(wished, include=include), apart=apart)
    if not outcome.result.ok:
        options.print_diagnostics(outcome.result, output_format, err=True, status=BROKEN)
        return BROKEN
    from mtlc.render import fusion
    from mtlc.render.terminal import Style

    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    style = Style(sys.stderr.isatty() and not plain)
    found = outcome.rewritten
    if found is None:
        word = "take apart" if apart else "fuse"
        why = "" if outcome.why is None else f": {outcome.why}"
        click.echo(f"error: there is nothing to {word} in {spec}{why}", err=True)
        click.echo(fusion.reasons(outcome.left, style), nl=False, err=True)
        return NOTHING
    text = found.text
    if output_format == "json":
        text = json.dumps(fusion.to_dict(found, apart=apart), ensure_ascii=False, indent=2)
        text += "\n"
    else:
        click.echo(fusion.render(found, style, apart=apart), nl=False, err=True)
    if output is None or output == STDIN:
        click.echo(text, nl=False)
        return 0
    if output_format == "json":
        click.echo(text, nl=False)
    write_new(Path(output), found.text, force)
    return 0


def write_new(path: Path, text: str, force: bool) -> None:
    """Write a file that is not there yet, or that may be overwritten.

    Raises:
        Unusable: it is there, or cannot be written.
    """
    if os.path.lexists(path) and not force:
        raise Unusable(f"{path} is there already; overwrite it with --force")
    write_atomically(path, text)
