"""The activation functions of Keras."""

from __future__ import annotations

from typing import Literal

from mtlc_spec.shapes import ShapeError, Tensor, WrongDtype, WrongSize, show
from mtlc_spec.values.dtypes import is_float

Activation = Literal[
    "celu",
    "elu",
    "exponential",
    "gelu",
    "glu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "linear",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "swish",
    "tanh",
    "tanh_shrink",
]
"""Every name that `keras.activations.get` knows but `threshold`, which Keras 3.15 calls
without the arguments that it needs, so that it fails on every input."""

PROBABILITIES = frozenset({"sigmoid", "hard_sigmoid", "sparse_sigmoid", "softmax", "sparsemax"})
"""Activations that give numbers from 0 to 1."""

NEVER_NEGATIVE = PROBABILITIES | {
    *("exponential", "relu", "relu6", "softplus", "sparse_plus", "squareplus")
}
"""Activations that give no number below 0."""

_KEEP_POSITIVE = frozenset({"relu", "elu", "celu", "leaky_relu"})


def changes_nothing(activation: str, before: str) -> bool:
    """Whether an activation gives what it gets, of numbers that have passed another one."""
    return activation in _KEEP_POSITIVE and before in NEVER_NEGATIVE


JOINT = frozenset({"softmax", "log_softmax", "sparsemax", "glu"})
"""Activations that take all units of a layer together."""

_OF_BOOLEANS = frozenset({"exponential", "tanh"})
_OF_INTEGERS = frozenset({"exponential", "tanh", "relu", "relu6", "leaky_relu"})
_OF_COMPLEX = _OF_BOOLEANS | {
    *("glu", "hard_shrink", "sigmoid", "silu", "squareplus", "swish", "tanh_shrink")
}


def check_activation(name: str | None, x: Tensor) -> None:
    """Raise `ShapeError` if an activation fails on every such tensor."""
    if name is None or name == "linear":
        return
    if not is_float(x.dtype):
        good = _OF_BOOLEANS if x.dtype == "bool" else _OF_INTEGERS
        if x.dtype.startswith("complex"):
            good = _OF_COMPLEX
        if name not in good or x.dtype == "string":
            raise ShapeError(
                WrongDtype, f"`{name}` works on floating-point numbers, and gets {x.dtype}"
            )
    if name == "glu" and x.shape[-1] is not None and x.shape[-1] % 2:
        raise ShapeError(
            WrongSize,
            f"`glu` halves the last axis, which has {x.shape[-1]} places in {show(x.shape)}",
        )
