"""`mtlc schema`: what editors know of the language."""

from __future__ import annotations

from pathlib import Path

import click

from mtlc.cli.files import write_atomically


@click.command()
@click.option(
    "-o", "--output", metavar="FILE", help="Where to write it; by default it is printed."
)
def schema(output: str | None) -> int:
    """Print the JSON Schema of specs, by which editors complete, explain and check them.

    It is made from the catalogue of layers that this mtlc has.
    """
    from mtlc_spec.schema import render  # knows every layer, which takes time to load

    text = render()
    if output is None:
        click.echo(text, nl=False)
    else:
        write_atomically(Path(output), text)
    return 0
