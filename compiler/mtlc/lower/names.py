"""Names in the code: of layers, put together of parts, and of what is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mtlc import pysrc
from mtlc.expand.steps import StepName
from mtlc.lower.formulas import Lookup, formula
from mtlc.pysrc import Expression, literal, name
from mtlc.variables import Variables

Prefix = tuple[str | Expression, ...]
"""The parts of a path; joined with `_` they are a layer's name."""


def layer_name(parts: Prefix) -> Expression:
    """`"dense"`, `f"{name}_main_{i}"`"""
    if len(parts) == 1:
        (only,) = parts
        return literal(only) if isinstance(only, str) else only
    pieces: list[str | Expression] = []
    for part in parts:
        if pieces:
            pieces.append("_")
        pieces.append(part)
    return pysrc.fstring(pieces)


def component(step: StepName, number: Expression | None, lookup: Lookup) -> Prefix:
    """What a place adds to its path: `main`, `dense_1`, `residual_{i + 2}`."""
    if step.written:
        return (step.base,)
    fixed = sum(one for one in step.before if isinstance(one, int))
    counts = [formula(one, lookup) for one in step.before if not isinstance(one, int)]
    if step.numbered and number is not None:
        total = _sum([number, *counts], fixed)
        return (f"{step.base}", total)
    if not counts:
        return (f"{step.base}_{fixed}" if fixed else step.base,)
    total = _sum(counts, fixed)
    if fixed:
        return (step.base, total)
    numbered = pysrc.fstring((f"{step.base}_", total))
    return (pysrc.conditional(numbered, total, literal(step.base)),)


def _sum(terms: Iterable[Expression], fixed: int) -> Expression:
    first, *rest = terms
    for one in rest:
        first = pysrc.binary(first, "+", one)
    return pysrc.binary(first, "+", literal(fixed)) if fixed else first


class Needs:
    """The names that a function takes from outside, as keyword arguments."""

    def __init__(self, variables: Variables, own: Mapping[str, Expression]) -> None:
        self.variables = variables
        self.own = own
        self.used: dict[str, str] = {}

    def lookup(self, word: str) -> Expression:
        if word in self.own:
            return self.own[word]
        if word not in self.used:
            self.used[word] = self.variables.new(word)
        return name(self.used[word])


def with_loop(lookup: Lookup, words: Mapping[str, Expression]) -> Lookup:
    """The names inside a loop, where `i` and `copy` mean its own."""

    def inside(word: str) -> Expression:
        return words[word] if word in words else lookup(word)

    return inside
