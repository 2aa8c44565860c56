"""Drawn at random, catalogue and Keras accept and refuse the same, with the same outcome."""

from __future__ import annotations

import os
from collections import Counter
from random import Random
from typing import Literal, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from mtlc_spec.layers import layer_class, layer_names
from mtlc_spec.values.tagged import argument_names
from tests.catalogue.differences import DIFFERENCES, Difference, is_deliberate
from tests.catalogue.drawing import TABLES, draw
from tests.catalogue.judge import (
    Answer,
    Refusal,
    Row,
    agree,
    ask_catalogue,
    ask_keras,
    cannot_tell,
    read_arguments,
)
from tests.catalogue.test_tables import NEVER_RIGHT

FEW = 3
MANY = int(os.environ.get("MTLC_CASES", "50"))
SAMPLE = 600


def test_every_class_has_a_table() -> None:
    assert set(TABLES) == set(layer_names())


def check_agreement(kind: str, cases: int) -> None:
    told: Counter[str] = Counter()

    @settings(
        max_examples=cases,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=False))
    def check(rng: Random) -> None:
        row = draw(kind, rng)
        note(repr(row))
        ours = ask_catalogue(row)
        told[type(ours).__name__] += 1
        if is_deliberate(row, ours):
            return
        theirs = ask_keras(row)
        if not cannot_tell(ours, theirs):
            agree(ours, theirs)

    check()
    print(f"{kind}: {told['Answer']} accepted, {told['Refusal']} refused")


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_agreement(kind: str) -> None:
    check_agreement(kind, FEW)


@pytest.mark.proof
@pytest.mark.parametrize("kind", sorted(TABLES))
def test_agreement_in_breadth(kind: str) -> None:
    """The same, over as many rows as `MTLC_CASES` says."""
    check_agreement(kind, MANY)


@pytest.mark.proof
@pytest.mark.parametrize("kind", sorted(TABLES))
def test_rows_are_balanced(kind: str) -> None:
    """Of the rows at least 40 % are accepted and 15 % refused, and every argument varies."""
    rng = Random(0)
    rows = [draw(kind, rng) for _ in range(SAMPLE)]
    accepted = sum(isinstance(ask_catalogue(row), Answer) for row in rows) / SAMPLE
    away = Counter(name for row in rows for name in _away_from_default(row))
    shares = {name: away[name] / SAMPLE for name in _that_vary(kind)}
    print(f"{kind}: {accepted:.0%} accepted, {1 - accepted:.0%} refused; away from default:")
    print("  " + ", ".join(f"{name} {share:.0%}" for name, share in shares.items()))

    assert accepted >= 0.4 or kind in NEVER_RIGHT
    assert 1 - accepted >= 0.15
    assert [name for name, share in shares.items() if share < 0.05] == []


def _that_vary(kind: str) -> list[str]:
    """The arguments that take more than their default."""
    fields = layer_class(kind).model_fields
    return [
        name
        for name in argument_names(layer_class(kind))
        if fields[name].annotation is not type(None)
        and not _is_one_value(fields[name].annotation)
    ]


def _is_one_value(annotation: object) -> bool:
    return get_origin(annotation) is Literal and len(get_args(annotation)) == 1


def _away_from_default(row: Row) -> list[str]:
    """The arguments with a good value that means something else than their default."""
    layer = read_arguments(row)
    if isinstance(layer, Refusal):
        return []
    fields = type(layer).model_fields
    return [name for name in fields if getattr(layer, name) != fields[name].default]


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda one: str(one.row))
def test_deliberate_difference(difference: Difference) -> None:
    row = difference.row
    ours = ask_catalogue(row)

    assert isinstance(ours, Refusal)
    assert difference.rule is None or difference.rule(row, ours)
    assert isinstance(ask_keras(row), Answer), "Keras refuses it too by now"


def test_there_are_few_differences() -> None:
    print(f"{len(DIFFERENCES)} deliberate differences")
    assert len(DIFFERENCES) <= 40
