"""Values of the arguments that many layers have, good ones and a few bad ones."""

from __future__ import annotations

from typing import Any

from tests.catalogue.drawing.table import Choices

INITIALIZERS: list[Any] = [
    *("ones", "he_normal", "HeUniform", "lecun_normal", "orthogonal", "uniform", "nonsense"),
    *({"Constant": 0.5}, {"GlorotNormal": 3}, {"RandomNormal": {"stddev": 0.1}}),
    {"VarianceScaling": {"scale": 2.0, "mode": "fan_avg", "distribution": "uniform"}},
    {"TruncatedNormal": {"mean": 1, "seed": 7}},
    *("identity", {"Orthogonal": {"gain": 2.0}}, {"VarianceScaling": 0.0}),
]
VECTOR_INITIALIZERS: list[Any] = [
    *("ones", "he_normal", "LecunUniform", "normal", "orthogonal", "nonsense"),
    *({"Constant": 0.5}, {"GlorotNormal": 3}, {"RandomUniform": {"maxval": 0.1}}),
]
"""For weights of one axis, which only some initializers can make."""

REGULARIZERS: list[Any] = ["l1", {"L2": 0.1}, {"L1L2": {"l1": 0.1}}, "OrthogonalRegularizer"]
CONSTRAINTS: list[Any] = [
    *("non_neg", {"MaxNorm": 3}, {"UnitNorm": {"axis": 0}}),
    {"MinMaxNorm": {"min_value": 0.5, "rate": 0.9}},
]
ACTIVATIONS: list[Any] = [
    *("relu", "softmax", "gelu", "tanh", "elu", "sigmoid", "log_softmax", "hard_swish"),
    *("exponential", "sparsemax", "glu", "rleu"),
]
WRONG_NAMES: list[Any] = ["l3", {"NoSuchKind": 1}]


def weight(name: str) -> Choices:
    """The arguments of a weight with several axes."""
    return {
        f"{name}_initializer": INITIALIZERS,
        f"{name}_regularizer": [*REGULARIZERS, *WRONG_NAMES],
        f"{name}_constraint": [*CONSTRAINTS, *WRONG_NAMES],
    }


def vector(name: str) -> Choices:
    """The arguments of a weight with one axis."""
    return {**weight(name), f"{name}_initializer": VECTOR_INITIALIZERS}


BIAS: Choices = {"use_bias": [False], **vector("bias")}
KERNEL: Choices = {**BIAS, **weight("kernel")}
LORA: Choices = {"lora_rank": [2, 1, 0, -1], "lora_alpha": [1.0, 0.5]}
LAYOUT: Choices = {"data_format": ["channels_first", "channels_first", "channels_last", "x"]}
ANY: Choices = {
    "trainable": [False],
    "dtype": ["float16", "mixed_float16", "float64", "mixed_bfloat16", "bfloat16", "float31"],
}


ENCODED: Choices = {
    "dtype": [
        *("int32", "int64", "float64", "float16", "mixed_float16", "uint8", "bool", "bfloat16"),
        *("float31", "int8", "complex64"),
    ]
}
"""The dtypes of a layer that may give integers."""


def windows(axes: int) -> list[Any]:
    """Sizes and strides of windows, for all axes or for each."""
    return [2, 1, 3, [2] * axes, [1, 2, 3][:axes], [3, 2, 2][:axes], 0, [1] * (axes + 1)]
