"""`mtlc compare`: whether two models are the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mtlc.cli import options
from mtlc.cli.files import STDIN
from mtlc.compare.subject import Subject
from mtlc.driver import Result, Wanted

BROKEN = 2

SAVED = frozenset({".keras", ".json"})
"""How the files of saved models end; all others are specs."""


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
@options.preset("a")
@options.preset("b")
@options.configuration
@click.option(
    "--run",
    is_flag=True,
    help="Prove it in TensorFlow: build both, compare what they do, and time them.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="How long that may take.",
)
@options.output_format
def compare(
    a: str,
    b: str,
    inference: bool,
    settings_a: Mapping[str, object],
    settings_b: Mapping[str, object],
    presets_a: tuple[str, ...],
    presets_b: tuple[str, ...],
    run: bool,
    timeout: float,
    output_format: str,
    **configuration: Any,
) -> int:
    """Say whether two models are the same, and what shows it.

    A and B are specs, or saved Keras models (`.keras`, or `.json` by `model.to_json()`),
    which are imported. The exit status is 0 if they are identical or equivalent, 1 if they
    are different, 4 if that cannot be told, and 2 if one of them is broken. With `--run`,
    the generated code of both is run, and with it all modules that the specs import.
    """
    subjects, modules = [], []
    want: Wanted = "subject and code" if run else "subject"
    for file, settings, presets in ((a, settings_a, presets_a), (b, settings_b, presets_b)):
        result = read_model(file, settings, want, presets=presets, **configuration)
        if result.subject is None:
            options.print_beside(result, output_format, BROKEN)
            return BROKEN
        subjects.append(_named(result.subject, file))
        modules.append((result.code or "", Path.cwd() if file == STDIN else Path(file).parent))
    from mtlc.cli import comparing  # what compares is loaded by this command alone

    one, other = subjects
    found = comparing.compare(one, other, inference, output_format)
    proof = comparing.prove(found, modules, timeout) if run else None
    comparing.finish(found, proof, output_format)
    return comparing.status(found, proof)


def read_model(
    file: str, settings: Mapping[str, object], want: Wanted, **wishes: Any
) -> Result:
    """The model of a file: the one place where a path becomes something to compare.

    Raises:
        Unusable: the file cannot be read.
    """
    if Path(file).suffix in SAVED:
        from mtlc.cli.saved import run_saved  # most models are specs

        return run_saved(file, want, settings)
    return options.run(file, want, settings=settings, **wishes)


def _named(subject: Subject, file: str) -> Subject:
    """The model under the name that the user gave it."""
    return replace(subject, name=file)
