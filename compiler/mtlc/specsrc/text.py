"""YAML as a person writes it: block style outside, flow style inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mtlc_spec.scalars import resolve

WIDTH = 88
"""Columns; what does not fit is written over several lines."""

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`$~= \t")
"""Characters that make a string more than itself where they come first."""


def section(key: str, entries: Mapping[str, Any]) -> Iterator[str]:
    """A mapping, one line for each of its keys as far as they fit."""
    if not entries:
        if key != "imports":
            yield f"{key}: {{}}"
        return
    yield f"{key}:"
    for name, value in entries.items():
        line = f"  {scalar(name)}: {flow(value)}"
        if len(line) <= WIDTH or not isinstance(value, Mapping):
            yield line
            continue
        yield f"  {scalar(name)}:"
        for inner, one in value.items():
            yield f"    {scalar(inner)}: {flow(one)}"


class _Empty:
    """See `EMPTY`."""


EMPTY = _Empty()
"""A mapping without keys, where none would be null."""


def flow(value: object) -> str:
    """A value in flow style."""
    if value is EMPTY:
        return "{}"
    if isinstance(value, Mapping):
        return f"{{{', '.join(_pair(key, one) for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(flow(one) for one in value)}]"
    return scalar(value)


def _pair(key: object, value: object) -> str:
    """`units: 8`; a kind without arguments stands alone."""
    if value == {} and isinstance(value, dict):
        return scalar(key)
    return f"{scalar(key)}: {flow(value)}"


def scalar(value: object) -> str:
    """A scalar that reads as itself, also where YAML 1.1 would take it for something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if _is_plain(text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(one) for one in text) + '"'


_WORDS_OF_YAML_1_1 = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])


def _is_plain(text: str) -> bool:
    if not text or text[0] in _INDICATORS or text[-1] == " " or not text.isprintable():
        return False
    if text.lower() in _WORDS_OF_YAML_1_1 or any(one in text for one in ",[]{}:#"):
        return False
    try:
        return resolve(text) == text
    except OverflowError:
        return False


def _number(value: float) -> str:
    text = repr(value)
    return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(text, text)


def _escaped(one: str) -> str:
    if one in '"\\':
        return f"\\{one}"
    if one.isprintable():
        return one
    code = ord(one)
    return f"\\x{code:02x}" if code < 0x100 else f"\\U{code:08x}"
