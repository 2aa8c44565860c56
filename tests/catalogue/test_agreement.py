"""Drawn at random, catalogue and Keras accept and refuse the same, with the same outcome."""

import os
from collections import Counter
from random import Random

import keras
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtlc_spec.layers import layer_class, layer_names
from mtlc_spec.values.tagged import argument_names
from tests.catalogue.differences import DIFFERENCES, Difference
from tests.catalogue.drawing import TABLES, draw
from tests.catalogue.judge import Answer, Refusal, agree, ask_catalogue, ask_keras

CASES = int(os.environ.get("MTLC_CASES", "20"))
SAMPLE = 600


def test_every_class_has_a_table() -> None:
    assert set(TABLES) == set(layer_names())


def _agree(row_seed: Random, kind: str) -> None:
    row = draw(kind, row_seed)
    ours = ask_catalogue(row)
    keras.utils.clear_session()
    agree(ours, ask_keras(row))


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_agreement(kind: str) -> None:
    @settings(
        max_examples=CASES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=False))
    def check(rng: Random) -> None:
        _agree(rng, kind)

    check()


@pytest.mark.proof
@pytest.mark.parametrize("kind", sorted(TABLES))
def test_agreement_in_breadth(kind: str) -> None:
    """The same, over many more rows: `MTLC_CASES` of them."""
    test_agreement(kind)


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_rows_are_balanced(kind: str) -> None:
    """Of the rows at least 40 % are accepted and 15 % refused, and every argument varies."""
    rng = Random(0)
    rows = [draw(kind, rng) for _ in range(SAMPLE)]
    answers = [ask_catalogue(row) for row in rows]
    accepted = sum(isinstance(one, Answer) for one in answers) / SAMPLE
    given = Counter(key for row in rows for key in row.arguments)
    print(f"{kind}: {accepted:.0%} accepted, {1 - accepted:.0%} refused")

    assert accepted >= 0.4
    assert 1 - accepted >= 0.15
    model = layer_class(kind)
    only_null = {
        name for name, one in model.model_fields.items() if one.annotation is type(None)
    }
    for name in argument_names(model):
        if name not in only_null:
            assert given[name] / SAMPLE >= 0.05, name


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda one: str(one.row))
def test_deliberate_difference(difference: Difference) -> None:
    assert isinstance(ask_catalogue(difference.row), Refusal)
    assert isinstance(ask_keras(difference.row), Answer), "Keras refuses it too by now"


def test_there_are_few_differences() -> None:
    print(f"{len(DIFFERENCES)} deliberate differences")
    assert len(DIFFERENCES) <= 40
