"""The optimizers of the catalogue are those of Keras, and their names are found in any case."""

from typing import Any

import keras
import numpy as np
import pytest
from keras.src.optimizers import ALL_OBJECTS_DICT
from pydantic import TypeAdapter, ValidationError

from mtlc_spec.values import optimizers
from tests.catalogue.objects import Case, no, to_keras, yes

WITH_RATE = [
    kind
    for kind in dict.fromkeys(optimizers.KINDS.values())
    if "learning_rate" in kind.model_fields
]
SCHEDULE = {"CosineDecay": {"initial_learning_rate": 0.1, "decay_steps": 10}}
OPTIMIZER: TypeAdapter[Any] = TypeAdapter(optimizers.Optimizer)

COMMON = [
    case
    for kind in (kind.__name__ for kind in WITH_RATE)
    for case in (
        *yes(kind, None, 0.5, 0.0, -1.0, SCHEDULE, {"learning_rate": SCHEDULE}),
        *yes(kind, {"clipnorm": -1.0}, {"clipvalue": 1}, {"global_clipnorm": 0.0}),
        *yes(kind, {"ema_momentum": 2.0}, {"use_ema": True, "ema_momentum": 1}),
        *yes(kind, {"ema_overwrite_frequency": -1}),
        *yes(kind, {"use_ema": True, "ema_overwrite_frequency": 0}),
        *yes(kind, {"use_ema": True, "ema_overwrite_frequency": 1}),
        *yes(kind, {"gradient_accumulation_steps": 0}, {"gradient_accumulation_steps": 2}),
        *yes(kind, {"loss_scale_factor": -1.0}, {"weight_decay": -1.0}, {"weight_decay": 0}),
        *no(kind, "fast", {"learning_rate": None}, True, {"decay": 0.1, "rate": 1.0}),
        *no(kind, {"clipnorm": 1.0, "clipvalue": 1.0}),
        *no(kind, {"clipvalue": 0.0, "global_clipnorm": 0.0}),
        *no(kind, {"use_ema": True, "ema_momentum": 1.5}),
        *no(kind, {"use_ema": True, "ema_momentum": -0.1}),
        *no(kind, {"use_ema": True, "ema_overwrite_frequency": -1}),
        *no(kind, {"gradient_accumulation_steps": 1}, {"gradient_accumulation_steps": -2}),
        Case(kind, 1, differs="a whole number is read as the float that Keras wants"),
    )
]

CASES = [
    *COMMON,
    *yes("SGD", {"momentum": 0.0, "nesterov": True}, {"momentum": 1.0}),
    *no("SGD", {"momentum": 1.5}, {"momentum": -0.1}),
    *yes("RMSprop", {"momentum": 1.5, "rho": -1}, {"centered": True}),
    *yes("Adam", {"beta_1": 5.0, "epsilon": -1.0, "amsgrad": True}, {"weight_decay": None}),
    *no("AdamW", {"weight_decay": None}),
    *yes("Lion", {"beta_1": 1.0, "beta_2": -1.0}),
    *no("Lion", {"beta_1": 0.0}, {"beta_1": 1.5}, {"beta_1": -1.0}),
    *yes("Ftrl", {"learning_rate_power": 0.0, "beta": -1.0}, {"learning_rate_power": -2}),
    *no("Ftrl", {"learning_rate_power": 1.0}, {"initial_accumulator_value": -1.0}),
    *no("Ftrl", {"l1_regularization_strength": -1.0}, {"l2_regularization_strength": -1.0}),
    *no("Ftrl", {"l2_shrinkage_regularization_strength": -1.0}),
    *yes("Adagrad", {"initial_accumulator_value": -1.0}),
    *yes("Adafactor", {"clip_threshold": -1.0, "beta_2_decay": 3.0, "relative_step": False}),
    *yes("ScheduleFreeAdamW", {"warmup_steps": -1}, {"warmup_steps": 1.5}),
    *yes("Muon", {"rms_rate": None, "adam_weight_decay": None, "weight_decay": None}),
    *yes("Muon", {"exclude_layers": ["head", "a.*"], "ns_steps": 0}, {"exclude_layers": []}),
    *yes("LossScaleOptimizer", {"Adam": None}, {"Adam": 0.5}),
    *yes("LossScaleOptimizer", {"LossScaleOptimizer": {"SGD": {"loss_scale_factor": 2.0}}}),
    *yes("LossScaleOptimizer", {"inner_optimizer": {"SGD": 0.1}, "initial_scale": -1}),
    *yes("LossScaleOptimizer", {"inner_optimizer": {"Lamb": 0.1}, "dynamic_growth_steps": 0}),
    *no("LossScaleOptimizer", None, 0.5, {"inner_optimizer": {"SGD": 0.1}, "clipnorm": 1.0}),
    *yes("OptimizerMap", {"Adam": 0.5}, {"default_optimizer": {"Adam": 0.5}}),
    *yes(
        "OptimizerMap",
        {"default_optimizer": {"Adam": None}, "optimizer_map": {"tower/.*": {"SGD": 0.1}}},
    ),
    *no("OptimizerMap", None, 0.5, {"default_optimizer": {"Adam": None}, "optimizer_map": 1}),
    *yes("MultiOptimizer", {"OptimizerMap": {"Adam": 0.5}}),
    *yes(
        "MultiOptimizer",
        {"optimizer_map": {"OptimizerMap": {"Adam": 0.5}}, "loss_scale_factor": 2.0},
    ),
    *no("MultiOptimizer", None, {"optimizer_map": {"OptimizerMap": None}}),
    *[
        Case(kind, "adam", differs="a name becomes the object that Keras wants")
        for kind in ("LossScaleOptimizer", "OptimizerMap")
    ],
    Case("SGD", {"momentum": 1}, differs="a whole number is read as the float"),
    *[
        Case(kind, arguments, accepted=False, differs=why)
        for kind, arguments, why in [
            ("Adam", {"epsilon": None}, "null is no number: Keras fails when it trains"),
            ("Adam", {"weight_decay": False}, "a boolean is no number"),
            ("Adam", {"amsgrad": 1}, "a number is no boolean"),
            ("Adafactor", {"clip_threshold": None}, "Keras fails when it trains"),
            ("Muon", {"exclude_layers": "head"}, "Keras takes each letter for a pattern"),
            ("MultiOptimizer", {"Adam": 0.5}, "no map: Keras fails when it trains"),
            ("MultiOptimizer", 0.5, "no map: Keras fails when it trains"),
        ]
    ],
]


def test_optimizers_have_the_names_of_keras() -> None:
    theirs = {
        name: kind.__name__
        for name, kind in ALL_OBJECTS_DICT.items()
        if name not in ("optimizer", "optimizermap")
    }
    lower = {name: one.__name__ for name, one in optimizers.KINDS.items() if name.islower()}

    assert lower == theirs
    assert {*optimizers.KINDS} - {*lower} == {
        kind.__name__ for kind in optimizers.KINDS.values()
    }


@pytest.mark.parametrize("name", ["adam", "Adam", "ADAM", "sgd", "ScheduleFreeAdamW"])
def test_a_name_is_found_in_any_case(name: str) -> None:
    read = OPTIMIZER.validate_python(name)
    inside = OPTIMIZER.validate_python({name: 0.5})

    assert isinstance(read, str)
    assert type(keras.optimizers.get(read)).__name__ == type(inside).__name__
    assert type(keras.optimizers.get(name)).__name__ == type(inside).__name__


def test_what_keras_finds_by_no_name_becomes_an_object() -> None:
    read = OPTIMIZER.validate_python("Lamb")

    assert isinstance(to_keras(read), keras.optimizers.Lamb)
    with pytest.raises(ValueError, match="Could not interpret optimizer"):
        keras.optimizers.get("Lamb")


@pytest.mark.parametrize(
    "name", ["lamb", "optimizer", "lossscaleoptimizer", "OptimizerMap", "Momentum", " adam"]
)
def test_what_is_no_optimizer_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        OPTIMIZER.validate_python(name)
    with pytest.raises((ValueError, TypeError, KeyError)):
        keras.optimizers.get(name)


def test_optimizers_of_several_parts_train() -> None:
    read = OPTIMIZER.validate_python(
        {
            "MultiOptimizer": {
                "OptimizerMap": {
                    "default_optimizer": "adam",
                    "optimizer_map": {"head/.*": {"SGD": {"learning_rate": SCHEDULE}}},
                }
            }
        }
    )
    x = keras.Input((2,))
    model = keras.Model(x, keras.layers.Dense(1, name="head")(keras.layers.Dense(3)(x)))
    model.compile(optimizer=to_keras(read), loss="mse")

    assert np.isfinite(model.train_on_batch(np.ones((2, 2)), np.ones((2, 1))))
