"""What `mtlc compare` prints, what it runs, and its exit status."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from mtlc.cli.files import Unusable
from mtlc.cli.progress import Progress
from mtlc.compare import comparison, report
from mtlc.compare.comparison import Comparison
from mtlc.compare.subject import Subject
from mtlc.prove.findings import Proof
from mtlc.render.terminal import Style

DIFFERENT = 1
UNKNOWN = 4


class Contradicted(Exception):
    """A verdict is not what the models do: a fault of mtlc."""


def compare(a: Subject, b: Subject, inference: bool, output_format: str) -> Comparison:
    """Compare two models, and print that for a person at once."""
    found = comparison.compare(a, b, inference=inference)
    if output_format == "human":
        from mtlc.render.comparison import render

        _print(lambda style: render(found, style))
    return found


def prove(found: Comparison, modules: Sequence[tuple[str, Path]], timeout: float) -> Proof:
    """What TensorFlow says, with a line on the terminal while it works.

    Raises:
        Unusable: TensorFlow is not installed.
    """
    from mtlc.prove import run
    from mtlc.verify import NotInstalled

    progress = Progress(sys.stderr.isatty())
    a, b = (run.Code(*one) for one in modules)
    try:
        return run.prove(found, a, b, timeout=timeout, progress=progress)
    except NotInstalled as error:
        raise Unusable(str(error)) from None
    finally:
        progress.clear()


def finish(found: Comparison, proof: Proof | None, output_format: str) -> None:
    """Print what was not printed at once."""
    if output_format == "json":
        document = report.to_dict(found)
        if proof is not None:
            document["run"] = proof.to_dict()
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif proof is not None:
        from mtlc.prove.text import render

        click.echo()
        _print(lambda style: render(proof, style))


def status(found: Comparison, proof: Proof | None) -> int:
    """The exit status.

    Raises:
        Contradicted: the run contradicts the verdict.
    """
    if proof is not None:
        if proof.outcome == "contradicted":
            raise Contradicted(f"TensorFlow contradicts the verdict: {proof.problems[0]}")
        if proof.outcome == "not_proven":
            return UNKNOWN
    if found.is_same:
        return 0
    return UNKNOWN if found.verdict == "unknown" else DIFFERENT


def _print(render: Callable[[Style], str]) -> None:
    """Text for a terminal, in colours where it has some."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    colour = sys.stdout.isatty() and not plain
    click.echo(render(Style(colour)), nl=False, color=colour)
