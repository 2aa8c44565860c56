"""All diagnostics of the compiler and of the language, and what they mean."""

from __future__ import annotations

from importlib import import_module
from inspect import cleandoc
from typing import NamedTuple

from mtlc.driver import CHECKS
from mtlc_spec.diagnostics import CODES, Diagnostic

__all__ = ["CHECKS", "Explanation", "all_codes", "explain"]


def all_codes() -> dict[str, type[Diagnostic]]:
    """Every diagnostic class by its code, in order; most are defined when the driver loads."""
    for late in (
        "mtlc.analysis.masks",
        "mtlc.configuration.problems",
        "mtlc.importer.problems",
    ):
        import_module(late)
    return dict(sorted(CODES.items()))


class Explanation(NamedTuple):
    """What a code means, a spec that shows it, and the same spec repaired.

    `<byte E9>`, `<U+2028>` and `<100 x a>` in the specs stand for what a page cannot show.
    """

    text: str
    wrong: str
    right: str


def explain(kind: type[Diagnostic]) -> Explanation:
    """The docstring of a diagnostic, taken apart.

    Its `Example::` is a spec in which the lines of the mistake begin with `-`, those of
    the repair with `+`.
    """
    text, _, example = cleandoc(kind.__doc__ or "").partition("\n\nExample::\n\n")
    lines = [(line[4:5], f"{line[6:]}\n") for line in example.splitlines()]
    wrong = "".join(line for sign, line in lines if sign != "+")
    right = "".join(line for sign, line in lines if sign != "-")
    return Explanation(text, wrong, right)
