"""`mtlc layers`: the catalogue, for people to look things up."""

from __future__ import annotations

import click

from mtlc.cli import options
from mtlc.cli.files import Unusable


@click.command()
@click.argument("name", required=False)
@options.result_format
def layers(name: str | None, output_format: str) -> int:
    """Show what the catalogue knows: arguments, defaults, ranges, shapes and weights.

    NAME is a layer, `ops.NAME`, `applications.NAME`, a loss, a metric, an optimizer or the
    like, `losses.NAME` where there are several; or a family, such as `losses`, which is
    listed. Without it, all layers are.
    """
    from mtlc import catalogue  # all classes are loaded for it
    from mtlc.catalogue import text as show
    from mtlc_spec.layers import NOT_DATA
    from mtlc_spec.suggestions import did_you_mean

    name = name or "layers"
    if name in catalogue.FAMILIES:
        members = catalogue.family(name)
        shown = (show.listed_json if output_format == "json" else show.listed)(name, members)
    elif found := catalogue.find(name):
        shown = (show.described_json if output_format == "json" else show.described)(found)
    elif name in NOT_DATA:
        reason, help_ = NOT_DATA[name]
        raise Unusable(f"{name} {reason}, and cannot stand in a spec; {help_}")
    elif name.partition(".")[0] == "std":
        raise Unusable(_about_blocks(name))
    else:
        meant = did_you_mean(name, (*catalogue.names(), *catalogue.FAMILIES))
        raise Unusable(
            f"there is nothing called {name!r}; {meant or '`mtlc layers` lists all layers'}"
        )
    click.echo(shown, nl=False)
    return 0


def _about_blocks(name: str) -> str:
    """Where the blocks of `std` are described."""
    from mtlc_spec.std import FILES
    from mtlc_spec.suggestions import did_you_mean

    kinds = [f"std.{one}" for one in FILES]
    if name == "std":
        return f"std holds blocks, {', '.join(kinds)}; docs/std.md describes them"
    if name in kinds:
        return f"{name} is a block, written as specs are; docs/std.md describes it"
    meant = did_you_mean(name, kinds) or "docs/std.md describes those that there are"
    return f"there is no block {name!r}; {meant}"
