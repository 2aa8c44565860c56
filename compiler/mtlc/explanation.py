"""What a diagnostic means, from the docstring of its class."""

from __future__ import annotations

from inspect import cleandoc
from textwrap import indent
from typing import NamedTuple

from mtlc_spec.diagnostics import Diagnostic


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


def page(kind: type[Diagnostic]) -> str:
    """What `mtlc explain` prints."""
    text, wrong, right = explain(kind)
    return (
        f"{kind.code} {kind.slug} ({kind.severity})\n\n{text}\n\n"
        f"Wrong:\n\n{indent(wrong, '    ')}\nRight:\n\n{indent(right, '    ')}"
    )
