"""What an argument takes, in words, from what pydantic says of its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SHOWN = 8
"""Alternatives; of more the first are shown."""

_HUGE = 2**31 - 1
"""Bounds beyond it are those of Keras' own numbers, and tell nobody anything."""

_SIMPLE = {
    "boolean": "true or false",
    "string": "text",
    "null": "null",
    "object": "a mapping",
    "array": "a list",
}
_SIGNS = {
    "exclusiveMinimum": ">",
    "minimum": ">=",
    "exclusiveMaximum": "<",
    "maximum": "<=",
}
_FAMILIES = ("initializer", "regularizer", "constraint", "optimizer", "loss", "metric")


def words(schema: Mapping[str, Any], name: str) -> str:
    """`a whole number > 0, or a list of such`; `name` is that of the argument."""
    parts = list(dict.fromkeys(_parts(schema, name)))
    if any(part.split()[-1] in _FAMILIES for part in parts):
        parts = [one for one in parts if one != "text"]  # the name of such an object
    if "null" in parts:
        parts = [*(one for one in parts if one != "null"), "null"]
    *others, last = parts or ["anything"]
    return f"{', '.join(others)} or {last}" if others else last


def _parts(schema: Mapping[str, Any], name: str) -> list[str]:
    if "anyOf" in schema or "oneOf" in schema:
        alternatives = schema.get("anyOf") or schema["oneOf"]
        return [part for one in alternatives for part in _parts(one, name)]
    if "$ref" in schema:
        return [_object(schema["$ref"].rpartition("/")[2], name)]
    if "enum" in schema:
        shown = [_word(one) for one in schema["enum"]]
        others = len(shown) - _SHOWN
        return shown if others <= 0 else [*shown[:_SHOWN], f"one of {others} others"]
    if "const" in schema:
        return [_word(schema["const"])]
    kind = schema.get("type")
    if kind in ("integer", "number"):
        return [_number(schema, "a whole number" if kind == "integer" else "a number")]
    if kind == "array":
        return [_list(schema, name)]
    return [_SIMPLE[kind]] if kind in _SIMPLE else []


def _word(value: object) -> str:
    return "null" if value is None else str(value).lower() if value is True else f"{value}"


def _number(schema: Mapping[str, Any], noun: str) -> str:
    limits = [
        f"{sign} {_limit(schema[key])}"
        for key, sign in _SIGNS.items()
        if key in schema and abs(schema[key]) < _HUGE
    ]
    return f"{noun} {' and '.join(limits)}" if limits else noun


def _limit(value: float) -> str:
    return f"{value:g}"


def _list(schema: Mapping[str, Any], name: str) -> str:
    each = schema.get("prefixItems")
    if each:
        inner = [words(one, name) for one in each]
        if len(set(inner)) == 1:
            return f"a list of {len(inner)}, each {inner[0]}"
        return f"a list: {', '.join(inner)}"
    items = schema.get("items")
    return f"a list, each {words(items, name)}" if items else "a list"


def _object(definition: str, name: str) -> str:
    """What a class of the catalogue is called."""
    noun = name.rpartition("_")[2].removesuffix("s")
    if definition == "Tagged" and noun in _FAMILIES:
        return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
    if definition == "Tagged":
        return "an object, {Kind: arguments}"
    return f"a {definition.lower()}"
