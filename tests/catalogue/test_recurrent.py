"""Recurrent layers: hand-written rows, each judged by Keras."""

from collections.abc import Iterator
from typing import Any

import pytest

from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Row, check

STATES = {"SimpleRNN": 1, "GRU": 1, "LSTM": 2}
PARAMETERS = {"SimpleRNN": 40, "GRU": 135, "LSTM": 160}
"""Of 5 units on 2 features: (2 + 5 + 1) * 5 for each gate; GRU has a second bias."""

MASK = Tensor((None, 3), "bool")
X = (3, 2)
Y = (5,)
SEQUENCE = (3, 5)


def of(kind: str, arguments: Any, *outputs: Any, x: Any = X, **rest: Any) -> Row:
    """A row of a layer of 5 units, which gives what it gives by default, or `outputs`."""
    given = {"units": 5, **arguments}
    expected = outputs or (Y,)
    few = {"parameters": PARAMETERS[kind], "unknown": 3}
    return Row(kind, given, [x], expected, **{**few, **rest})


def refused(kind: str, arguments: Any, code: str = "argument", x: Any = X, **rest: Any) -> Row:
    return Row(kind, {"units": 5, **arguments}, [x], refused=code, **rest)


def common(kind: str) -> Iterator[Row]:
    """What all three do, whatever their gates are."""
    count = STATES[kind]
    states = [Y] * count
    total = PARAMETERS[kind]
    yield Row(kind, 5, [X], [Y], parameters=total)
    yield of(kind, {}, batch=3)
    yield of(kind, {}, x=(None, 2))
    yield of(kind, {"return_sequences": True}, SEQUENCE)
    yield of(kind, {"return_sequences": True}, (None, 5), x=(None, 2))
    yield of(kind, {"return_state": True}, Y, *states)
    yield of(kind, {"return_state": True, "return_sequences": True}, SEQUENCE, *states)
    yield of(kind, {"go_backwards": True, "return_sequences": True}, SEQUENCE)
    yield of(kind, {"unroll": True})
    yield of(kind, {"unroll": True}, x=(1, 2))
    yield of(kind, {"unroll": True}, x=(None, 2))
    yield of(kind, {"activation": "relu"})
    yield of(kind, {"activation": None})
    yield of(kind, {"dropout": 0.3, "recurrent_dropout": 0.2, "seed": 3})
    yield of(kind, {"dropout": 0.3}, call={"training": True})
    yield of(kind, {"zero_output_for_mask": True, "return_sequences": True}, SEQUENCE)
    yield of(kind, {"trainable": False}, frozen=total)
    yield of(kind, {}, x=(X, "int32"))
    yield of(kind, {}, x=(X, "bool"))
    yield of(kind, {}, x=(X, "float64"))
    yield of(kind, {"dtype": "mixed_float16"}, (Y, "float16"))
    yield of(kind, {"dtype": "float64", "return_state": True}, *[(Y, "float64")] * (1 + count))
    yield of(
        kind,
        {
            "kernel_initializer": "he_uniform",
            "recurrent_initializer": {"Orthogonal": {"gain": 0.5, "seed": 1}},
            "bias_initializer": "ones",
            "kernel_regularizer": "l1",
            "recurrent_regularizer": {"L2": 0.1},
            "bias_regularizer": {"L1L2": {"l2": 0.1}},
            "activity_regularizer": "l2",
            "kernel_constraint": "non_neg",
            "recurrent_constraint": {"MaxNorm": 1},
            "bias_constraint": "unit_norm",
        },
    )
    # Masks.
    yield of(kind, {}, call={"mask": MASK})
    yield of(kind, {"return_sequences": True}, SEQUENCE, call={"mask": MASK})
    yield of(kind, {"unroll": True}, call={"mask": MASK})
    yield of(kind, {}, x=(None, 2), call={"mask": Tensor((None, None), "bool")})
    yield of(kind, {}, call={"mask": Tensor((4, 3, 5), "int32")})
    yield of(kind, {"unroll": True}, call={"mask": Tensor((None, 4), "float32")})
    yield refused(kind, {}, "MTL3010", call={"mask": Tensor((None, 2), "bool")})
    yield refused(kind, {}, "MTL3010", call={"mask": Tensor((None, 3, 2), "bool")})
    yield refused(kind, {}, "MTL3010", call={"mask": Tensor((None,), "bool")})
    yield refused(kind, {}, "MTL3010", call={"mask": Tensor((4, 3), "bool")}, batch=3)
    yield refused(kind, {}, "MTL3006", call={"mask": Tensor((None, 3), "string")})
    yield refused(
        kind, {"unroll": True}, "MTL3010", call={"mask": Tensor((None, 3, 5), "bool")}
    )
    # Initial states.
    given = tuple(Tensor((None, 5)) for _ in range(count))
    yield of(kind, {}, call={"initial_state": given})
    yield of(kind, {"return_state": True}, Y, *states, call={"initial_state": given})
    yield of(kind, {}, batch=3, call={"initial_state": tuple(Tensor((3, 5)) for _ in given)})
    yield of(kind, {}, call={"initial_state": tuple(Tensor((4, 5), "int32") for _ in given)})
    yield refused(kind, {}, "MTL3010", call={"initial_state": ()})
    yield refused(
        kind, {}, "MTL3010", batch=3, call={"initial_state": (Tensor((4, 5)),) * count}
    )
    yield refused(
        kind, {}, "MTL3006", call={"initial_state": (Tensor((None, 5), "string"),) * count}
    )
    yield refused(kind, {}, "MTL3010", call={"initial_state": (Tensor((None, 4)),) * count})
    yield refused(
        kind, {}, "MTL3010", call={"initial_state": tuple(Tensor((None, 2)) for _ in given)}
    )
    # Stateful layers keep their states from batch to batch of one size.
    yield of(kind, {"stateful": True}, batch=3)
    yield of(kind, {"stateful": True, "return_state": True}, Y, *states, batch=3)
    yield refused(kind, {"stateful": True}, "MTL3004")
    yield of(kind, {"stateful": True}, batch=3, again=[(4, 2)])
    yield of(kind, {"stateful": True}, batch=3, again=[Tensor((None, 4, 2))])
    yield refused(kind, {"stateful": True}, "MTL3008", batch=3, again=[Tensor((4, *X))])
    yield refused(kind, {"stateful": True}, "MTL3008", batch=3, again=[(3, 3)])
    # The same layer again.
    yield of(kind, {}, again=[(4, 2)])
    yield refused(kind, {}, "MTL3008", again=[(3, 3)])
    # Inputs that do not fit.
    yield refused(kind, {}, "MTL3003", x=(2,))
    yield refused(kind, {}, "MTL3003", x=(3, 3, 2))
    yield refused(kind, {}, "MTL3004", x=(3, None))
    yield refused(kind, {}, "MTL3006", x=(X, "string"))
    # Arguments.
    yield refused(kind, {"units": 0})
    yield refused(kind, {"units": 5.0})
    yield refused(kind, {"units": "5"})
    yield refused(kind, {"activation": "tahn"})
    yield refused(kind, {"recurrent_initializer": "eye"})
    yield refused(kind, {"dropout": "0.5"})
    yield refused(kind, {"seed": 2**63})
    yield refused(kind, {"time_major": True})
    yield refused(kind, {"return_sequences": 1}, keras_differs="a number for a boolean")
    yield refused(kind, {"unroll": "no"}, keras_differs="a string for a boolean")


def gated(kind: str) -> Iterator[Row]:
    """What the layers with gates do beyond that."""
    yield of(kind, {"recurrent_activation": "hard_sigmoid"})
    yield of(kind, {"recurrent_activation": None})
    yield of(kind, {"use_cudnn": False})
    yield of(kind, {"use_cudnn": "auto"})
    yield refused(kind, {"recurrent_activation": "sigmoyd"})
    yield refused(kind, {"use_cudnn": "never"})


ROWS = [
    *(row for kind in STATES for row in common(kind)),
    *(row for kind in ("GRU", "LSTM") for row in gated(kind)),
    of("SimpleRNN", {"use_bias": False}, parameters=35),
    refused("SimpleRNN", {"bias_initializer": "orthogonal"}, "MTL3003"),
    of("SimpleRNN", {"units": 1}, (1,), parameters=4),
    of("SimpleRNN", {}, call={"initial_state": Tensor((None, 5))}),
    refused("SimpleRNN", {}, "MTL3010", call={"initial_state": (Tensor((None, 5)),) * 2}),
    refused("SimpleRNN", {"recurrent_activation": "relu"}),
    of("LSTM", {"use_bias": False}, parameters=140),
    of("LSTM", {"unit_forget_bias": False}),
    refused("LSTM", {"bias_initializer": "identity"}, "MTL3003"),
    of("LSTM", {"units": 1}, (1,), parameters=16),
    refused("LSTM", {"reset_after": True}),
    refused("LSTM", {}, "MTL3010", call={"initial_state": Tensor((None, 5))}),
    refused("LSTM", {}, "MTL3010", call={"initial_state": (Tensor((None, 5)),) * 3}),
    of("GRU", {"use_bias": False}, parameters=105),
    of("GRU", {"reset_after": False}, parameters=120),
    of("GRU", {"reset_after": False, "use_bias": False}, parameters=105),
    of("GRU", {"bias_initializer": "orthogonal"}),
    refused("GRU", {"bias_initializer": "orthogonal", "reset_after": False}, "MTL3003"),
    of("GRU", {"units": 1}, (1,), parameters=15),
    of("GRU", {}, call={"initial_state": Tensor((None, 5))}),
    # Its first state is all that Keras looks at.
    of("GRU", {}, call={"initial_state": (Tensor((None, 5)), Tensor((None, 4)))}),
    refused("GRU", {"unit_forget_bias": True}),
]


def rnn(cell: Any, *outputs: Any, x: Any = X, **rest: Any) -> Row:
    """A row of a cell that runs along time."""
    given = cell if isinstance(cell, dict) and "cell" in cell else {"cell": cell}
    return Row("RNN", given, [x], outputs, unknown=3, **rest)


def no_rnn(cell: Any, code: str = "argument", x: Any = X, **rest: Any) -> Row:
    given = cell if isinstance(cell, dict) and "cell" in cell else {"cell": cell}
    return Row("RNN", given, [x], refused=code, **rest)


TWO = [{"LSTMCell": 3}, {"GRUCell": 4}]
HALF = [{"LSTMCell": {"units": 3, "dtype": "float16"}}, {"GRUCell": 4}]
STATE = {"cell": TWO, "return_state": True}
STARTS = (Tensor((None, 3)), Tensor((None, 3)), Tensor((None, 4)))
DROPPING = {"GRUCell": {"units": 5, "dropout": 0.3, "dtype": "float16"}}

ROWS += [
    Row("RNN", {"LSTMCell": 5}, [X], [Y], parameters=160),
    rnn({"SimpleRNNCell": 5}, Y, parameters=40),
    rnn({"GRUCell": {"units": 5, "reset_after": False}}, Y, parameters=120),
    rnn({"cell": {"LSTMCell": 5}, "return_sequences": True}, SEQUENCE, parameters=160),
    rnn({"cell": {"LSTMCell": 5}, "return_state": True}, Y, Y, Y, parameters=160),
    rnn({"cell": {"GRUCell": 5}, "return_state": True}, Y, Y, parameters=135),
    rnn({"cell": {"LSTMCell": 5}, "stateful": True}, Y, parameters=160, batch=3),
    rnn(
        {"cell": {"LSTMCell": 5}, "stateful": True},
        Y,
        parameters=160,
        batch=3,
        again=[Tensor((None, *X))],
    ),
    no_rnn(
        {"cell": {"LSTMCell": 5}, "stateful": True},
        "MTL3008",
        batch=3,
        again=[Tensor((4, *X))],
    ),
    rnn({"cell": {"LSTMCell": 5}, "unroll": True, "go_backwards": True}, Y, parameters=160),
    rnn({"cell": {"LSTMCell": 5}, "trainable": False}, Y, parameters=160),
    rnn({"LSTMCell": {"units": 5, "trainable": False}}, Y, parameters=160, frozen=160),
    rnn({"cell": {"LSTMCell": 5}, "dtype": "float16"}, (Y, "float16"), parameters=160),
    rnn({"LSTMCell": {"units": 5, "dtype": "float16"}}, Y, parameters=160),
    rnn({"LSTMCell": {"units": 5, "dropout": 0.3}}, Y, parameters=160),
    rnn({"LSTMCell": 5}, Y, parameters=160, x=(X, "int32")),
    rnn({"LSTMCell": 5}, Y, parameters=160, x=(None, 2)),
    rnn({"LSTMCell": 5}, Y, parameters=160, again=[(7, 2)]),
    rnn({"LSTMCell": 5}, Y, parameters=160, call={"mask": MASK}),
    rnn({"LSTMCell": 5}, Y, parameters=160, call={"initial_state": (Tensor((None, 5)),) * 2}),
    rnn({"LSTMCell": 5}, Y, parameters=160, call={"mask": Tensor((None, 3, 5), "bool")}),
    # Several cells as one.
    Row("RNN", TWO, [X], [(4,)], parameters=180),
    rnn({"StackedRNNCells": TWO}, (4,), parameters=180),
    rnn(STATE, (4,), (3,), (3,), (4,), parameters=180),
    rnn({**STATE, "return_sequences": True}, (3, 4), (3,), (3,), (4,), parameters=180),
    rnn({**STATE, "stateful": True}, (4,), (3,), (3,), (4,), parameters=180, batch=3),
    rnn({"cell": [{"LSTMCell": 5}], "return_state": True}, Y, Y, Y, parameters=160),
    rnn({"cell": [{"GRUCell": 5}], "return_state": True}, Y, Y, parameters=135),
    rnn([{"GRUCell": 4}, {"SimpleRNNCell": 3}, {"GRUCell": 2}], (2,), parameters=162),
    rnn(TWO, (4,), parameters=180, call={"initial_state": STARTS}),
    rnn([{"LSTMCell": 5}], Y, parameters=160),
    rnn({"cell": [{"GRUCell": 5}], "unroll": True}, Y, parameters=135),
    no_rnn({"cell": [{"LSTMCell": 5}], "unroll": True}, "MTL3010"),
    no_rnn([{"LSTMCell": 5}], "MTL3010", call={"mask": MASK}),
    no_rnn([{"GRUCell": 5}], "MTL3010", call={"mask": MASK}),
    rnn({"cell": [{"LSTMCell": 5}], "unroll": True}, Y, parameters=160, x=(1, 2)),
    rnn({"cell": [{"LSTMCell": 5}], "unroll": True}, Y, parameters=160, x=(None, 2)),
    rnn({"cell": [{"LSTMCell": 5}], "unroll": True}, Y, parameters=160, call={"mask": MASK}),
    rnn([{"StackedRNNCells": TWO}, {"GRUCell": 5}], Y, parameters=345),
    rnn(
        {"cell": [{"StackedRNNCells": [{"GRUCell": 5}]}, {"GRUCell": 5}], "return_state": True},
        *(Y, Y, Y),
        parameters=315,
    ),
    no_rnn({"cell": [{"StackedRNNCells": TWO}, {"GRUCell": 5}], "return_state": True}),
    rnn(TWO, (4,), parameters=180, call={"mask": MASK}),
    rnn(HALF, (4,), parameters=180),
    no_rnn(HALF, "MTL3006", call={"mask": MASK}),
    no_rnn(TWO, "MTL3010", call={"mask": Tensor((None, 3, 4), "bool")}),
    no_rnn(TWO, "MTL3010", call={"initial_state": STARTS[:2]}),
    no_rnn(TWO, "MTL3010", call={"initial_state": STARTS[::-1]}),
    no_rnn(DROPPING, "MTL3006", call={"training": True}),
    no_rnn({"LSTMCell": {"units": 5, "dropout": 0.3}}, "MTL3006", x=(X, "int32")),
    no_rnn({"LSTMCell": 5}, "MTL3003", x=(2,)),
    no_rnn({"LSTMCell": 5}, "MTL3003", x=(3, 3, 2)),
    no_rnn({"LSTMCell": 5}, "MTL3004", x=(3, None)),
    no_rnn({"LSTMCell": 5}, "MTL3005", x=(0, 2)),
    no_rnn({"LSTMCell": 5}, "MTL3006", x=(X, "string")),
    no_rnn({"LSTMCell": 5}, "MTL3008", again=[(3, 3)]),
    no_rnn({"cell": {"LSTMCell": 5}, "stateful": True}, "MTL3004"),
    no_rnn({"LSTM": 5}),
    no_rnn({"Dense": 5}),
    no_rnn([{"LSTMCell": 5}, {"LSTM": 5}]),
    no_rnn([{"LSTMCell": 5}, {"GRUCell": -5}]),
    no_rnn([]),
    no_rnn(5),
    no_rnn({"cell": {"LSTMCell": 5}, "units": 5}),
    refused("LSTM", {}, "MTL3005", x=(0, 2)),
    of("LSTM", {}, call={"initial_state": (Tensor((None, 5)), Tensor((None, 1)))}),
]


@pytest.mark.proof
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
