"""`mtlc config`: what holds, and where it came from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from mtlc.cli import options
from mtlc.cli.files import STDIN, read_spec
from mtlc.expand.counts import MAX_LAYERS
from mtlc.generated import module_name
from mtlc_spec.diagnostics import Report


@click.command()
@click.argument("spec", required=False)
@options.wishes
@options.selection
@options.fail_on
@options.result_format
def config(spec: str | None, fail_on: options.FailOn, output_format: str, **wishes: Any) -> int:
    """Show the configuration that holds for a spec, and where each value came from.

    SPEC is a file or a folder; without it, the current folder is meant. Options are those
    of the commands that take specs, and go before the file.
    """
    from mtlc.cli.decided import nearest, preset  # all of this is seldom needed
    from mtlc.configuration import Selection
    from mtlc.configuration.rows import Given, rows

    file, no_config = wishes["config"], wishes["no_config"]
    is_file = spec is not None and spec != STDIN and not Path(spec).is_dir()
    place = spec or STDIN
    if spec is not None and Path(spec).is_dir():
        place = os.path.join(spec, "")
    found = nearest(place, file, no_config)
    for name in wishes["presets"]:
        preset(found, name)
    given = Given(
        wishes["target"],
        _own_target(place) if is_file else None,
        fail_on.given,
        wishes["max_layers"],
        Selection(wishes["select"], wishes["ignore"]),
        wishes["settings"],
        wishes["presets"],
    )
    module = None
    if is_file:
        module = options.placed(place, **wishes) or Path(place).with_name(
            module_name(Path(place).name)
        )
    source = None if found.source is None else found.source.name
    table = list(rows(found, given, MAX_LAYERS))
    if output_format == "json":
        document = {
            "version": 1,
            "spec": spec,
            "file": source,
            "module": None if module is None else str(module),
            "settings": [
                {"key": key, "value": value, "from": origin.to_dict()}
                for key, value, origin in table
            ],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return 0
    what = f"for {spec}" if spec else "here"
    click.echo(f"{source or 'no configuration'} holds {what}")
    click.echo(_aligned((key, _shown(value), str(origin)) for key, value, origin in table))
    if module is not None:
        click.echo(f"{spec} compiles to {module}")
    return 0


def _own_target(spec: str) -> Any:
    """The target that a spec names itself, if it is one.

    Raises:
        Unusable: the spec cannot be read.
    """
    from mtlc.configuration import Setting
    from mtlc_spec.nodes import Mapping, Scalar
    from mtlc_spec.reading import read

    source = read_spec(spec, Report())
    root = None if source is None else read(source, Report())
    node = root.get("target") if isinstance(root, Mapping) else None
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return Setting(node.value, node.span)
    return None


def _shown(value: object) -> str:
    if value is None:
        return "none"
    return json.dumps(value, ensure_ascii=False)


def _aligned(table: Iterable[tuple[str, str, str]]) -> str:
    lines = list(table)
    key, value = (max(len(line[column]) for line in lines) for column in (0, 1))
    return "\n".join(f"{one:{key}}  {two:{value}}  {three}" for one, two, three in lines)
