"""`mtlc explain`: what a code means."""

from __future__ import annotations

import click

from mtlc.cli.files import Unusable
from mtlc.codes import all_codes
from mtlc_spec.suggestions import did_you_mean


@click.command()
@click.argument("code")
def explain(code: str) -> int:
    """Explain a diagnostic: what it means, a failing example, and its repair.

    CODE is a code (MTL3002) or a name (unused-layer).
    """
    codes = all_codes()
    names = {kind.slug: kind for kind in codes.values()}
    kind = codes.get(code.upper()) or names.get(code.lower())
    if kind is None:
        help_ = did_you_mean(code.upper(), codes) or did_you_mean(code.lower(), names)
        raise Unusable(f"there is no diagnostic {code!r}" + (f"; {help_}" if help_ else ""))
    from inspect import cleandoc

    click.echo(f"{kind.code} {kind.slug} ({kind.severity})\n\n{cleandoc(kind.__doc__ or '')}")
    return 0
