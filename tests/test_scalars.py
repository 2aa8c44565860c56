"""Tensors without any axis, as `ops.max` gives them, in front of every layer."""

from typing import Any

import keras
import numpy as np
import pytest

import mtlc
from mtlc_spec.layers import layer_names
from tests.models import build

SIZES = {"filters": 2, "kernel_size": 1}
ARGUMENTS: dict[str, dict[str, Any]] = {
    "Activation": {"activation": "relu"},
    "Dense": {"units": 4},
    "Dot": {"axes": 1},
    "Dropout": {"rate": 0.5},
    "Embedding": {"input_dim": 5, "output_dim": 3},
    "IntegerLookup": {"vocabulary": [1, 2]},
    "MultiHeadAttention": {"num_heads": 2, "key_dim": 3},
    "Permute": {"dims": [1]},
    "RepeatVector": {"n": 2},
    "Rescaling": {"scale": 2.0},
    "Reshape": {"target_shape": [1]},
    **{kind: {"units": 3} for kind in ("GRU", "LSTM", "SimpleRNN")},
    **{kind: SIZES for kind in layer_names() if kind.startswith(("Conv1", "Conv2", "Conv3"))},
    **{kind: SIZES for kind in layer_names() if kind.startswith("Separable")},
    **{kind: {"kernel_size": 1} for kind in layer_names() if kind.startswith("Depthwise")},
}
AROUND = {"Bidirectional": "LSTM", "TimeDistributed": "Dense"}


def made(kind: str) -> Any:
    if kind in AROUND:
        return getattr(keras.layers, kind)(made(AROUND[kind]))
    return getattr(keras.layers, kind)(**ARGUMENTS.get(kind, {}))


def in_keras(kind: str, takes_list: bool) -> bool:
    """Whether Keras builds the layer on a tensor without axes, and runs it."""
    x = keras.Input((8,))
    scalar = keras.ops.max(x)
    try:
        if kind == "MultiHeadAttention":
            given = made(kind)(scalar, value=scalar)
        else:
            given = made(kind)([scalar, scalar] if takes_list else scalar)
        keras.Model(x, given)(np.ones((2, 8), "float32"))
    except Exception:
        return False
    return True


@pytest.mark.parametrize("kind", layer_names())
def test_a_layer_on_a_tensor_without_axes(kind: str) -> None:
    takes_list = kind in {
        *("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract")
    }
    inner = AROUND.get(kind)
    arguments = ARGUMENTS.get(kind, {}) if inner is None else {inner: ARGUMENTS[inner]}
    given = "[s, s]" if takes_list else "s"
    call = ", call: {value: s}" if kind == "MultiHeadAttention" else ""
    spec = (
        "inputs: {x: [8]}\nlayers:\n  s: {ops.max: {}, from: x}\n"
        f"  l: {{{kind}: {arguments}, from: {given}{call}}}\noutputs: l\n"
    )

    result = mtlc.compile(spec)

    assert result.ok == in_keras(kind, takes_list), [one.message for one in result]
    if result.code is not None:
        build(result.code)
