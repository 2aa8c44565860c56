"""Options that several commands have in common, and what follows from them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mtlc.driver import Options, Result, Wanted, compile_source
from mtlc.expand.counts import MAX_LAYERS
from mtlc.inclusion import includer
from mtlc.settings import parse
from mtlc_spec.diagnostics import Diagnostic, Report, Severity

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

DIAGNOSTICS = 1

specs: Decorator = click.argument("specs", nargs=-1, required=True, metavar="SPEC...")
jobs: Decorator = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes work; by default none for few specs, else one for each core.",
)


def read_settings(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> dict[str, object]:
    """The values of `--set name=value`, each read as YAML."""
    found: dict[str, object] = {}
    for one in given:
        name, equals, text = one.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{one!r} is not NAME=VALUE", context, parameter)
        try:
            found[name] = parse(text)
        except ValueError as error:
            raise click.BadParameter(f"{name}: {error}", context, parameter) from None
    return found


def wishes(command: Callable[..., Any]) -> Callable[..., Any]:
    """What may be decided in place of the spec: `--target`, `--set`, `--max-layers`."""
    for option in (
        click.option(
            "--max-layers",
            type=click.IntRange(min=1),
            default=MAX_LAYERS,
            show_default=True,
            help="How many layers repeats, copies and blocks may make.",
        ),
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="NAME=VALUE",
            callback=read_settings,
            help="A value for one of the spec's params; may be given several times.",
        ),
        click.option(
            "--target",
            type=click.Choice(["auto", "sequential", "functional"]),
            help="The Keras API to compile to, in place of the spec's own `target`.",
        ),
    ):
        command = option(command)
    return command


output_format: Decorator = click.option(
    "--format",
    "output_format",
    type=click.Choice(["human", "json"]),
    default="human",
    show_default=True,
    help="How diagnostics are printed.",
)
fail_on: Decorator = click.option(
    "--fail-on",
    type=click.Choice([str(one) for one in Severity]),
    default="error",
    show_default=True,
    help="The mildest severity that makes the exit status 1.",
)


def wished(
    target: str | None = None,
    settings: Mapping[str, object] | None = None,
    max_layers: int = MAX_LAYERS,
) -> Options:
    """What was decided on the command line; no files are included."""
    return Options(None, target, settings or {}, None, max_layers)


def run(spec: str, want: Wanted, **wishes: Any) -> Result:
    """Compile or check one spec.

    Raises:
        Unusable: the file cannot be read.
    """
    from mtlc.cli.files import STDIN, read_spec

    report = Report()
    source = read_spec(spec, report)
    if source is None:
        return Result(tuple(report), False)
    include = None if spec == STDIN else includer(Path(spec))
    return compile_source(source, replace(wished(**wishes), include=include), want=want)


def failed(diagnostics: Iterable[Diagnostic], fail_on: str) -> bool:
    """Whether anything is at or above the severity that fails a run."""
    least = Severity(fail_on).rank
    return any(one.severity.rank >= least for one in diagnostics)


def print_diagnostics(
    diagnostics: Iterable[Diagnostic], output_format: str, *, err: bool
) -> None:
    """Print diagnostics, to standard error or output."""
    if output_format == "json":
        from mtlc.render import json

        click.echo(json.render(diagnostics), nl=False, err=err)
        return
    from mtlc.render import human
    from mtlc.render.terminal import Style

    stream = sys.stderr if err else sys.stdout
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    colour = stream.isatty() and not plain
    click.echo(human.render(diagnostics, Style(colour)), nl=False, err=err, color=colour)


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or `no problems`."""
    found = [one.severity for one in diagnostics]
    parts = [
        f"{count} {severity}{'' if count == 1 else 's'}"
        for severity in Severity
        if (count := found.count(severity))
    ]
    return ", ".join(parts) or "no problems"
