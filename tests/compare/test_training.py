"""What a comparison says of how two models train."""

from __future__ import annotations

import pytest

from mtlc.compare.training import Training
from tests.compare.subjects import compared


def one(task: str = "loss: mse", training: str = "{}", units: int = 1) -> str:
    """One output that is trained."""
    return (
        f"inputs: {{x: [4]}}\nlayers: {{p: {{Dense: {units}, from: x}}}}\n"
        f"outputs: {{p: {{{task}}}}}\ntraining: {training}\n"
    )


def two(first: str, second: str, training: str = "{}") -> str:
    """Two outputs that are trained."""
    return (
        "inputs: {x: [4]}\nlayers: {p: {Dense: 1, from: x}, q: {Dense: 1, from: x}}\n"
        f"outputs: {{p: {{{first}}}, q: {{{second}}}}}\ntraining: {training}\n"
    )


def training(a: str, b: str) -> Training:
    return compared(a, b).training


def notes(a: str, b: str) -> str:
    return "\n".join(note.message for note in training(a, b).notes)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("{optimizer: adam}", "{optimizer: Adam}"),
        ("{optimizer: adam}", "{optimizer: {Adam: 0.001}}"),
        ("{optimizer: rmsprop}", "{}"),
    ],
)
def test_an_optimizer_by_any_of_its_names(a: str, b: str) -> None:
    assert training(one(training=a), one(training=b)).is_alike


def test_another_optimizer_is_shown_as_it_is_written() -> None:
    said = notes(one(training="{optimizer: adam}"), one(training="{optimizer: {Adam: 0.1}}"))

    assert said == "`optimizer` is `Adam` in A and `Adam: {learning_rate: 0.1}` in B"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("loss: mse, missing: -1", "loss: mse, missing: -1.0"),
        (
            "loss: binary_crossentropy, class_weight: {0: 1, 1: 5}",
            "loss: binary_crossentropy, class_weight: {1: 5.0}",
        ),
        (
            "loss: binary_crossentropy, class_weight: {0: 2, 1: 5}",
            "loss: binary_crossentropy, class_weight: {1: 5, 0: 2}",
        ),
    ],
)
def test_labels_and_weights_that_mean_the_same(a: str, b: str) -> None:
    assert training(one(a), one(b)).is_alike


def test_an_output_that_only_one_model_trains() -> None:
    found = training(one("loss: mse"), one("loss: mse, weight: 0"))

    assert not found.is_alike
    assert found.ratio is None


def test_losses_of_one_alias_in_two_modules() -> None:
    a, b = (
        f"imports: {{own: {module}}}\n" + one("loss: own.focal")
        for module in ("tests.custom", "somewhere.others")
    )

    assert not training(a, b).is_alike


def test_there_is_no_factor_where_losses_are_balanced() -> None:
    balance = "{balance: uncertainty}"
    a = two("loss: mse", "loss: mse", balance)

    assert training(a, a).is_alike
    found = training(a, two("loss: mse, weight: 2", "loss: mse, weight: 2", balance))
    assert not found.is_alike
    assert found.ratio is None
    assert found.advice is None
    assert training(a, one(units=2)).ratio is None


def test_advice_looks_at_the_weight_of_the_wide_output() -> None:
    found = training(
        two("loss: mse, weight: 3", "loss: mse"), one("loss: mse, weight: 2", units=2)
    )

    assert found.advice == "under `outputs` of A: `p: {weight: 1}`, `q: {weight: 1}`"
