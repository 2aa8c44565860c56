"""`mtlc explain`: what a code means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import click

from mtlc.cli.files import Unusable
from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.suggestions import did_you_mean

FAMILIES = {
    "MTL00": "the YAML source",
    "MTL10": "words and values",
    "MTL20": "the graph",
    "MTL30": "shapes and dtypes",
    "MTL40": "the target",
    "MTL50": "tasks and training",
    "MTL60": "importing models",
    "MTL80": "the configuration",
    "MTL90": "style",
}
"""What the codes that begin so are about."""


@click.command("explain")
@click.argument("code", required=False)
def explain_(code: str | None) -> int:
    """Explain a diagnostic: what it means, a failing example, and its repair.

    CODE is a code (MTL3002) or a name (unused-layer); a family (MTL30) is listed, and
    without it all are. What
    `mtlc layers` knows, such as Dense or losses.mse, is shown as it does.
    """
    from mtlc.codes import all_codes  # other commands explain nothing
    from mtlc.explanation import page

    codes = all_codes()
    if code is None:
        click.echo("\n".join(_listed(codes.values())))
        return 0
    names = {kind.slug: kind for kind in codes.values()}
    family = code.upper().removesuffix("XX")
    if family in FAMILIES:
        members = [kind for kind in codes.values() if kind.code.startswith(family)]
        click.echo("\n".join(_listed(members)))
        return 0
    kind = codes.get(code.upper()) or names.get(code.lower())
    if kind is not None:
        click.echo(page(kind), nl=False)
        return 0
    from mtlc import catalogue  # all classes are loaded for it
    from mtlc.catalogue.text import described

    if found := catalogue.find(code):
        click.echo(described(found), nl=False)
        return 0
    help_ = (
        did_you_mean(code.upper(), codes)
        or did_you_mean(code.lower(), names)
        or did_you_mean(code, catalogue.names())
    )
    raise Unusable(
        f"there is no diagnostic {code!r}; {help_ or '`mtlc explain` lists them all'}"
    )


def _listed(kinds: Iterable[type[Diagnostic]]) -> Iterator[str]:
    """A line for each, those of one family below its heading."""
    from mtlc.explanation import explain

    listed = list(kinds)
    name = max(len(kind.slug) for kind in listed)
    severity = max(len(kind.severity) for kind in listed)
    for number, (family, members) in enumerate(groupby(listed, lambda kind: kind.code[:5])):
        if number:
            yield ""
        yield f"{family}xx  {FAMILIES[family]}"
        for kind in members:
            line = explain(kind).text.partition("\n")[0]
            yield f"  {kind.code}  {kind.slug:{name}}  {kind.severity:{severity}}  {line}"
