"""Rows for cells."""

from __future__ import annotations

from random import Random
from typing import Any

from mtlc_spec.layers.cells import Cell
from mtlc_spec.shapes import ShapeError, Tensor
from tests.catalogue.drawing.recurrent import CELLS, GATED, RECURRENT, UNITS
from tests.catalogue.drawing.table import NUMBERS, Choices, Table, chance
from tests.catalogue.judge import Row, read_arguments

OF_LAYERS = {
    *("return_sequences", "return_state", "go_backwards", "stateful", "unroll"),
    *("zero_output_for_mask", "use_cudnn", "activity_regularizer"),
}
SIMPLE: Choices = {key: values for key, values in RECURRENT.items() if key not in OF_LAYERS}
WITH_GATES: Choices = {key: values for key, values in GATED.items() if key not in OF_LAYERS}
SIZES = (2, 1, 3, 4, 2, 3, None)


def _call(rng: Random, row: Row) -> dict[str, Any]:
    call: dict[str, Any] = {"states": _states(rng, row)}
    if chance(rng, 10):
        call["training"] = True
    return call


def _states(rng: Random, row: Row) -> tuple[Tensor, ...]:
    """Mostly as many as the cell has, and as wide."""
    layer = read_arguments(row)
    try:
        assert isinstance(layer, Cell)
        states = layer.states(Tensor((row.batch, 2)))
    except (AssertionError, ShapeError):
        return (Tensor((row.batch, 3)),)
    if chance(rng, 8):
        states = states[1:]
    width = 7 if chance(rng, 8) else None
    dtype = "int32" if chance(rng, 8) else "float32"
    batch = rng.choice((1, 2, 3)) if chance(rng, 15) else row.batch
    return tuple(Tensor((batch, width or one.shape[1]), dtype) for one in states)


TABLES = {
    "SimpleRNNCell": Table(UNITS, SIMPLE, (1,), SIZES, NUMBERS, call=_call),
    "LSTMCell": Table(
        UNITS, {**WITH_GATES, "unit_forget_bias": [False]}, (1,), SIZES, NUMBERS, call=_call
    ),
    "GRUCell": Table(
        UNITS, {**WITH_GATES, "reset_after": [False]}, (1,), SIZES, NUMBERS, call=_call
    ),
    "StackedRNNCells": Table(
        {"cells": [one for one in CELLS if isinstance(one, list)] + [{"LSTMCell": 2}]},
        {},
        *((1,), SIZES, NUMBERS),
        call=_call,
    ),
}
