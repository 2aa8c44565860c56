"""`mtlc compare`: whether two models are the same."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace

import click

from mtlc.cli import options
from mtlc.compare.subject import Subject
from mtlc.driver import Result

DIFFERENT = 1
BROKEN = 2
UNKNOWN = 4


@click.command()
@click.argument("a")
@click.argument("b")
@click.option(
    "--inference",
    is_flag=True,
    help="Leave out what only works while a model is trained, such as dropout.",
)
@click.option(
    "--set-a",
    "settings_a",
    multiple=True,
    metavar="NAME=VALUE",
    callback=options.read_settings,
    help="A value for one of the params of A; may be given several times.",
)
@click.option(
    "--set-b",
    "settings_b",
    multiple=True,
    metavar="NAME=VALUE",
    callback=options.read_settings,
    help="A value for one of the params of B.",
)
@options.output_format
def compare(
    a: str,
    b: str,
    inference: bool,
    settings_a: Mapping[str, object],
    settings_b: Mapping[str, object],
    output_format: str,
) -> int:
    """Say whether two models are the same, and what shows it.

    A and B are specs. The exit status is 0 if they are identical or equivalent, 1 if they
    are different, 4 if that cannot be told, and 2 if one of them is broken.
    """
    subjects = []
    for file, settings in ((a, settings_a), (b, settings_b)):
        result = read_model(file, settings)
        if result.subject is None:
            options.print_diagnostics(result, output_format, err=output_format == "human")
            return BROKEN
        subjects.append(result.subject)
    from mtlc.compare.comparison import compare as judge

    found = judge(_named(subjects[0], a), _named(subjects[1], b), inference=inference)
    if output_format == "json":
        from mtlc.compare.report import to_dict

        click.echo(json.dumps(to_dict(found), ensure_ascii=False, indent=2))
    else:
        from mtlc.render import comparison
        from mtlc.render.terminal import Style

        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        colour = sys.stdout.isatty() and not plain
        click.echo(comparison.render(found, Style(colour)), nl=False, color=colour)
    if found.is_same:
        return 0
    return UNKNOWN if found.verdict == "unknown" else DIFFERENT


def read_model(file: str, settings: Mapping[str, object]) -> Result:
    """The model of a file: the one place where a path becomes something to compare.

    Raises:
        Unusable: the file cannot be read.
    """
    return options.run(file, "subject", settings=settings)


def _named(subject: Subject, file: str) -> Subject:
    """The model under the name that the user gave it."""
    return replace(subject, name=file)
