"""`mtlc weights`: a checkpoint of one model becomes one of another that is the same."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from mtlc.cli import options
from mtlc.cli.compare import BROKEN, read_model
from mtlc.cli.files import STDIN, Unusable, replacing

TIMEOUT = 600.0
"""Seconds that Keras has to save an archive."""


@click.command()
@click.argument("a")
@click.argument("b")
@click.option(
    "--in", "given", required=True, metavar="FILE", help="Weights of A: .weights.h5 or .keras."
)
@click.option(
    "--out",
    "taken",
    required=True,
    metavar="FILE",
    help="Where the weights of B go: .weights.h5, or .keras, for which Keras is run.",
)
@click.option("--force", is_flag=True, help="Overwrite the file of --out if there is one.")
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
@options.output_format
def weights(
    a: str,
    b: str,
    given: str,
    taken: str,
    force: bool,
    inference: bool,
    settings_a: Mapping[str, object],
    settings_b: Mapping[str, object],
    presets_a: tuple[str, ...],
    presets_b: tuple[str, ...],
    output_format: str,
    **configuration: Any,
) -> int:
    """Carry weights that A saved over to B, by the mapping that `mtlc compare` finds.

    A and B are specs that are identical or equivalent. Everything in the file is checked
    against A before anything is written. The exit status is 1 if A and B are different, 4
    if there is no telling which weights are which, and 2 if a spec is broken, or the file
    is not one of A.
    """
    from mtlc.carry.files import ARCHIVE, WEIGHTS, Unreadable, archive, carry
    from mtlc.carry.inspection import NotTheModel
    from mtlc.carry.moves import NoMapping, moves
    from mtlc.cli.comparing import DIFFERENT, UNKNOWN
    from mtlc.compare.checkpoint import NotKnown
    from mtlc.compare.comparison import compare

    for file in (given, taken):
        if not file.endswith((WEIGHTS, ARCHIVE)):
            raise click.UsageError(f"{file} must end with {WEIGHTS} or {ARCHIVE}")
    if os.path.lexists(taken) and not force:
        raise Unusable(f"{taken} is there already; overwrite it with --force")
    subjects = []
    for spec, settings, presets in ((a, settings_a, presets_a), (b, settings_b, presets_b)):
        result = read_model(spec, settings, "subject", presets=presets, **configuration)
        if result.subject is None:
            options.print_beside(result, output_format, BROKEN)
            return BROKEN
        subjects.append(result.subject)
    found = compare(*subjects, inference=inference)
    try:
        planned = moves(found)
        with replacing(Path(taken)) as new:
            if taken.endswith(ARCHIVE):
                code = read_model(
                    b, settings_b, "code", presets=presets_b, **configuration
                ).code
                assert code is not None
                with tempfile.TemporaryDirectory() as folder:
                    inside = Path(folder) / f"model{WEIGHTS}"
                    notes = carry(planned, Path(given), inside)
                    beside = Path.cwd() if b == STDIN else Path(b).parent
                    archive(code, beside, inside, new, TIMEOUT)
            else:
                notes = carry(planned, Path(given), new)
    except NoMapping as error:
        return _refused(
            str(error), output_format, UNKNOWN if found.verdict == "unknown" else DIFFERENT
        )
    except NotKnown as error:
        return _refused(str(error), output_format, UNKNOWN)
    except NotTheModel as error:
        raise Unusable(f"{given} is not a file of {a}: {error}") from None
    except Unreadable as error:
        raise Unusable(str(error)) from None
    notes += [
        f"what `adapt` taught `{name}` is no weight, and is not carried over: adapt it again"
        for name in planned.taught
    ]
    count = len(planned.layers)
    if output_format == "json":
        document = {"written": taken, "layers": count, "notes": notes}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return 0
    click.echo(f"{taken}: the weights of {count} layer{'' if count == 1 else 's'} of {b}")
    for note in notes:
        click.echo(f"note: {note}", err=True)
    return 0


def _refused(reason: str, output_format: str, status: int) -> int:
    if output_format == "json":
        document = {"written": None, "reason": reason}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        click.echo(f"error: {reason}", err=True)
    return status
