"""The catalogue as text, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any

from mtlc.catalogue.entries import Argument, Described
from mtlc.catalogue.samples import Sample, sample
from mtlc.specsrc.text import flow
from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import show
from mtlc_spec.since import OLDEST
from mtlc_spec.values.tagged import Tagged

WIDTH = 100
"""Columns, on every terminal."""


def listed(family: str, members: tuple[Described, ...]) -> str:
    """A line for each, under the names of their chapters."""
    width = max(len(one.name) for one in members)
    lines: list[str] = []
    chapter = None
    for one in members:
        if one.chapter != chapter:
            chapter = one.chapter
            lines += [""] if lines else []
            lines += [f"{chapter}:"] if chapter else []
        margin = "  " if one.chapter else ""
        lines.append(f"{margin}{one.name:{width}}  {one.summary}".rstrip())
    lines += ["", f"`mtlc layers {members[0].name}` shows one of the {len(members)}"]
    return "\n".join(lines) + "\n"


def listed_json(family: str, members: tuple[Described, ...]) -> str:
    return _json(
        {
            "version": 1,
            "family": family,
            "members": [
                {
                    "name": one.name,
                    "chapter": one.chapter or None,
                    "summary": one.summary,
                    "aliases": list(one.aliases),
                    "since": one.since,
                }
                for one in members
            ],
        }
    )


def described(found: tuple[Described, ...]) -> str:
    """Everything that is known of what has one name."""
    return "\n".join("\n".join(_described(one)) + "\n" for one in found)


def _described(one: Described) -> Iterator[str]:
    chapter = f", {one.chapter}" if one.chapter else ""
    yield f"{one.name} ({one.family}{chapter})"
    if one.summary:
        yield f"  {one.summary}"
    if one.aliases:
        yield f"  also {', '.join(one.aliases)}"
    if one.since != OLDEST:
        yield f"  since Keras {one.since}"
    yield ""
    if one.arguments:
        yield "Arguments:"
        yield from _arguments(one.arguments)
    else:
        yield "No arguments."
    made = sample(one.model) if issubclass(one.model, Layer) else None
    if made is not None:
        yield ""
        yield "Example:"
        for line in _sample(one.name, made):
            yield from wrap(line, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _arguments(arguments: Iterable[Argument]) -> Iterator[str]:
    rows = [(one.name, _default(one), _takes(one)) for one in arguments]
    name, default = (max(len(row[column]) for row in rows) for column in (0, 1))
    default = min(default, 24)
    for row in rows:
        head = f"  {row[0]:{name}}  {row[1]:{default}}  "
        further = " " * (name + default + 6)
        yield from wrap(
            row[2], max(WIDTH, len(head) + 30), initial_indent=head, subsequent_indent=further
        )


def _default(one: Argument) -> str:
    return "required" if one.is_required else shown(one.default)


def _takes(one: Argument) -> str:
    return f"{one.takes}; since Keras {one.since}" if one.since else one.takes


def shown(value: object) -> str:
    """A value as a spec says it."""
    found = plain(value)
    return flow(tuple(found) if isinstance(found, list) else found)


def plain(value: object) -> Any:
    """A value of an argument as plain data."""
    if isinstance(value, Tagged):
        return {value.kind(): plain(value.model_dump(exclude_defaults=True)) or None}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value


def _sample(name: str, made: Sample) -> Iterator[str]:
    arguments = {key: plain(value) for key, value in made.arguments.items()}
    written = f"{name}: {flow(arguments)}" if arguments else name
    given = ", ".join(show(one.shape) for one in made.inputs)
    given += "" if made.inputs[0].dtype == "float32" else f" of {made.inputs[0].dtype}"
    gives = ", ".join(show(one.shape) for one in made.outputs)
    yield f"`{written}` on {given} gives {gives}"
    weights = made.variables
    if 0 < len(weights) <= 16:
        yield f"weights: {', '.join(f'{one.name} {list(one.shape)}' for one in weights)}"
    elif weights:
        yield f"{len(weights)} weights"


def described_json(found: tuple[Described, ...]) -> str:
    return _json({"version": 1, "found": [_data(one) for one in found]})


def _data(one: Described) -> dict[str, Any]:
    made = sample(one.model) if issubclass(one.model, Layer) else None
    return {
        "name": one.name,
        "family": one.family,
        "chapter": one.chapter or None,
        "summary": one.summary,
        "aliases": list(one.aliases),
        "since": one.since,
        "arguments": [
            {
                "name": argument.name,
                "required": argument.is_required,
                "default": plain(argument.default),
                "takes": argument.takes,
                "since": argument.since or one.since,
            }
            for argument in one.arguments
        ],
        "example": None
        if made is None
        else {
            "arguments": {key: plain(value) for key, value in made.arguments.items()},
            "inputs": [{"shape": list(x.shape), "dtype": x.dtype} for x in made.inputs],
            "outputs": [{"shape": list(x.shape), "dtype": x.dtype} for x in made.outputs],
            "weights": [
                {"name": x.name, "shape": list(x.shape), "trainable": x.trainable}
                for x in made.variables
            ],
        },
    }


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False, default=str) + "\n"
