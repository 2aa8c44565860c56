"""Which words are names, and the names that files and paths give."""

from __future__ import annotations

import re

from mtlc_spec.diagnostics import Report
from mtlc_spec.nodes import Scalar
from mtlc_spec.source import Span
from mtlc_spec.word_problems import InvalidName

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")

ENTRY_KEYS = ("from", "call", "name", "share", "repeat", "copies", "when", "returns")
"""The keys of a layer entry that are not its kind."""

RESERVED = frozenset({*ENTRY_KEYS, "chain", "ops", "std", "applications", "i", "copy"})
"""Words of the language, which are not names."""

LONGEST = 100
"""Characters of a name; Keras puts layer names into file names and log keys."""


def check_name(key: Scalar, report: Report) -> str | None:
    """The name that a scalar gives; None, and a report, if it cannot be one."""
    name = key.value
    if (
        isinstance(name, str)
        and NAME.fullmatch(name)
        and name not in RESERVED
        and len(name) <= LONGEST
    ):
        return name
    report.add(invalid_name(key.span, str(name)))
    return None


def invalid_name(span: Span, name: str) -> InvalidName:
    """The report of a word that cannot be a name."""
    if name in RESERVED:
        reason = "it is a word of the language"
    elif len(name) > LONGEST:
        reason = f"it has {len(name)} characters, and a name has at most {LONGEST}"
    else:
        reason = "a name is a letter followed by letters, digits, `_` or `-`"
    shown = name if len(name) <= 40 else f"{name[:37]}..."
    return InvalidName(span=span, name=shown, reason=reason)


def default_name(source_name: str) -> str:
    """The model's name from that of its file: `specs/two tasks.yaml` is `two_tasks`."""
    stem = re.split(r"[/\\]", source_name)[-1].split(".")[0]
    name = re.sub(r"[^A-Za-z0-9_]+", "_", stem).strip("_")[:LONGEST]
    if not name:
        return "model"
    return name if name[0].isalpha() else f"model_{name}"


def layer_name(path: tuple[str, ...]) -> str:
    """The name of a layer: its path joined with `_`."""
    return "_".join(path)


def snake_case(kind: str) -> str:
    """What Keras calls an unnamed layer of a kind: `Conv2D` is `conv2d`, `ReLU` `re_lu`."""
    name = re.sub(r"\W+", "", kind)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
