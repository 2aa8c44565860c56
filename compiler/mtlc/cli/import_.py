"""`mtlc import`: from a saved Keras model to a spec."""

from __future__ import annotations

from pathlib import Path

import click

from mtlc.cli import options
from mtlc.cli.files import STDIN, Unusable, write_atomically
from mtlc.render import FORMATS
from mtlc_spec.diagnostics import Report


@click.command("import")
@click.argument("file")
@click.option(
    "-o", "--output", metavar="SPEC", help="Where to write; by default the spec is printed."
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
@options.output_format
@options.fail_on
def import_(
    file: str, output: str | None, force: bool, output_format: str, fail_on: options.FailOn
) -> int:
    """Write the spec of a saved Keras model.

    FILE is a `.keras` file or the text of `model.to_json()`, or `-` for standard input.
    Neither Keras nor anything in the file is run. Weights are not read.
    """
    from mtlc.cli.saved import read_saved  # other commands do without
    from mtlc.importer import spec_text

    target = None if output in (None, STDIN) else Path(str(output))
    if target is not None and target.exists() and not force:
        raise Unusable(f"{target} is there already; overwrite it with --force")
    report = Report()
    document = read_saved(file, report)
    found = [*report]
    failed = document is None or options.failed(found, fail_on)
    status = options.DIAGNOSTICS if failed else 0
    options.print_diagnostics(found, output_format, err=True, status=status)
    if document is None:
        return status
    text = spec_text(document)
    if target is None:
        click.echo(text, nl=False)
    else:
        write_atomically(target, text)
        click.echo(f"{target} is written", err=FORMATS[output_format].is_document)
    return status
