"""The language as JSON Schema, for editors: generated from the catalogue."""

from __future__ import annotations

import json
from functools import cache

from mtlc_spec.schema.whole import schema

__all__ = ["render", "schema"]


@cache
def render() -> str:
    """The schema as text: a line for each definition, so that differences can be read."""
    whole = schema()
    definitions = whole.pop("definitions")
    lines = [_line(name, one) for name, one in whole.items()]
    inner = ",\n".join(_line(name, one) for name, one in definitions.items())
    return "{\n" + ",\n".join(lines) + f',\n"definitions": {{\n{inner}\n}}\n}}\n'


def _line(name: str, value: object) -> str:
    packed = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{json.dumps(name)}: {packed}"
