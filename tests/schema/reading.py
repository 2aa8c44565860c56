"""What the schema says of a spec, read as the compiler reads it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

from mtlc_spec.diagnostics import Report
from mtlc_spec.nodes import plain
from mtlc_spec.reading import decode, read
from mtlc_spec.scalars import NAN

ROOT = Path(__file__).parent.parent.parent
FILE = ROOT / "schemas" / "mtlc-1.schema.json"


@cache
def schema() -> dict[str, Any]:
    """The schema on disk, which another test compares with the catalogue."""
    whole: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return whole


@cache
def validator(definition: str = "") -> Draft7Validator:
    """A judge of specs, or of what a definition defines."""
    if not definition:
        return Draft7Validator(schema())
    one = {"$ref": f"#/definitions/{definition}", "definitions": schema()["definitions"]}
    return Draft7Validator(one)


def as_json(value: Any) -> Any:
    """Plain data as a YAML reader of an editor gives it."""
    if isinstance(value, tuple | list):
        return [as_json(one) for one in value]
    if isinstance(value, dict):
        return {str(key): as_json(one) for key, one in value.items()}
    return float("nan") if value is NAN else value


def mistakes(name: str, text: bytes) -> list[str] | None:
    """What the schema says of a spec; None for what is no YAML to the compiler."""
    report = Report()
    source = decode(name, text, report)
    node = None if source is None else read(source, report)
    if node is None or not report.ok:
        return None
    found = validator().iter_errors(as_json(plain(node)))
    return [f"{[*one.absolute_path]}: {one.message[:200]}" for one in found]
