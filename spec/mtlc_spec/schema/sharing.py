"""Arguments that many kinds have alike become definitions, so that a schema stays small."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from mtlc_spec.schema.pieces import Schema, ref

_WORTH = 60
"""Characters from which a piece is longer than a reference to it."""


def share_arguments(definitions: dict[str, Schema]) -> dict[str, Schema]:
    """The definitions, and one more for each argument that several of them have alike."""
    found = [
        (name, json.dumps(one)) for name, one in _arguments(definitions) if "$ref" not in one
    ]
    often = [key for key, count in Counter(found).items() if count > 1 and len(key[1]) > _WORTH]
    numbers: Counter[str] = Counter()
    shared: dict[str, Schema] = {}
    known: dict[tuple[str, str], str] = {}
    for name, text in often:
        numbers[name] += 1
        known[name, text] = f"argument.{name}-{numbers[name]}"
        shared[known[name, text]] = json.loads(text)
    for one in definitions.values():
        for piece in _with_arguments(one):
            properties = piece["properties"]
            for name, argument in properties.items():
                if (title := known.get((name, json.dumps(argument)))) is not None:
                    properties[name] = ref(title)
    return {**definitions, **shared}


def _arguments(definitions: dict[str, Schema]) -> Iterator[tuple[str, Schema]]:
    for one in definitions.values():
        for piece in _with_arguments(one):
            yield from piece["properties"].items()


def _with_arguments(definition: Schema) -> Iterator[Schema]:
    """The definition, or its alternatives, where they have properties."""
    pieces = definition.get("anyOf") or definition.get("allOf") or [definition]
    return (one for one in pieces if "properties" in one)
