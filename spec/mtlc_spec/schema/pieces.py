"""Pieces of JSON Schema, and how alternatives become one piece that gives precise errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Schema = dict[str, Any]

EXPRESSION: Schema = {"type": "string", "pattern": r"\$"}
"""`$name` or `$(…)`, anywhere in a string: what it gives is known when it is computed."""

_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_OF_TYPE: dict[str, frozenset[str]] = {
    "integer": frozenset(_NUMBERS),
    "number": frozenset(_NUMBERS),
    "string": frozenset({"pattern", "minLength", "maxLength"}),
    "array": frozenset({"items", "minItems", "maxItems", "uniqueItems"}),
    "object": frozenset(
        (
            *("properties", "patternProperties", "additionalProperties", "required"),
            *("propertyNames", "minProperties", "maxProperties"),
        )
    ),
    "boolean": frozenset(),
    "null": frozenset(),
}
"""The keywords that say nothing of values of other types."""


def ref(name: str) -> Schema:
    """The definition of this name."""
    return {"$ref": f"#/definitions/{name}"}


def quiet(schema: Schema) -> Schema:
    """What an editor knows, and does not offer."""
    return {"allOf": [schema], "doNotSuggest": True}


def obj(properties: Schema, required: Iterable[str] = (), **more: Any) -> Schema:
    """An object of these properties and no others."""
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if needed := list(required):
        made["required"] = needed
    return {**made, **more}


def either(alternatives: Iterable[Schema]) -> Schema:
    """One piece for several alternatives.

    Alternatives of different types become one piece without `anyOf`, of which an editor
    reports what is wrong, and not that nothing fits.
    """
    flat: list[Schema] = []
    others: list[Schema] = []
    for one in _distinct(_one_pattern([*_spread(alternatives)])):
        place = flat if _is_flat(one) and all(_are_apart(one, two) for two in flat) else others
        place.append(one)
    words = [word for one in others if one.keys() == {"enum"} for word in one["enum"]]
    merged = [_merged(flat)] if flat else []
    rest = [one for one in others if one.keys() != {"enum"}]
    # of alternatives that fit as badly, an editor reports the first
    words_alone = all({*types(one)} <= {"null", "string"} for one in merged)
    tail = [*rest, *merged] if words_alone else [*merged, *rest]
    found = [{"enum": words}, *tail] if words else tail
    return found[0] if len(found) == 1 else {"anyOf": found}


def _spread(alternatives: Iterable[Schema]) -> Iterator[Schema]:
    """The alternatives, those of alternatives among them."""
    for one in alternatives:
        if one.keys() == {"anyOf"}:
            yield from _spread(one["anyOf"])
        else:
            yield one


def _one_pattern(alternatives: list[Schema]) -> Iterator[Schema]:
    """The alternatives, with one pattern of strings for several."""
    patterns = [one["pattern"] for one in alternatives if one.keys() == EXPRESSION.keys()]
    yield from (one for one in alternatives if one.keys() != EXPRESSION.keys())
    if patterns:
        yield {"type": "string", "pattern": "|".join(dict.fromkeys(patterns))}


def _distinct(alternatives: Iterable[Schema]) -> list[Schema]:
    """Each once, less what another one takes as well."""
    found: list[Schema] = []
    for one in alternatives:
        if one not in found:
            found.append(one)
    if {} in found:
        return [{}]
    return [
        one for one in found if not any(_takes_all(two, one) for two in found if two is not one)
    ]


def _takes_all(more: Schema, less: Schema) -> bool:
    """Whether one piece surely takes what another one does: `number` any `integer`."""
    if not _is_flat(more) or not _is_flat(less):
        return False
    taken = {*types(more)}
    taken |= {"integer"} if "number" in taken else set()
    if not {*types(less)} <= taken:
        return False
    limits = {key: one for key, one in more.items() if key != "type"}
    return all(less.get(key) == one for key, one in limits.items())


def types(schema: Schema) -> tuple[str, ...]:
    """The types that a piece names."""
    given = schema.get("type", ())
    return (given,) if isinstance(given, str) else tuple(given)


def _is_flat(schema: Schema) -> bool:
    """Whether its keywords are all of its types."""
    own = frozenset[str]().union(*(_OF_TYPE[one] for one in types(schema)))
    return bool(types(schema)) and schema.keys() <= {"type", *own}


def _are_apart(one: Schema, other: Schema) -> bool:
    """Whether two pieces have no type and no keyword in common."""
    return one.keys() & other.keys() == {"type"} and not {*types(one)} & {*types(other)}


def _merged(pieces: list[Schema]) -> Schema:
    merged: Schema = {}
    for one in pieces:
        merged |= one
    named = [name for one in pieces for name in types(one)]
    merged["type"] = named[0] if len(named) == 1 else named
    return merged


def any_case(words: Iterable[str]) -> str:
    """The pattern of these words in any case."""
    spelt = (
        "".join(f"[{one.lower()}{one.upper()}]" if one.isalpha() else one for one in word)
        for word in words
    )
    return f"^(?:{'|'.join(spelt)})$"
