"""Layers one behind the other as one layer: hand-written rows, each judged by Keras."""

from typing import Any

import pytest

import mtlc
from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Row, check
from tests.models import build

X = (3, 4)
IMAGE = (8, 6, 3)
TOKENS = ((5,), "int32")
EMBEDDING = {"Embedding": {"input_dim": 9, "output_dim": 4, "mask_zero": True}}
LSTM = {"LSTM": {"units": 2, "return_state": True}}


def gives(layers: Any, *outputs: Any, x: Any = X, **rest: Any) -> Row:
    return Row("Pipeline", layers, [x], outputs, **rest)


def never(layers: Any, code: str = "argument", x: Any = X, **rest: Any) -> Row:
    return Row("Pipeline", layers, [x], refused=code, **rest)


ROWS = [
    gives([{"Dense": 5}], (3, 5), parameters=25),
    gives({"layers": [{"Dense": 5}, "Flatten", {"Dense": 2}]}, (2,), parameters=57),
    gives(["Flatten", {"Dropout": 0.5}], (12,)),
    gives([{"Dense": {"units": 5, "trainable": False}}], (3, 5), parameters=25, frozen=25),
    gives(["BatchNormalization", {"Dense": 5}], (3, 5), parameters=41, frozen=8),
    gives([{"Dense": 5}, {"Dense": 5}], (3, 5), parameters=55, batch=2),
    gives(
        [{"Dense": {"units": 5, "dtype": "mixed_float16"}}], ((3, 5), "float16"), parameters=25
    ),
    gives([{"Dense": 5}], (None, 5), x=(None, 4), parameters=25),
    gives([{"Dense": 5}], (3, 5), parameters=25, again=[(7, 3, 4)]),
    gives([{"Dense": 5}], (3, 5), parameters=25, call={"training": False}),
    # What nothing makes floats of stays as it is.
    gives(["Flatten"], ((12,), "int32"), x=(X, "int32")),
    gives(["Flatten", {"Rescaling": 0.5}], (12,), x=(X, "int32")),
    gives(["RandomGrayscale"], IMAGE, x=(IMAGE, "int32")),
    gives([{"RandomRotation": 0.1}, {"RandomContrast": 0.2}], IMAGE, x=IMAGE),
    gives([{"RandomBrightness": 0.1}], IMAGE, x=(IMAGE, "uint8")),
    gives(
        [{"Resizing": {"height": 4, "width": 4}}, {"Rescaling": 0.1}],
        (4, 4, 3),
        x=IMAGE,
        batch=2,
    ),
    gives([EMBEDDING, {"Dropout": 0.1}, {"LSTM": 2}], (2,), x=TOKENS, parameters=92),
    gives([LSTM], (2,), (2,), (2,), parameters=56),
    gives([LSTM, "Add"], (2,), parameters=56),
    gives(
        [{"Bidirectional": {"layer": {"LSTM": 2}, "merge_mode": None}}, "Concatenate"],
        (4,),
        parameters=112,
    ),
    gives([{"Pipeline": [{"Dense": 5}]}, {"Dense": 2}], (3, 2), parameters=37),
    gives([{"TimeDistributed": {"Dense": 5}}, {"Dense": 2}], (3, 2), parameters=37),
    gives([{"Dense": 5}, {"TimeDistributed": {"Dense": 5}}], (3, 5), parameters=55),
    Row("Pipeline", ["Concatenate", {"Dense": 2}], [(3,), (4,)], [(2,)], parameters=16),
    Row("Pipeline", ["Add"], [(3,), (1,)], [(3,)]),
    gives([{"LSTM": 2}], (2,), parameters=56, call={"mask": Tensor((None, 3), "bool")}),
    never([]),
    never({"Dense": 5}),
    never([{"Dense": 0}]),
    never([{"Dens": 5}]),
    never([5]),
    never(None),
    never({"layers": [{"Dense": 5}], "trainable": False}),
    never({"layers": [{"Dense": 5}], "dtype": "float16"}),
    never(["Flatten", {"LSTM": 2}], "MTL3003"),
    never([{"Dense": 5}], "MTL3004", x=(3, None)),
    never([{"Dense": 5}], "MTL3008", again=[(3, 5)]),
    never([{"Dense": 5}, "Add"], "MTL3010"),
    never([LSTM, {"Dense": 5}], "MTL3010"),
    never([{"MultiHeadAttention": {"num_heads": 2, "key_dim": 3}}]),
    never([{"LSTMCell": 2}], x=(4,)),
    never([{"LSTM": {"units": 2, "stateful": True}}], "MTL3010", batch=2),
    never([{"CategoryEncoding": {"num_tokens": 4, "sparse": True}}], "MTL3010", x=TOKENS),
    never([{"Normalization": {"mean": 1.0, "variance": 2.0}}], "MTL3010"),
    never([{"RandomErasing": {"dtype": "mixed_float16"}}], "MTL3006", x=IMAGE),
    never([{"Dropout": 0.5}], "MTL3006", x=(X, "int32")),
    Row("Pipeline", [{"Dense": 5}], [(3,), (4,)], refused="MTL3010"),
    never(["Add"], "MTL3010", keras_differs="a list of one is nothing to merge"),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)


NOT_KNOWN = [
    ("{x: [4]}", "[Dense: {units: 8, activation: glu}]"),
    ("{x: {shape: [3], dtype: int32}}", "[CategoryEncoding: 4]"),
    ("{x: [null, null, 3]}", "[RandomZoom: 0.2]"),
    ("{x: [8, 8, 3]}", "[Rescaling: [1, 2, 3]]"),
]


@pytest.mark.parametrize(("inputs", "layers"), NOT_KNOWN)
def test_what_only_keras_can_tell_is_left_to_it(inputs: str, layers: str) -> None:
    result = mtlc.compile(f"inputs: {inputs}\nlayers: [Pipeline: {layers}]\n")

    assert result.ok
    assert result.code is not None
    build(result.code)
