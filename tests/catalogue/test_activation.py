"""Activations as layers: hand-written rows, each judged by Keras."""

from typing import get_args

import pytest

from mtlc_spec.shapes import Tensor
from mtlc_spec.values.activations import Activation
from tests.catalogue.judge import Row, check

OF_INTEGERS = {"linear", "exponential", "tanh", "relu", "relu6", "leaky_relu"}
OF_BOOLEANS = {"linear", "exponential", "tanh"}


def on(activation: str, dtype: str, good: set[str]) -> Row:
    x = ((4, 6), dtype)
    if activation in good:
        return Row("Activation", activation, [x], [(4, 6)])
    return Row("Activation", activation, [x], refused="MTL3006")


# `glu` is half as wide when it runs, whatever Keras says before.
NAMED = [
    *(Row("Activation", name, [(4, 6)], [(4, 6)]) for name in get_args(Activation)),
    *(on(name, "int32", OF_INTEGERS) for name in get_args(Activation)),
    *(on(name, "bool", OF_BOOLEANS) for name in get_args(Activation)),
]

ACTIVATION = [
    Row("Activation", None, [(4,)], refused="argument"),
    Row("Activation", {"activation": None}, [(4,)], [(4,)]),
    Row("Activation", "relu", [()], [()]),
    Row("Activation", "relu", [(None, 3)], [(None, 3)], batch=5),
    Row("Activation", "softmax", [(0, 3)], [(0, 3)]),
    Row("Activation", "softmax", [(None, None)], [(None, None)]),
    Row("Activation", "glu", [(4, 5)], refused="MTL3005"),
    Row(
        "Activation",
        {"activation": "gelu", "dtype": "mixed_float16"},
        [(4,)],
        [((4,), "float16")],
    ),
    Row("Activation", {"activation": "silu", "dtype": "float64"}, [(4,)], [((4,), "float64")]),
    Row("Activation", "tanh", [(4,)], [(4,)], again=[(5, 6)]),
    Row("Activation", "relu", [((4,), "string")], refused="MTL3006"),
    Row("Activation", "threshold", [(4,)], refused="argument"),
    Row("Activation", "RELU", [(4,)], refused="argument"),
    Row("Activation", "rleu", [(4,)], refused="argument"),
    Row("Activation", 1, [(4,)], refused="argument"),
    Row("Activation", ["relu"], [(4,)], refused="argument"),
    Row("Activation", {"activation": "relu", "max_value": 6}, [(4,)], refused="argument"),
]

RELU = [
    Row("ReLU", None, [(4,)], [(4,)]),
    Row("ReLU", 6, [(4,)], [(4,)]),
    Row("ReLU", {"max_value": 6.0, "negative_slope": 0.1, "threshold": 1}, [(4,)], [(4,)]),
    Row("ReLU", 0, [(None, 3)], [(None, 3)], batch=5),
    Row("ReLU", {"max_value": 1, "threshold": 2}, [(4,)], [(4,)]),
    Row("ReLU", None, [()], [()]),
    Row("ReLU", None, [((4,), "int32")], [(4,)]),
    Row("ReLU", None, [((4,), "float64")], [(4,)]),
    Row("ReLU", {"dtype": "bfloat16"}, [(4,)], [((4,), "bfloat16")]),
    Row("ReLU", {"trainable": False, "activity_regularizer": "l1"}, [(4,)], [(4,)]),
    Row("ReLU", None, [(4,)], [(4,)], again=[(5, 6)]),
    Row("ReLU", {"max_value": 6, "negative_slope": 0.1}, [((4,), "int32")], refused="MTL3006"),
    Row("ReLU", None, [((4,), "bool")], refused="MTL3006"),
    Row("ReLU", None, [((4,), "string")], refused="MTL3006"),
    Row("ReLU", -1, [(4,)], refused="argument"),
    Row("ReLU", {"negative_slope": -0.1}, [(4,)], refused="argument"),
    Row("ReLU", {"threshold": -1}, [(4,)], refused="argument"),
    Row("ReLU", {"negative_slope": None}, [(4,)], refused="argument"),
    Row("ReLU", "6", [(4,)], refused="argument"),
    Row("ReLU", {"alpha": 0.1}, [(4,)], refused="argument"),
    Row("ReLU", True, [(4,)], refused="argument", keras_differs="a boolean for a number"),
]

LEAKY_RELU = [
    Row("LeakyReLU", None, [(4,)], [(4,)]),
    Row("LeakyReLU", 0.1, [(4,)], [(4,)]),
    Row("LeakyReLU", 0, [(None, 3)], [(None, 3)], batch=5),
    Row("LeakyReLU", 3, [(0,)], [(0,)]),
    Row("LeakyReLU", None, [()], [()]),
    Row("LeakyReLU", None, [((4,), "int64")], [(4,)]),
    Row("LeakyReLU", {"dtype": "mixed_float16"}, [(4,)], [((4,), "float16")]),
    Row("LeakyReLU", {"dtype": "float64"}, [((4,), "float16")], [((4,), "float64")]),
    Row("LeakyReLU", None, [(4,)], [(4,)], again=[(5, 6)]),
    Row("LeakyReLU", None, [((4,), "bool")], refused="MTL3006"),
    Row("LeakyReLU", None, [((4,), "string")], refused="MTL3006"),
    Row("LeakyReLU", -0.1, [(4,)], refused="argument"),
    Row("LeakyReLU", {"negative_slope": None}, [(4,)], refused="argument"),
    Row("LeakyReLU", "0.1", [(4,)], refused="argument"),
    Row("LeakyReLU", [0.1], [(4,)], refused="argument"),
]

SOFTMAX = [
    Row("Softmax", None, [(4,)], [(4,)]),
    Row("Softmax", 1, [(4, 5)], [(4, 5)]),
    Row("Softmax", -2, [(4, 5)], [(4, 5)], batch=3),
    Row("Softmax", 0, [(4, 5)], [(4, 5)]),
    Row("Softmax", [1, 2], [(4, 5)], [(4, 5)]),
    Row("Softmax", [-1], [(4, 5)], [(4, 5)]),
    Row("Softmax", [0, -1], [(4, 5)], [(4, 5)]),
    Row("Softmax", None, [(None, None)], [(None, None)]),
    Row("Softmax", None, [()], [()]),
    Row("Softmax", {"dtype": "float16"}, [(4,)], [((4,), "float16")]),
    Row("Softmax", None, [((4,), "float64")], [(4,)]),
    Row("Softmax", None, [(4,)], [(4,)], again=[(5, 6)]),
    Row("Softmax", None, [(4,)], [(4,)], call={"mask": Tensor((None, 4), "bool")}),
    Row("Softmax", None, [(4, 5)], [(4, 5)], call={"mask": Tensor((None, 1, 5), "bool")}),
    Row("Softmax", None, [(4, 5)], [(4, 5)], call={"mask": Tensor((5,), "bool")}),
    Row("Softmax", None, [(4,)], refused="MTL3006", call={"mask": Tensor((4,), "string")}),
    Row("Softmax", None, [(4,)], refused="MTL3010", call={"mask": Tensor((None, 5), "bool")}),
    Row("Softmax", 2, [(4, 5)], refused="MTL3009", again=[(4,)]),
    Row("Softmax", 2, [(4,)], refused="MTL3009"),
    Row("Softmax", -3, [(4,)], refused="MTL3009"),
    Row("Softmax", [1, -1], [(4,)], refused="MTL3009"),
    Row("Softmax", None, [((4,), "int32")], refused="MTL3006"),
    Row("Softmax", None, [((4,), "bool")], refused="MTL3006"),
    Row("Softmax", [], [(4,)], refused="argument"),
    Row("Softmax", "1", [(4,)], refused="argument"),
    Row("Softmax", 1.0, [(4,)], refused="argument", keras_differs="a float for an axis"),
    Row(
        "Softmax",
        {"axis": None},
        [(4,)],
        refused="argument",
        keras_differs="no axis, which Keras takes as all of them, samples included",
    ),
]

ROWS = NAMED + ACTIVATION + RELU + LEAKY_RELU + SOFTMAX


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
