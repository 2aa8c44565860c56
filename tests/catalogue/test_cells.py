"""Cells: hand-written rows, each judged by Keras."""

from collections.abc import Iterator
from typing import Any

import pytest

from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Row, check

STATES = {"SimpleRNNCell": 1, "GRUCell": 1, "LSTMCell": 2}
PARAMETERS = {"SimpleRNNCell": 40, "GRUCell": 135, "LSTMCell": 160}
"""Of 5 units on 2 features."""

X = (2,)
Y = (5,)


def state(*shape: int | None, dtype: str = "float32") -> Tensor:
    return Tensor(shape or (None, 5), dtype)


def of(kind: str, arguments: Any, *outputs: Any, x: Any = X, **rest: Any) -> Row:
    """A row of a cell of 5 units, which gives its output and its states."""
    count = STATES[kind]
    given = {"units": 5, **arguments}
    more = {"call": {"states": (state(),) * count}, "parameters": PARAMETERS[kind], **rest}
    return Row(kind, given, [x], outputs or (Y,) * (1 + count), unknown=5, **more)


def refused(kind: str, arguments: Any, code: str = "argument", x: Any = X, **rest: Any) -> Row:
    more = {"call": {"states": (state(),) * STATES[kind]}, **rest}
    return Row(kind, {"units": 5, **arguments}, [x], refused=code, **more)


def common(kind: str) -> Iterator[Row]:
    """What all three do, whatever their gates are."""
    count = STATES[kind]

    def starting(*shape: int | None, **rest: Any) -> dict[str, Any]:
        return {"call": {"states": (state(*shape, **rest),) * count}}

    yield of(kind, {})
    yield of(kind, {}, batch=3)
    yield of(kind, {"activation": None, "use_bias": True})
    yield of(kind, {"trainable": False}, frozen=PARAMETERS[kind])
    yield of(kind, {"dtype": "mixed_float16"}, *((Y, "float16"),) * (1 + count))
    yield of(kind, {"dtype": "float64"}, *((Y, "float64"),) * (1 + count))
    yield of(kind, {}, x=(X, "int32"))
    yield of(kind, {}, x=(X, "float64"))
    yield of(kind, {"dropout": 0.3, "recurrent_dropout": 0.2, "seed": 3})
    yield of(kind, {"activity_regularizer": "l2", "kernel_constraint": {"MaxNorm": 1}})
    yield of(kind, {}, **starting(None, None))
    yield of(kind, {}, *(Tensor((3, 5)),) * (1 + count), **starting(3, 5))
    yield of(kind, {}, *(Tensor((3, 5)),) * (1 + count), x=Tensor((3, 2)), **starting(1, 5))
    yield of(kind, {}, *(Tensor((3, 5)),) * (1 + count), x=Tensor((1, 2)), **starting(3, 5))
    yield of(kind, {}, again=[(2,)])
    yield refused(kind, {}, "MTL3008", again=[(3,)])
    yield refused(kind, {}, "MTL3004", x=(None,))
    yield refused(kind, {}, "MTL3003", x=())
    yield refused(kind, {}, "MTL3006", x=(X, "string"))
    yield refused(kind, {}, "MTL3010", **starting(None, 4))
    yield refused(kind, {}, "MTL3010", batch=2, **starting(3, 5))
    yield refused(kind, {}, "MTL3010", call={"states": ()})
    yield refused(kind, {}, "MTL3006", **starting(None, 5, dtype="string"))
    drawn = {"states": (state(),) * count, "training": True}
    yield refused(kind, {"dropout": 0.3}, "MTL3010", call=drawn)
    yield of(kind, {}, call=drawn)
    yield refused(kind, {"units": 0})
    yield refused(kind, {"units": "5"})
    yield refused(kind, {"return_state": True})
    yield refused(kind, {"use_bias": 1}, keras_differs="a number for a boolean")


TWO = [{"LSTMCell": 3}, {"GRUCell": 4}]
STARTS = (state(None, 3), state(None, 3), state(None, 4))


def stack(cells: Any, *outputs: Any, x: Any = X, **rest: Any) -> Row:
    return Row("StackedRNNCells", cells, [x], outputs, **{"call": {"states": STARTS}, **rest})


def no_stack(cells: Any, code: str = "argument", x: Any = X, **rest: Any) -> Row:
    more = {"call": {"states": STARTS}, **rest}
    return Row("StackedRNNCells", cells, [x], refused=code, **more)


STACKED = [
    stack(TWO, (4,), (3,), (3,), (4,), parameters=180),
    stack({"cells": TWO}, (4,), (3,), (3,), (4,), parameters=180, batch=2),
    stack({"cells": TWO, "dtype": "float16"}, (4,), (3,), (3,), (4,), parameters=180),
    stack({"cells": TWO, "trainable": False}, (4,), (3,), (3,), (4,), parameters=180),
    stack(TWO, (4,), (3,), (3,), (4,), parameters=180, x=(X, "int32")),
    stack(
        [{"LSTMCell": {"units": 3, "dtype": "float16", "trainable": False}}, {"GRUCell": 4}],
        *((4,), ((3,), "float16"), ((3,), "float16"), (4,)),
        parameters=180,
        frozen=72,
    ),
    stack([{"GRUCell": 5}], Y, Y, parameters=135, call={"states": (state(),)}),
    stack([{"LSTMCell": 5}], Y, Y, Y, parameters=160, call={"states": (state(),) * 2}),
    stack(
        [{"SimpleRNNCell": 5}] * 3, Y, Y, Y, Y, parameters=150, call={"states": (state(),) * 3}
    ),
    stack(
        [{"StackedRNNCells": [{"LSTMCell": 3}]}, {"GRUCell": 4}],
        *((4,), (3,), (3,), (4,)),
        parameters=180,
    ),
    stack(
        [{"StackedRNNCells": TWO}, {"GRUCell": 5}],
        *(Y, (3,), (3,), (4,), Y),
        parameters=345,
        call={"states": (*STARTS, state())},
    ),
    no_stack(TWO, "MTL3010", call={"states": (state(None, 4),) * 3}),
    no_stack(TWO, "MTL3004", x=(None,)),
    no_stack(TWO, "MTL3006", x=(X, "string")),
    no_stack(TWO, "MTL3008", again=[(3,)]),
    no_stack([{"LSTMCell": 0}, {"GRUCell": 4}]),
    no_stack([{"LSTMCell": 3}, {"Dense": 4}]),
    no_stack({"LSTMCell": 3}),
    no_stack(3),
    no_stack(["LSTMCell"]),
]

ROWS = [
    *(row for kind in STATES for row in common(kind)),
    of("SimpleRNNCell", {"use_bias": False}, parameters=35),
    of("SimpleRNNCell", {}, call={"states": state()}),
    of("SimpleRNNCell", {}, call={"states": (state(dtype="int32"),)}),
    refused("SimpleRNNCell", {"dropout": 0.3}, "MTL3006", x=(X, "int32")),
    refused("SimpleRNNCell", {"recurrent_activation": "relu"}),
    of("LSTMCell", {"unit_forget_bias": False, "recurrent_activation": None}),
    of("LSTMCell", {}, call={"states": (state(), state(None, 1))}),
    of("LSTMCell", {}, call={"states": (state(dtype="int32"), state())}),
    of("LSTMCell", {"dropout": 0.3}, x=(X, "int32")),
    refused("LSTMCell", {}, "MTL3006", call={"states": (state(), state(dtype="int32"))}),
    refused("LSTMCell", {}, "MTL3010", call={"states": (state(None, 1), state())}),
    of("GRUCell", {"reset_after": False}, parameters=120),
    of("GRUCell", {}, call={"states": state()}),
    refused("GRUCell", {}, "MTL3006", call={"states": (state(dtype="int32"),)}),
    refused("GRUCell", {"unit_forget_bias": True}),
    *STACKED,
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
