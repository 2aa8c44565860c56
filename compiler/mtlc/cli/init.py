"""`mtlc init`: a small spec to begin with, and the schema for the editor."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click

from mtlc.cli.files import Unusable, reason, write_atomically
from mtlc_spec.names import default_name

SCHEMA = "mtlc-1.schema.json"

_SPEC = """\
# yaml-language-server: $schema={schema}
mtlc: 1
name: {name}
inputs: {{x: [10]}}
layers:
  - Dense: {{units: 32, activation: relu}}
  - {{Dense: 1, name: y}}
outputs:
  y: {{loss: mse}}
training:
  optimizer: {{Adam: 0.001}}
"""


@click.command()
@click.argument("name")
def init(name: str) -> int:
    """Write a small spec, and beside it the schema by which editors know the language.

    The spec of NAME is NAME.mtlc.yaml; a NAME that ends in .yaml or .yml is the file's own.
    A file that is there already is never overwritten.
    """
    path = Path(name)
    if not re.search(r"\.ya?ml$", path.name, flags=re.IGNORECASE):
        path = path.with_name(f"{path.name}.mtlc.yaml") if path.name else path
    if not path.name or name[-1:] in "/\\":
        raise click.UsageError("the spec needs a name, as in `mtlc init price`")
    _write_new(path, _SPEC.format(schema=SCHEMA, name=default_name(path.name)))
    command = f"mtlc compile {shlex.quote(str(path))}"
    click.echo(f"{path}: a spec to begin with; `{command}` makes its module")
    beside = path.with_name(SCHEMA)
    click.echo(f"{beside}: {_write_schema(beside)}")
    return 0


def _write_schema(path: Path) -> str:
    """Write the schema unless there is one; what became of it."""
    from mtlc_spec.schema import render  # knows every layer, which takes time to load

    text = render()
    try:
        there = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        write_atomically(path, text)
        return "what the editor knows of it"
    except (OSError, UnicodeDecodeError):
        there = ""
    if there == text:
        return "there already, and up to date"
    command = f"mtlc schema -o {shlex.quote(str(path))}"
    return f"there already, and not what this mtlc has; `{command}` replaces it"


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there.

    Raises:
        Unusable: there is one, or it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("x").close()  # so that nobody else makes it meanwhile
    except FileExistsError:
        raise Unusable(f"{path} is there already, and is not overwritten") from None
    except OSError as error:
        raise Unusable(f"cannot write {path}: {reason(error)}") from None
    try:
        write_atomically(path, text)
    except Unusable:
        path.unlink(missing_ok=True)
        raise
