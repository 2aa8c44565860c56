"""The schedules of learning rates, and where Keras computes in whole numbers."""

from typing import Any

import keras
import pytest
from pydantic import TypeAdapter, ValidationError

from mtlc_spec.values import schedules
from tests.catalogue.objects import Case, made, no, to_keras, yes

RATE: TypeAdapter[Any] = TypeAdapter(schedules.LearningRate)


def decay(steps: Any, **others: Any) -> dict[str, Any]:
    return {"initial_learning_rate": 0.1, "decay_steps": steps, **others}


def restarts(steps: Any, **others: Any) -> dict[str, Any]:
    return {"initial_learning_rate": 0.1, "first_decay_steps": steps, **others}


def pieces(boundaries: list[float], values: list[float]) -> dict[str, Any]:
    return {"boundaries": boundaries, "values": values}


BY_RATE = ["ExponentialDecay", "InverseTimeDecay"]

CASES = [
    *[
        case
        for kind in BY_RATE
        for case in (
            *yes(kind, decay(10, decay_rate=0.9), decay(0.5, decay_rate=-1, staircase=True)),
            *no(kind, decay(0, decay_rate=0.9), decay(-1, decay_rate=0.9), decay(10), 0.1),
        )
    ],
    *yes("PolynomialDecay", decay(10), decay(10.5, power=-1.0), decay(10, cycle=True)),
    *no("PolynomialDecay", decay(0), decay(-1.5), decay(10, decay_rate=0.9)),
    *yes("CosineDecay", decay(10), decay(10.5, alpha=-3), decay(10, warmup_steps=-1)),
    *yes("CosineDecay", decay(10, warmup_target=0.2, warmup_steps=2.5)),
    *no("CosineDecay", None, decay(0), decay(-1), decay(10, t_mul=2.0)),
    *yes("CosineDecayRestarts", restarts(10), restarts(0.5, t_mul=0, m_mul=-1.0)),
    *no("CosineDecayRestarts", restarts(0), restarts(-1), decay(10)),
    *yes("PiecewiseConstantDecay", pieces([10], [1.0, 0.5]), pieces([9, 5], [1, 0.5, 0])),
    *yes("PiecewiseConstantDecay", pieces([-1.5], [1, 2])),
    *no("PiecewiseConstantDecay", pieces([10], [1.0]), pieces([], []), [10]),
    Case(
        "PiecewiseConstantDecay",
        pieces([], [1.0]),
        accepted=False,
        differs="one piece has no boundary: Keras fails when it is called",
    ),
    Case(
        "CosineDecay",
        {"initial_learning_rate": None, "decay_steps": 10},
        accepted=False,
        differs="null is no number: Keras fails when it is called",
    ),
    Case("CosineDecay", decay(True), accepted=False, differs="a boolean is no number"),
    Case(
        "ExponentialDecay",
        decay(10, decay_rate=0.9, staircase=1),
        accepted=False,
        differs="a number is no boolean",
    ),
]


def test_a_whole_learning_rate_decays() -> None:
    """Keras decays in the type of what it starts from, and so to 0 at once."""
    arguments = {"initial_learning_rate": 1, "decay_steps": 10, "decay_rate": 0.9}
    ours = made(schedules.ExponentialDecay, arguments)

    assert float(keras.optimizers.schedules.ExponentialDecay(**arguments)(3)) == 0
    assert float(to_keras(ours)(3)) == pytest.approx(0.9**0.3)


def test_a_mixed_list_of_values_is_of_floats() -> None:
    """Keras takes the values as they are, and cannot mix whole numbers with others."""
    ours = made(schedules.PiecewiseConstantDecay, pieces([10], [1, 2.5]))

    assert float(to_keras(ours)(3)) == 1
    assert float(to_keras(ours)(30)) == 2.5


@pytest.mark.parametrize("value", [True, None, "fast", [0.1], "CosineDecay", {"SGD": 0.1}])
def test_learning_rate_is_a_number_or_a_schedule(value: Any) -> None:
    with pytest.raises(ValidationError):
        RATE.validate_python(value)
    with pytest.raises((ValueError, TypeError)):
        keras.optimizers.Adam(value)


def test_learning_rate_may_be_whole() -> None:
    assert repr(RATE.validate_python(1)) == "1.0"
