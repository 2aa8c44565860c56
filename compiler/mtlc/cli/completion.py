"""`mtlc completion`: what a shell has to know to complete commands."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

import click

from mtlc.cli.files import Unusable, read_spec
from mtlc_spec.diagnostics import Report


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), required=False)
@click.option("--params-of", "specs", multiple=True, metavar="SPEC", hidden=True)
@click.pass_context
def completion(context: click.Context, shell: str | None, specs: tuple[str, ...]) -> int:
    """Print a script by which a shell completes commands, codes, layers and specs.

    The script knows all words, and runs mtlc only for the params of a spec, behind --set. It
    is that of this mtlc: after an update, write it again.
    """
    if specs:
        for name in _params(specs):
            click.echo(f"{name}=")
        return 0
    if shell is None:
        raise click.UsageError("name the shell: `mtlc completion bash`, `zsh` or `fish`")
    group = context.find_root().command
    assert isinstance(group, click.Group)
    from mtlc.cli.shells import words  # all names of the catalogue are loaded for it

    module = import_module(f"mtlc.cli.shells.{shell}")
    click.echo(module.script(words.commands(group)), nl=False)
    return 0


def _params(specs: Iterable[str]) -> list[str]:
    """The params of specs; what cannot be read has none."""
    from mtlc_spec.loader import load

    found: dict[str, None] = {}
    for spec in specs:
        report = Report()
        try:
            source = read_spec(spec, report)
        except Unusable:
            continue
        document = None if source is None else load(source, report)
        if document is not None:
            found |= dict.fromkeys(document.params)
    return list(found)
