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

ELU = [
    Row("ELU", None, [(4,)], [(4,)]),
    Row("ELU", 0.5, [(4,)], [(4,)]),
    Row("ELU", 0, [(None, 3)], [(None, 3)], batch=5),
    Row("ELU", {"alpha": -1.0}, [(4,)], [(4,)]),
    Row("ELU", None, [()], [()]),
    Row("ELU", 2, [(0,)], [(0,)]),
    Row("ELU", None, [((4,), "float64")], [(4,)]),
    Row("ELU", {"alpha": 2, "dtype": "bfloat16"}, [(4,)], [((4,), "bfloat16")]),
    Row("ELU", {"dtype": "mixed_float16"}, [(4,)], [((4,), "float16")]),
    Row("ELU", {"activity_regularizer": "l2"}, [(4,)], [(4,)]),
    Row("ELU", None, [(4,)], [(4,)], again=[(5, 6)]),
    Row("ELU", None, [((4,), "int32")], refused="MTL3006"),
    Row("ELU", None, [((4,), "complex64")], refused="MTL3006"),
    Row("ELU", {"activity_regularizer": "orthogonal_regularizer"}, [()], refused="MTL3003"),
    Row("ELU", {"alpha": None}, [(4,)], refused="argument"),
    Row("ELU", "1", [(4,)], refused="argument"),
    Row("ELU", {"negative_slope": 1.0}, [(4,)], refused="argument"),
    Row("ELU", True, [(4,)], refused="argument", keras_differs="a boolean for a number"),
]

PRELU = [
    Row("PReLU", None, [(4,)], [(4,)], parameters=4),
    Row("PReLU", None, [(5, 4)], [(5, 4)], parameters=20),
    Row("PReLU", None, [()], [()], parameters=1),
    Row("PReLU", None, [(0, 3)], [(0, 3)]),
    Row("PReLU", {"shared_axes": [1, 2]}, [(5, 6, 4)], [(5, 6, 4)], parameters=4),
    Row("PReLU", {"shared_axes": [1, 2]}, [(None, None, 4)], [(None, None, 4)], parameters=4),
    Row("PReLU", {"shared_axes": 1}, [(None,)], [(None,)], parameters=1, batch=5),
    Row("PReLU", {"shared_axes": [1, 1]}, [(5, 4)], [(5, 4)], parameters=4),
    Row("PReLU", {"shared_axes": []}, [(5, 4)], [(5, 4)], parameters=20),
    # Keras counts from the axis after the batch: 0 is the last axis, -1 the one before it.
    Row("PReLU", {"shared_axes": 0}, [(5, None)], [(5, None)], parameters=5),
    Row("PReLU", {"shared_axes": -1}, [(5, 6, 4)], [(5, 6, 4)], parameters=20),
    Row("PReLU", "identity", [(4, 4)], [(4, 4)], parameters=16),
    Row(
        "PReLU",
        {
            "alpha_initializer": {"Constant": 0.25},
            "alpha_regularizer": "l2",
            "alpha_constraint": "non_neg",
            "dtype": "mixed_float16",
        },
        [(4,)],
        [((4,), "float16")],
        parameters=4,
    ),
    Row("PReLU", {"trainable": False}, [(4,)], [(4,)], parameters=4, frozen=4),
    Row("PReLU", {"dtype": "float64"}, [((4,), "float16")], [((4,), "float64")], parameters=4),
    Row("PReLU", None, [(4,)], [(4,)], parameters=4, again=[(None,)]),
    Row("PReLU", None, [(1, 3)], [(1, 3)], parameters=3, again=[(5, 3)]),
    Row("PReLU", None, [(5, 3)], [(5, 3)], parameters=15, again=[(1, 3)]),
    Row("PReLU", {"shared_axes": 1}, [(4, 3)], [(4, 3)], parameters=3, again=[(5, None)]),
    Row("PReLU", {"shared_axes": 1}, [(4, 3)], refused="MTL3008", again=[(4, 5)]),
    Row("PReLU", {"shared_axes": 0}, [(1, 3)], refused="MTL3008", again=[(4, 3)]),
    Row("PReLU", None, [(4, 3)], refused="MTL3008", again=[(5, 3)]),
    Row("PReLU", None, [(4,)], refused="MTL3008", again=[(3, 4)]),
    Row("PReLU", None, [(None,)], refused="MTL3004"),
    Row("PReLU", {"shared_axes": 2}, [(4, None)], [(4, None)], parameters=4),
    Row("PReLU", {"shared_axes": 2}, [(None, 4)], refused="MTL3004"),
    Row("PReLU", {"shared_axes": 3}, [(4, 3)], refused="MTL3009"),
    Row("PReLU", {"shared_axes": -2}, [(4, 3)], refused="MTL3009"),
    Row("PReLU", {"shared_axes": 0}, [()], refused="MTL3009"),
    Row("PReLU", None, [((4,), "int32")], refused="MTL3006"),
    Row("PReLU", None, [((4,), "string")], refused="MTL3006"),
    Row("PReLU", "orthogonal", [(4,)], refused="MTL3003"),
    Row("PReLU", "nonsense", [(4,)], refused="argument"),
    Row("PReLU", {"alpha_regularizer": {"L1": -0.1}}, [(4,)], refused="argument"),
    Row("PReLU", {"alpha_regularizer": {"L2": float("inf")}}, [(4,)], refused="argument"),
    Row("PReLU", {"shared_axes": "1"}, [(4,)], refused="argument"),
    Row("PReLU", {"shared_axes": 1.0}, [(4,)], refused="argument"),
    Row("PReLU", {"alpha": 0.1}, [(4,)], refused="argument"),
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

ROWS = NAMED + ACTIVATION + RELU + LEAKY_RELU + ELU + PRELU + SOFTMAX


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
