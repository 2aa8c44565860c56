"""Rows for the recurrent layers."""

from __future__ import annotations

from random import Random
from typing import Any

from mtlc_spec.layers.recurrent import Recurrent
from mtlc_spec.shapes import ShapeError, Tensor
from tests.catalogue.drawing.table import NUMBERS, Choices, Table, chance
from tests.catalogue.drawing.values import KERNEL, REGULARIZERS, weight
from tests.catalogue.judge import Row, read_arguments

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

ALONG: Choices = {
    "return_sequences": [True],
    "return_state": [True],
    "go_backwards": [True],
    "stateful": [True],
    "unroll": [True],
    "zero_output_for_mask": [True],
}
CELLS: list[Any] = [
    {"GRUCell": 3},
    {"LSTMCell": 2},
    {"SimpleRNNCell": {"units": 3, "dtype": "float16"}},
    [{"LSTMCell": 3}, {"GRUCell": 2}],
    [{"GRUCell": {"units": 3, "dtype": "float16", "dropout": 0.3}}, {"SimpleRNNCell": 2}],
    [{"LSTMCell": 2}],
    {"StackedRNNCells": [{"SimpleRNNCell": 3}, {"LSTMCell": {"units": 1, "dropout": 0.2}}]},
    [{"StackedRNNCells": [{"GRUCell": 2}]}, {"LSTMCell": 2}],
    [{"GRUCell": 0}],
    {"LSTM": 2},
]


def call_along(rng: Random, row: Row) -> dict[str, Any]:
    call: dict[str, Any] = {"training": True} if chance(rng, 10) else {}
    if chance(rng, 20):
        call["initial_state"] = _states(rng, row)
    if chance(rng, 15):
        shape = row.inputs[0]
        steps = 3 if not shape or isinstance(shape[-1], str) else shape[0]
        call["mask"] = Tensor((row.batch, steps if isinstance(steps, int) else None), "bool")
    return call


def _states(rng: Random, row: Row) -> tuple[Tensor, ...]:
    """Mostly as many as the layer has, and as wide."""
    layer = read_arguments(row)
    shape = row.inputs[0]
    if not isinstance(layer, Recurrent) or None in shape or len(shape) < 2:
        return ()
    try:
        states = layer.running.states(Tensor((row.batch, *shape[1:])))
    except (ShapeError, TypeError):
        return ()
    if chance(rng, 10):
        states = states[1:]
    if chance(rng, 10):
        states = tuple(Tensor((*one.shape[:-1], 7)) for one in states)
    return tuple(Tensor(one.shape) for one in states)


TABLES = {
    "SimpleRNN": Table(UNITS, RECURRENT, (2,), SIZES, NUMBERS, call=call_along),
    "LSTM": Table(
        UNITS, {**GATED, "unit_forget_bias": [False]}, (2,), SIZES, NUMBERS, call=call_along
    ),
    "GRU": Table(
        UNITS, {**GATED, "reset_after": [False]}, (2,), SIZES, NUMBERS, call=call_along
    ),
    "RNN": Table({"cell": CELLS}, ALONG, (2,), SIZES, NUMBERS, call=call_along),
}
