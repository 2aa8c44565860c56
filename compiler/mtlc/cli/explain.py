"""`mtlc explain`: what a code means."""

from __future__ import annotations

from collections.abc import Iterable

import click

from mtlc.cli.files import Unusable
from mtlc.codes import all_codes
from mtlc.explanation import explain, page
from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.suggestions import did_you_mean


@click.command("explain")
@click.argument("code", required=False)
def explain_(code: str | None) -> int:
    """Explain a diagnostic: what it means, a failing example, and its repair.

    CODE is a code (MTL3002) or a name (unused-layer); without it all are listed.
    """
    codes = all_codes()
    if code is None:
        click.echo(_listed(codes.values()))
        return 0
    names = {kind.slug: kind for kind in codes.values()}
    kind = codes.get(code.upper()) or names.get(code.lower())
    if kind is None:
        help_ = did_you_mean(code.upper(), codes) or did_you_mean(code.lower(), names)
        raise Unusable(
            f"there is no diagnostic {code!r}; {help_ or '`mtlc explain` lists them all'}"
        )
    click.echo(page(kind), nl=False)
    return 0


def _listed(kinds: Iterable[type[Diagnostic]]) -> str:
    rows = [
        (kind.code, kind.slug, str(kind.severity), explain(kind).text.splitlines()[0])
        for kind in kinds
    ]
    name, severity = (max(len(row[column]) for row in rows) for column in (1, 2))
    return "\n".join(
        f"{code}  {slug:{name}}  {how_bad:{severity}}  {line}"
        for code, slug, how_bad, line in rows
    )
