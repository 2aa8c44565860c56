"""The verdict on each pair of the table, and what Keras says of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.compare import judge
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


def in_four(pairs: list[PairOfModels]) -> list[list[PairOfModels]]:
    return [pairs[number::4] for number in range(4)]


def assert_as_said(pairs: list[PairOfModels], folder: Path) -> None:
    for pair in pairs:
        found = compared(pair.a, pair.b, inference=pair.inference)
        with noted(pair):
            judge.assert_as_said(found, pair.a, pair.b, folder)


@pytest.mark.proof
@pytest.mark.parametrize("pairs", in_four(SAME), ids=range(4))
def test_keras_gives_the_same_and_loads_as_said(
    pairs: list[PairOfModels], tmp_path: Path
) -> None:
    assert_as_said(pairs, tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("pairs", in_four(UNLIKE[:-1]), ids=range(4))
def test_keras_loads_weights_of_different_models_as_said(
    pairs: list[PairOfModels], tmp_path: Path
) -> None:
    assert_as_said(pairs, tmp_path)


@contextmanager
def noted(pair: PairOfModels) -> Iterator[None]:
    """Say of what pair a failure is."""
    try:
        yield
    except Exception as error:
        error.add_note(pair.name)
        raise


def test_one_difference_in_a_deep_model_is_said_alone() -> None:
    """Also where the inputs of all merges come in another order."""

    def deep(swapped: bool, activation: str) -> str:
        lines = ["inputs: {x: [4]}", "layers:"]
        before = "x"
        for number in range(200):
            kind = activation if number == 100 else "relu"
            dense = f"Dense: {{units: 4, activation: {kind}}}"
            sources = [before, f"d{number}"]
            listed = ", ".join(reversed(sources) if swapped else sources)
            lines.append(f"  d{number}: {{{dense}, from: {before}}}")
            lines.append(f"  a{number}: {{Add, from: [{listed}]}}")
            before = f"a{number}"
        return "\n".join([*lines, f"outputs: {before}", ""])

    found = compared(deep(False, "relu"), deep(True, "selu"))

    (difference,) = found.differences
    assert "the activation of `d100` is `relu`" in difference.message


def test_what_differs_behind_another_kind_of_layer_is_said_as_well() -> None:
    def model(pool: str, bias: str) -> str:
        conv = f"Conv2D: {{filters: 4, kernel_size: 3, use_bias: {bias}}}"
        return f"inputs: {{x: [8, 8, 3]}}\nlayers: [{conv}, {pool}, Flatten, Dense: 2]\n"

    found = compared(model("MaxPooling2D: 2", "true"), model("AveragePooling2D: 2", "false"))

    said = " ".join(one.message for one in found.differences)
    assert "MaxPooling2D" in said
    assert "use_bias" in said
