"""Dtypes and the Keras policies that choose them."""

from __future__ import annotations

from typing import Literal, get_args

Policy = Literal["float16", "bfloat16", "float32", "float64", "mixed_float16", "mixed_bfloat16"]
"""How a layer computes and stores: a float type, or a 16-bit one over float32 weights."""

Arithmetic = Literal[
    Policy,
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "complex64",
    "complex128",
]
"""What a loss or a metric computes in. Keras reads `int8` as the beginning of a quantized
policy and refuses it."""

AnyPolicy = Literal[Arithmetic, "bool", "string"]
"""What a layer without weights can be given: the dtype of what comes out, not of numbers
that are trained."""

MIXED = {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}


def compute_dtype(policy: str) -> str:
    """The dtype that a layer computes in and gives out."""
    return MIXED.get(policy, policy)


def variable_dtype(policy: str) -> str:
    """The dtype that a layer keeps its weights in."""
    return "float32" if policy in MIXED else policy


def is_float(dtype: str) -> bool:
    return "float" in dtype


Dtype = Literal[
    "float32",
    "float16",
    "bfloat16",
    "float64",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "bool",
    "string",
    "complex64",
    "complex128",
]
"""The dtypes of tensors that a Keras input can have."""

FLOATS: frozenset[str] = frozenset({"float16", "bfloat16", "float32", "float64"})
WHOLE: frozenset[str] = frozenset({"int8", "int16", "int32", "int64", "uint8", "uint16"})
"""The whole numbers that TensorFlow pools and interpolates."""

NUMBERS: frozenset[str] = frozenset(get_args(Dtype)) - {"string"}
"""What TensorFlow can make a float of, booleans included."""
REAL: frozenset[str] = NUMBERS - {"complex64", "complex128"}
