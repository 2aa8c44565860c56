"""Fuzzing led by coverage, for a number of runs: the reader and loader, and the expressions.

`MTLC_FUZZ` is how many runs each has; what they find becomes a case of `test_found.py`.
"""

from __future__ import annotations

import contextlib
import os
from random import Random

import pytest

from mtlc_spec import entries, kinds, loader, reading, references, scalars, templates
from mtlc_spec.diagnostics import Report
from mtlc_spec.expressions import (
    ExpressionError,
    Place,
    evaluate,
    evaluation,
    functions,
    operations,
    parse_text,
    parser,
    strings,
    tokens,
    tree,
)
from mtlc_spec.nodes import Scalar
from mtlc_spec.source import Source
from tests.hard.fuzzing import Change, Coverage, Fuzzer
from tests.hard.judging import bounded
from tests.hard.mutations import EXPRESSIONS, MARKS, MUTATIONS, NUMBERS, texts
from tests.test_diagnostics import included
from tests.test_mutations import assert_inside

RUNS = int(os.environ.get("MTLC_FUZZ", "4000"))

LOADER = [loader, reading, entries, kinds, references, scalars, templates]
PARSER = [parser, tokens, strings, tree, evaluation, functions, operations]
PARAMS = {"i": 3, "x": (1, 2.5), "copy": "a", "on": True, "none": None}


def load(text: str) -> None:
    """Any text can be read and loaded, or is reported at places inside of it."""
    report = Report()
    with bounded():
        document = loader.load(Source("model.yaml", text), report, included)
    assert document is not None or not report.ok
    for one in report:
        assert_inside(one.span)
        for label in one.labels:
            assert_inside(label.span)


def compute(text: str) -> None:
    """Any text can be parsed and evaluated, or has an error at a place inside of it."""
    source = Source("model.yaml", text)
    place = Place.of(Scalar(source, 0, len(text), text))
    problem = None
    try:
        with bounded():
            expr = parse_text(text, place)
            if not isinstance(expr, str):
                for node, _ in tree.walk(expr):
                    assert 0 <= node.start <= node.end <= len(text)
                evaluate(expr, PARAMS)
    except ExpressionError as error:
        problem = error
    if problem is not None:
        assert 0 <= problem.start <= problem.end <= len(text)
        assert str(problem)


def insert_a_piece(text: str, draw: Random) -> str:
    at = draw.randrange(len(text) + 1)
    pieces = [
        *MARKS,
        *NUMBERS,
        *EXPRESSIONS,
        *PARAMS,
        "min(",
        "len(",
        "round(",
        " if ",
        " else ",
    ]
    return text[:at] + draw.choice(pieces) + text[at:]


def cut_a_piece(text: str, draw: Random) -> str:
    at = draw.randrange(len(text))
    return text[:at] + text[at + draw.choice([1, 2, 5]) :]


def repeat_a_piece(text: str, draw: Random) -> str:
    start = draw.randrange(len(text))
    end = draw.randrange(start, len(text)) + 1
    return text[:end] + text[start:end] * draw.choice([1, 1, 30]) + text[end:]


def change_a_character(text: str, draw: Random) -> str:
    at = draw.randrange(len(text))
    return (
        text[:at]
        + chr(draw.choice([draw.randrange(128), draw.randrange(0x300)]))
        + text[at + 1 :]
    )


OF_EXPRESSIONS: list[Change] = [insert_a_piece, cut_a_piece, repeat_a_piece, change_a_character]


@pytest.mark.proof
@pytest.mark.parametrize("part", range(2))
def test_the_loader(part: int) -> None:
    fuzzer = Fuzzer(load, LOADER, MUTATIONS, seed=part)
    for text in texts()[part::2]:
        fuzzer.run(text)

    assert fuzzer.fuzz(RUNS // 2) > RUNS // 500


@pytest.mark.proof
def test_the_expressions() -> None:
    fuzzer = Fuzzer(compute, PARSER, OF_EXPRESSIONS, seed=1)
    for text in EXPRESSIONS:
        fuzzer.run(text)

    assert fuzzer.fuzz(3 * RUNS) > RUNS // 100


def test_a_few_expressions() -> None:
    fuzzer = Fuzzer(compute, PARSER, OF_EXPRESSIONS, seed=2)
    for text in EXPRESSIONS:
        fuzzer.run(text)

    assert fuzzer.fuzz(300) > 3


def test_coverage_tells_branches_apart() -> None:
    coverage = Coverage([scalars])

    with contextlib.suppress(ValueError):
        one = coverage.of(lambda: scalars.resolve("12"))
        other = coverage.of(lambda: scalars.resolve("true"))
        assert one != other
        assert coverage.of(lambda: scalars.resolve("34")) == one


def test_what_is_found_is_told() -> None:
    def work(text: str) -> None:
        if "ab" in text:
            raise RuntimeError

    fuzzer = Fuzzer(work, [], OF_EXPRESSIONS, seed=0)

    with pytest.raises(AssertionError, match="fails for 'xab'"):
        fuzzer.run("xab")
