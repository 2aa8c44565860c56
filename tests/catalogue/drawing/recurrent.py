"""Rows for the recurrent layers."""

from __future__ import annotations

from random import Random
from typing import Any

from mtlc_spec.layers import layer_class
from mtlc_spec.layers.recurrent import Recurrent
from mtlc_spec.shapes import Tensor
from tests.catalogue.drawing.table import NUMBERS, Choices, Table, chance
from tests.catalogue.drawing.values import KERNEL, REGULARIZERS, weight
from tests.catalogue.judge import Row

SIZES = (3, 1, 2, 4, None)
RECURRENT: Choices = {
    **KERNEL,
    "activation": ["relu", "linear", "softmax", "rleu"],
    **weight("recurrent"),
    # Keras passes it on to nobody, so that it does not mind a wrong one.
    "activity_regularizer": REGULARIZERS,
    "dropout": [0.3, 1.0],
    "recurrent_dropout": [0.3],
    "return_sequences": [True],
    "return_state": [True],
    "go_backwards": [True],
    "stateful": [True],
    "unroll": [True],
    "seed": [3],
    "zero_output_for_mask": [True],
}
GATED: Choices = {
    **RECURRENT,
    "recurrent_activation": ["relu", "hard_sigmoid", "tanh", "rleu"],
    "use_cudnn": [False, True, False],
}
UNITS: Choices = {"units": [3, 1, 2, 4, 3, 0]}


def _call(rng: Random, row: Row) -> dict[str, Any]:
    call: dict[str, Any] = {"training": True} if chance(rng, 10) else {}
    if chance(rng, 20):
        call["initial_state"] = _states(rng, row)
    if chance(rng, 15):
        steps = row.inputs[0][0] if len(row.inputs[0]) == 2 else 3
        call["mask"] = Tensor((row.batch, steps if isinstance(steps, int) else None), "bool")
    return call


def _states(rng: Random, row: Row) -> tuple[Tensor, ...]:
    """Mostly as many as the layer has, and as wide."""
    model = layer_class(row.kind)
    assert issubclass(model, Recurrent)
    units = row.arguments["units"]
    width = 7 if chance(rng, 10) else max(1, units)
    count = model.states - (1 if chance(rng, 10) else 0)
    return tuple(Tensor((row.batch, width)) for _ in range(count))


TABLES = {
    "SimpleRNN": Table(UNITS, RECURRENT, (2,), SIZES, NUMBERS, call=_call),
    "LSTM": Table(
        UNITS, {**GATED, "unit_forget_bias": [False]}, (2,), SIZES, NUMBERS, call=_call
    ),
    "GRU": Table(UNITS, {**GATED, "reset_after": [False]}, (2,), SIZES, NUMBERS, call=_call),
}
