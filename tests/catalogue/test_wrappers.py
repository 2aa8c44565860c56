"""Layers around other layers: hand-written rows, each judged by Keras."""

from collections.abc import Iterator
from typing import Any

import keras
import pytest

from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Row, check

X = (3, 2)
LSTM = {"LSTM": 5}
SEQUENCES = {"LSTM": {"units": 5, "return_sequences": True}}
WITH_STATE = {"LSTM": {"units": 5, "return_state": True}}
BACK = {"GRU": {"units": 5, "go_backwards": True}}
STATE = Tensor((None, 5))


def two(layer: Any, *outputs: Any, parameters: int = 320, x: Any = X, **rest: Any) -> Row:
    """A row of a layer that runs both ways; of LSTMs of 5 units on 2 features, by default."""
    given = layer if "layer" in layer else {"layer": layer}
    return Row("Bidirectional", given, [x], outputs, parameters=parameters, unknown=3, **rest)


def never(layer: Any, code: str = "argument", x: Any = X, **rest: Any) -> Row:
    given = layer if "layer" in layer else {"layer": layer}
    return Row("Bidirectional", given, [x], refused=code, **rest)


def merged(mode: str | None) -> Iterator[Row]:
    """What each way of merging gives."""
    width = 10 if mode == "concat" else 5
    twice = 2 if mode is None else 1
    yield two({"layer": LSTM, "merge_mode": mode}, *[(width,)] * twice)
    yield two({"layer": SEQUENCES, "merge_mode": mode}, *[(3, width)] * twice)
    yield two({"layer": WITH_STATE, "merge_mode": mode}, *[(width,)] * twice, *[(5,)] * 4)
    yield two(
        {"layer": SEQUENCES, "merge_mode": mode}, *[(None, width)] * twice, x=(None, 2), batch=3
    )
    yield two(
        {"layer": {"GRU": 5}, "merge_mode": mode, "dtype": "float16"},
        *[((width,), "float16")] * twice,
        parameters=270,
    )


BIDIRECTIONAL = [
    Row("Bidirectional", LSTM, [X], [(10,)], parameters=320),
    *(row for mode in ("concat", "sum", "mul", "ave", None) for row in merged(mode)),
    two({"SimpleRNN": 5}, (10,), parameters=80),
    two({"GRU": {"units": 5, "reset_after": False}}, (10,), parameters=240),
    two({"LSTM": {"units": 5, "go_backwards": False}}, (10,)),
    two({"LSTM": {"units": 5, "trainable": False}}, (10,), frozen=320),
    two({"LSTM": {"units": 5, "stateful": True}}, (10,), batch=3),
    two({"LSTM": {"units": 5, "dtype": "float64"}}, (10,)),
    two({"layer": LSTM, "activity_regularizer": "l2"}, (10,)),
    two(LSTM, (10,), x=(X, "int32")),
    two(LSTM, (10,), again=[(9, 2)]),
    two(LSTM, (10,), call={"mask": Tensor((None, 3), "bool")}),
    two(LSTM, (10,), call={"initial_state": (STATE,) * 4}),
    two({"GRU": 5}, (10,), parameters=270, call={"initial_state": (STATE,) * 2}),
    # A layer of its own for the way back.
    two({"layer": LSTM, "backward_layer": BACK}, (10,), parameters=295),
    two({"layer": LSTM, "backward_layer": BACK, "merge_mode": "sum"}, (5,), parameters=295),
    two(
        {"layer": LSTM, "backward_layer": {"LSTM": {"units": 5, "go_backwards": True}}},
        (10,),
    ),
    two(
        {
            "layer": {"SimpleRNN": {"units": 5, "go_backwards": True}},
            "backward_layer": {"SimpleRNN": 5},
        },
        (10,),
        parameters=80,
    ),
    # Keras doubles the width of the way forward, whatever the way back gives.
    two(
        {"layer": LSTM, "backward_layer": {"LSTM": {"units": 3, "go_backwards": True}}},
        (10,),
        parameters=232,
    ),
    never(
        {
            "layer": LSTM,
            "backward_layer": {"LSTM": {"units": 3, "go_backwards": True}},
            "merge_mode": "mul",
        },
        "MTL3010",
    ),
    never({"layer": LSTM, "backward_layer": LSTM}),
    never(
        {
            "layer": SEQUENCES,
            "backward_layer": {"LSTM": {"units": 5, "go_backwards": True}},
        }
    ),
    never({"LSTM": {"units": 5, "go_backwards": True}}),
    never({"Dense": 5}),
    never({"LSTM": 0}),
    never({"LSTN": 5}),
    never({"layer": LSTM, "merge_mode": "add"}),
    never({"layer": LSTM, "merge_mode": 1}),
    never({"layer": LSTM, "merge": "sum"}),
    Row("Bidirectional", None, [X], refused="argument"),
    Row("Bidirectional", 5, [X], refused="argument"),
    never(LSTM, "MTL3003", x=(2,)),
    never(LSTM, "MTL3004", x=(3, None)),
    never(LSTM, "MTL3006", x=(X, "string")),
    never(LSTM, "MTL3008", again=[(3, 3)]),
    never(LSTM, "MTL3010", call={"mask": Tensor((None, 6), "bool")}),
    never(LSTM, "MTL3010", call={"initial_state": (STATE,) * 3}),
    never(LSTM, "MTL3010", call={"initial_state": (STATE,) * 2}),
    never(LSTM, "MTL3010", call={"initial_state": (Tensor((None, 4)),) * 4}),
    never({"LSTM": {"units": 5, "stateful": True}}, "MTL3004"),
]


def each(layer: Any, x: Any, output: Any, **rest: Any) -> Row:
    """A row of a layer that is applied to every step."""
    return Row("TimeDistributed", {"layer": layer}, [x], [output], **rest)


def no_step(layer: Any, x: Any, code: str = "argument", **rest: Any) -> Row:
    return Row("TimeDistributed", {"layer": layer}, [x], refused=code, **rest)


TIME_DISTRIBUTED = [
    Row("TimeDistributed", {"Dense": 5}, [X], [(3, 5)], parameters=15),
    each({"Dense": 5}, X, (3, 5), parameters=15, batch=3),
    each({"Dense": 5}, (None, 2), (None, 5), parameters=15),
    each({"Dense": 5}, (4, 3, 2), (4, 3, 5), parameters=15),
    each({"Dense": {"units": 5, "use_bias": False}}, X, (3, 5), parameters=10),
    each({"Dense": {"units": 5, "trainable": False}}, X, (3, 5), parameters=15, frozen=15),
    each({"Embedding": {"input_dim": 9, "output_dim": 3}}, X, (3, 2, 3), parameters=27),
    each(
        {"Conv2D": {"filters": 4, "kernel_size": 3}}, (3, 8, 8, 3), (3, 6, 6, 4), parameters=112
    ),
    each({"MaxPooling2D": 2}, (3, 8, 8, 3), (3, 4, 4, 3)),
    each("GlobalAveragePooling2D", (3, 8, 8, 3), (3, 3)),
    each("Flatten", (3, 8, 8, 3), (3, 192)),
    each({"Reshape": [3, 2]}, (3, 6), (3, 3, 2)),
    each({"RepeatVector": 3}, X, (3, 3, 2)),
    each({"LSTM": 5}, (4, 3, 2), (4, 5), parameters=160),
    each(
        {"LSTM": {"units": 5, "return_sequences": True}}, (4, 3, 2), (4, 3, 5), parameters=160
    ),
    each({"Bidirectional": {"LSTM": 5}}, (4, 3, 2), (4, 10), parameters=320),
    each({"TimeDistributed": {"Dense": 5}}, (4, 3, 2), (4, 3, 5), parameters=15),
    each("BatchNormalization", X, X, parameters=8, frozen=4),
    each("LayerNormalization", X, X, parameters=4),
    each({"Dropout": 0.5}, X, X),
    each({"Activation": "relu"}, X, X),
    each("ReLU", X, X),
    each("Identity", X, X),
    each({"Dense": 5}, (X, "int32"), (3, 5), parameters=15),
    each({"Dense": 5}, X, (3, 5), parameters=15, call={"mask": Tensor((None, 3), "bool")}),
    each({"Dense": 5}, X, (3, 5), parameters=15, again=[(9, 2)]),
    each({"Dense": {"units": 5, "dtype": "float16"}}, X, (3, 5), parameters=15),
    Row(
        "TimeDistributed",
        {"layer": {"Dense": 5}, "dtype": "mixed_float16"},
        [X],
        [((3, 5), "float16")],
        parameters=15,
    ),
    no_step({"Dense": 5}, (2,), "MTL3003"),
    no_step({"Dense": 5}, (), "MTL3003"),
    no_step({"Dense": 5}, (3, None), "MTL3004"),
    no_step({"Dense": 5}, (X, "string"), "MTL3006"),
    no_step({"Conv1D": {"filters": 2, "kernel_size": 9}}, (4, 3, 2), "MTL3001"),
    no_step({"Reshape": [3, 2]}, (3, 5), "MTL3005"),
    no_step({"LSTM": {"units": 5, "return_state": True}}, (4, 3, 2), "MTL3010"),
    no_step({"Dense": 5}, X, "MTL3008", again=[(3, 3)]),
    no_step({"Dense": 5}, X, "MTL3010", call={"mask": Tensor((None, 6), "bool")}),
    no_step({"Dense": 0}, X),
    no_step("Add", X),
    no_step("Dens", X),
    no_step(None, X),
    no_step(5, X),
    no_step({"Dense": {"units": 5, "bias": True}}, X),
    Row("TimeDistributed", None, [X], refused="argument"),
    Row(
        "TimeDistributed",
        {"layer": {"Dense": 5}, "merge_mode": "sum"},
        [X],
        refused="argument",
    ),
]

ROWS = BIDIRECTIONAL + TIME_DISTRIBUTED


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    # The names of inner layers count up in one process.
    keras.utils.clear_session(free_memory=False)
    check(row)
