"""Which words are names, and the names that files and paths give."""

from __future__ import annotations

import re
from functools import lru_cache
from keyword import iskeyword

from mtlc_spec.diagnostics import Report
from mtlc_spec.nodes import Mapping, Scalar
from mtlc_spec.source import Span
from mtlc_spec.word_problems import ENTRY_KEYS, InvalidName

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")

RESERVED = frozenset({*ENTRY_KEYS, "chain", "ops", "std", "applications", "i", "copy"})
"""Words of the language, which are not names."""

LONGEST = 100
"""Characters of a name; Keras puts layer names into file names and log keys."""


def is_name(text: str) -> bool:
    """Whether a text can be a name."""
    return len(text) <= LONGEST and text not in RESERVED and NAME.fullmatch(text) is not None


def is_identifier(text: object) -> bool:
    """Whether Python code can say it: as an argument, or as the name of a module."""
    return (
        isinstance(text, str) and text.isascii() and text.isidentifier() and not iskeyword(text)
    )


def check_name(key: Scalar, report: Report) -> str | None:
    """The name that a scalar gives; None, and a report, if it cannot be one."""
    name = key.value
    if isinstance(name, str) and is_name(name):
        return name
    report.add(invalid_name(key.span, str(name)))
    return None


def check_keywords(node: Mapping, report: Report) -> bool:
    """Whether each key can be an argument in Python; reports those that cannot."""
    wrong = [key for key, _ in node if not is_identifier(key.value)]
    for key in wrong:
        reason = "Python has no arguments of that name"
        report.add(invalid_name(key.span, str(key.value), reason))
    return not wrong


PARAM = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

EXPRESSION_WORDS = frozenset(
    {
        *("and", "or", "not", "in", "if", "else"),
        *("true", "false", "null", "True", "False", "None"),
        *("min", "max", "round", "int", "len", "required"),
    }
)
"""Words of expressions, which are not the names of params."""


def check_param_name(key: Scalar, report: Report) -> str | None:
    """The name of a param, as expressions can use it; None, and a report, if it cannot be."""
    name = check_name(key, report)
    if name is None:
        return None
    if name in EXPRESSION_WORDS:
        report.add(invalid_name(key.span, name, "it is a word of expressions"))
        return None
    if not PARAM.fullmatch(name):
        report.add(invalid_name(key.span, name, "in an expression `-` is a minus"))
        return None
    return name


def invalid_name(span: Span, name: str, reason: str = "") -> InvalidName:
    """The report of a word that cannot be a name."""
    if reason:
        pass
    elif name in RESERVED:
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


@lru_cache(maxsize=500)
def snake_case(kind: str) -> str:
    """What Keras calls an unnamed layer of a kind: `Conv2D` is `conv2d`, `ReLU` `re_lu`."""
    name = re.sub(r"\W+", "", kind)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
