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
    two(
        {"LSTM": {"units": 5, "stateful": True}},
        (10,),
        batch=3,
        again=[Tensor((None, *X))],
    ),
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
    never(
        {"LSTM": {"units": 5, "stateful": True}},
        "MTL3008",
        batch=3,
        again=[Tensor((4, *X))],
    ),
]


RNN = {"RNN": {"cell": [{"LSTMCell": 3}, {"GRUCell": 4}], "return_state": True}}
CONV = {"ConvLSTM2D": {"filters": 3, "kernel_size": 2}}
IMAGES = (2, 5, 4, 2)
HALVES = tuple(Tensor((None, size)) for size in (3, 3, 4) * 2)

BIDIRECTIONAL += [
    two({"RNN": {"GRUCell": 5}}, (10,), parameters=270),
    two({"RNN": [{"LSTMCell": 3}, {"LSTMCell": 4}]}, (8,), parameters=400),
    two(RNN, *[(size,) for size in (8, 3, 3, 4, 3, 3, 4)], parameters=360),
    two(
        {"layer": RNN, "merge_mode": None},
        *[(size,) for size in (4, 4, 3, 3, 4, 3, 3, 4)],
        parameters=360,
        call={"initial_state": HALVES},
    ),
    two(
        {
            "layer": {"RNN": {"GRUCell": 5}},
            "backward_layer": {"RNN": {"cell": {"GRUCell": 5}, "go_backwards": True}},
        },
        (10,),
        parameters=270,
    ),
    two(CONV, (4, 3, 6), x=IMAGES, parameters=504),
    two(
        {"ConvLSTM2D": {"filters": 3, "kernel_size": 2, "return_sequences": True}},
        (2, 4, 3, 6),
        x=IMAGES,
        parameters=504,
    ),
    two(
        {"ConvLSTM2D": {"filters": 3, "kernel_size": 2, "return_state": True}},
        (4, 3, 6),
        *[(4, 3, 3)] * 4,
        x=IMAGES,
        parameters=504,
    ),
    two({"layer": CONV, "merge_mode": "sum"}, (4, 3, 3), x=IMAGES, parameters=504),
    two(
        {"ConvLSTM1D": {"filters": 3, "kernel_size": 2, "data_format": "channels_first"}},
        (3, 6),
        x=(2, 2, 4),
        parameters=264,
    ),
    never(
        {
            "layer": CONV,
            "backward_layer": {
                "ConvLSTM2D": {"filters": 3, "kernel_size": 3, "go_backwards": True}
            },
        },
        "MTL3010",
        x=IMAGES,
    ),
    never(CONV, "MTL3004", x=(2, None, 4, 2)),
    never(RNN, "MTL3010", call={"initial_state": HALVES[:3]}),
    never({"LSTMCell": 5}),
    never({"RNN": {"cell": {"GRUCell": 5}, "go_backwards": True}}),
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
    each({"RNN": {"GRUCell": 5}}, (4, 3, 2), (4, 5), parameters=135),
    each({"RNN": [{"LSTMCell": 3}, {"LSTMCell": 4}]}, (4, 3, 2), (4, 4), parameters=200),
    each({"Bidirectional": {"RNN": {"GRUCell": 5}}}, (4, 3, 2), (4, 10), parameters=270),
    each(CONV, (3, *IMAGES), (3, 4, 3, 3), parameters=252),
    each({"SpectralNormalization": {"Dense": 5}}, X, (3, 5), parameters=20, frozen=5),
    each(
        {"TimeDistributed": {"TimeDistributed": {"Dense": 5}}},
        (4, 3, 2, 2),
        (4, 3, 2, 5),
        parameters=15,
    ),
    no_step({"LSTMCell": 5}, X),
    no_step({"RNN": {"cell": {"GRUCell": 5}, "return_state": True}}, (4, 3, 2), "MTL3010"),
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


def normal(layer: Any, x: Any, output: Any, **rest: Any) -> Row:
    return Row("SpectralNormalization", {"layer": layer}, [x], [output], **rest)


def not_normal(layer: Any, x: Any, code: str = "argument", **rest: Any) -> Row:
    return Row("SpectralNormalization", {"layer": layer}, [x], refused=code, **rest)


CONV2D = {"Conv2D": {"filters": 3, "kernel_size": 2}}
WORDS = {"Embedding": {"input_dim": 9, "output_dim": 3}}

SPECTRAL_NORMALIZATION = [
    Row("SpectralNormalization", {"Dense": 5}, [(2,)], [(5,)], parameters=20, frozen=5),
    normal({"Dense": 5}, X, (3, 5), parameters=20, frozen=5),
    normal({"Dense": 5}, (None, 2), (None, 5), parameters=20, frozen=5, batch=3),
    normal({"Dense": {"units": 5, "use_bias": False}}, X, (3, 5), parameters=15, frozen=5),
    normal({"Dense": {"units": 5, "trainable": False}}, X, (3, 5), parameters=20, frozen=20),
    normal({"Dense": {"units": 5, "dtype": "float16"}}, X, (3, 5), parameters=20, frozen=5),
    normal({"Dense": {"units": 5, "lora_rank": 2}}, X, (3, 5), parameters=34, frozen=15),
    not_normal({"Dense": {"units": 5, "lora_rank": 2}}, X, "MTL3010", call={"training": True}),
    normal({"Dense": 5}, (X, "int32"), (3, 5), parameters=20, frozen=5),
    normal({"Dense": 5}, X, (3, 5), parameters=20, frozen=5, call={"training": True}),
    normal({"Dense": 5}, X, (3, 5), parameters=20, frozen=5, again=[(9, 2)]),
    normal(CONV2D, (5, 4, 2), (4, 3, 3), parameters=30, frozen=3),
    normal(CONV2D, (None, None, 2), (None, None, 3), parameters=30, frozen=3),
    normal({"Conv1D": {"filters": 3, "kernel_size": 2}}, X, (2, 3), parameters=18, frozen=3),
    normal({"DepthwiseConv2D": 2}, (5, 4, 2), (4, 3, 2), parameters=11, frozen=1),
    normal(
        {"Conv2DTranspose": {"filters": 3, "kernel_size": 2}},
        *((5, 4, 2), (6, 5, 3)),
        parameters=29,
        frozen=2,
    ),
    normal(WORDS, X, (3, 2, 3), parameters=30, frozen=3),
    normal(WORDS, (X, "int32"), (3, 2, 3), parameters=30, frozen=3),
    normal({"SpectralNormalization": {"Dense": 5}}, X, (3, 5), parameters=25, frozen=10),
    Row(
        "SpectralNormalization",
        {"layer": {"Dense": 5}, "power_iterations": 3, "dtype": "mixed_float16"},
        [X],
        [((3, 5), "float16")],
        parameters=20,
        frozen=5,
    ),
    not_normal({"SeparableConv2D": {"filters": 3, "kernel_size": 2}}, (5, 4, 2)),
    not_normal({"LSTM": 5}, X),
    not_normal({"GRUCell": 5}, X),
    not_normal("BatchNormalization", X),
    not_normal({"MultiHeadAttention": {"num_heads": 2, "key_dim": 2}}, X),
    not_normal({"TimeDistributed": {"Dense": 5}}, X),
    not_normal({"Dense": 0}, X),
    not_normal(5, X),
    not_normal({"Dense": 5}, (3, None), "MTL3004"),
    not_normal({"Dense": 5}, (), "MTL3003"),
    not_normal({"Dense": 5}, X, "MTL3008", again=[(3, 3)]),
    not_normal(WORDS, X, "MTL3008", again=[(3, 3)]),
    not_normal(CONV2D, (2,), "MTL3003"),
    not_normal(CONV2D, (1, 1, 2), "MTL3001"),
    not_normal(CONV2D, ((5, 4, 2), "int32"), "MTL3006"),
    Row(
        "SpectralNormalization",
        {"layer": {"Dense": 5}, "power_iterations": 0},
        [X],
        refused="argument",
    ),
    Row("SpectralNormalization", None, [X], refused="argument"),
]

ROWS = BIDIRECTIONAL + TIME_DISTRIBUTED + SPECTRAL_NORMALIZATION


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    # The names of inner layers count up in one process.
    keras.utils.clear_session(free_memory=False)
    check(row)
