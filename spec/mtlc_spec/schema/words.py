"""What a piece of JSON Schema takes, in words."""

from __future__ import annotations

import json
from typing import Any

from mtlc_spec.schema.pieces import EXPRESSION, Schema, types

_ONE = {
    "integer": "a whole number",
    "number": "a number",
    "string": "a string",
    "boolean": "true or false",
    "null": "null",
    "array": "a list",
    "object": "a mapping",
}
_SEVERAL = {
    "integer": "whole numbers",
    "number": "numbers",
    "string": "strings",
    "boolean": "booleans",
}
_BOUNDS = {
    "exclusiveMinimum": "greater than",
    "minimum": "at least",
    "exclusiveMaximum": "less than",
    "maximum": "at most",
}
_SHOWN = 12
"""Words that a sentence lists at most: an editor lists them all."""


def takes(schema: Schema) -> str:
    """`a whole number greater than 0, or null`."""
    return _or(list(dict.fromkeys(_parts(schema))))


def _parts(schema: Schema) -> list[str]:
    if "anyOf" in schema:
        parts = [part for one in schema["anyOf"] for part in _parts(one)]
        return [part for part in parts if part != "null"] + ["null"] * ("null" in parts)
    if "enum" in schema:
        return _listed(schema["enum"])
    if "$ref" in schema:
        name = _named(schema)
        return [f"{'an' if name[0] in 'aeio' else 'a'} {name}"]
    if schema == EXPRESSION:
        return []
    return [
        words
        for one in types(schema)
        if (words := _of_type(one, schema)) and not (one == "string" and "pattern" in schema)
    ] or ([] if types(schema) else ["any value"])


def _named(schema: Schema) -> str:
    """What a definition defines: `inner-layer` a layer, as far as a sentence tells."""
    name: str = schema["$ref"].rpartition("/")[2]
    return name.replace("inner-", "").replace("-", " ")


def _of_type(name: str, schema: Schema) -> str:
    if name == "array":
        return f"a list{_of_items(schema)}"
    bounds = _bounds(schema) if name in ("integer", "number") else ""
    return f"{_ONE[name]}{bounds}"


def _bounds(schema: Schema) -> str:
    if "minimum" in schema and "maximum" in schema:
        return f" from {_number(schema['minimum'])} to {_number(schema['maximum'])}"
    found = [
        f"{words} {_number(schema[key])}" for key, words in _BOUNDS.items() if key in schema
    ]
    return f" {' and '.join(found)}" if found else ""


def _of_items(schema: Schema) -> str:
    items = schema.get("items")
    if isinstance(items, list):
        same = all(one == items[0] for one in items)
        return f" of {len(items)}{_plural(items[0]) if same else ' items'}"
    least = schema.get("minItems")
    return (
        f" of {'at least one of ' if least else ''}{_plural(items).lstrip()}" if items else ""
    )


def _plural(item: Schema) -> str:
    if "anyOf" in item:
        item = next(one for one in item["anyOf"] if one != EXPRESSION)
    if "$ref" in item:
        return f" {_named(item)}s"
    named = [one for one in types(item) if one in _SEVERAL and one != "string"]
    named = named or [one for one in types(item) if one in _SEVERAL]
    if not named:
        return " items"
    null = " or null" if "null" in types(item) else ""
    return f" {_SEVERAL[named[0]]}{_bounds(item)}{null}"


def _listed(words: list[Any]) -> list[str]:
    shown = [yaml(one) for one in words]
    return shown if len(words) <= _SHOWN else [f"a name as {', '.join(shown[:6])}, …"]


def _or(parts: list[str]) -> str:
    *front, last = parts or ["an expression"]
    return f"{', '.join(front)} or {last}" if front else last


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def yaml(value: object) -> str:
    """A plain value as a spec has it."""
    if isinstance(value, str):
        return value or '""'
    if isinstance(value, list):
        return f"[{', '.join(map(yaml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {yaml(one)}' for key, one in value.items())}}}"
    return json.dumps(value)
