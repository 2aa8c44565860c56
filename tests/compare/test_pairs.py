"""The verdict on each pair of the table, and what Keras says of it."""

from __future__ import annotations

import pytest

from tests.compare.pairs import PAIRS, SAME, UNLIKE, PairOfModels
from tests.compare.subjects import compared

IDS = [one.name for one in PAIRS]


def said(pair: PairOfModels) -> str:
    """All sentences on a pair."""
    found = compared(pair.a, pair.b, inference=pair.inference)
    parts = [found.reason or ""]
    parts += [f"{one.message} {one.why}" for one in found.differences]
    parts += [one.message for one in found.training.notes]
    return "\n".join(parts)


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_verdict(pair: PairOfModels) -> None:
    found = compared(pair.a, pair.b, inference=pair.inference)

    assert found.verdict == pair.verdict, said(pair)
    if pair.rule is not None:
        assert pair.rule in {step.rule for _, step in found.steps}
    if pair.says is not None:
        assert pair.says in said(pair)
    if found.verdict == "different":
        assert found.differences
        assert all(one.places_a and one.places_b for one in found.differences)


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_verdict_the_other_way_round(pair: PairOfModels) -> None:
    found = compared(pair.b, pair.a, inference=pair.inference)

    assert found.verdict == pair.verdict


def test_half_of_the_pairs_are_near_misses() -> None:
    assert len(PAIRS) >= 60
    assert len(UNLIKE) >= 30
    assert abs(len(SAME) - len(UNLIKE)) <= len(PAIRS) // 5
