"""Layers one behind the other, whose tensors have other dtypes than Keras promises."""

from __future__ import annotations

from itertools import product
from typing import Any

import keras
import numpy as np
import pytest
import yaml

from mtlc.driver import compile_source
from mtlc_spec.source import Source
from tests.scalar_cache import forget_scalars

HANDS_ON = (
    "UpSampling1D: 2",
    "ZeroPadding1D: 1",
    "Cropping1D: 1",
    "Dropout: 0.5",
    "GaussianNoise: 0",
    "SpatialDropout1D: 0.5",
    "Masking",
    "GlobalMaxPooling1D: {keepdims: true}",
    "GlobalAveragePooling1D: {keepdims: true}",
    "MaxPooling1D: 2",
    "AdaptiveMaxPooling1D: 2",
    "Permute: [2, 1]",
    "Reshape: [2, 6]",
    "TimeDistributed: {Dropout: 0.5}",
    "ActivityRegularization",
    "Softmax",
    "ReLU",
    "Rescaling: 2",
)
TAKES = (
    "Conv1D: {filters: 2, kernel_size: 1}",
    "Dense: 2",
    "LayerNormalization",
    "BatchNormalization",
    "RMSNormalization",
    "ReLU",
    "ELU",
    "Softmax",
    "PReLU",
    "{Activation: tanh}",
    "{Activation: relu}",
    "LSTM: 2",
    "SimpleRNN: 2",
    "AveragePooling1D: 1",
    "MaxPooling1D: 1",
    "GlobalAveragePooling1D",
    "UpSampling1D: 2",
    "Rescaling: 1",
    "EinsumDense: {equation: '...c,cd->...d', output_shape: 2}",
    "TimeDistributed: {Dense: 2}",
    "{Dropout: 0.5}",
    "ops.erfc",
    "ops.negative",
    "ops.square",
    "ops.mean",
    "ops.sigmoid",
    "ops.logical_not",
)
PAIRS = [*product(HANDS_ON, TAKES)]


def accepted(first: str, second: str, dtype: str) -> bool:
    spec = f"inputs: {{x: {{shape: [4, 3], dtype: {dtype}}}}}\nlayers: [{first}, {second}]\n"
    return compile_source(Source("a.yaml", spec), want="check").ok


def runs(first: str, second: str, dtype: str) -> bool:
    """Whether Keras builds it, and it runs by itself or in a graph."""
    forget_scalars()
    x = keras.Input((4, 3), dtype=dtype)
    try:
        model = keras.Model(x, applied(second, applied(first, x)))
    except Exception:
        return False
    data = np.ones((2, 4, 3), dtype)
    for run in (model, lambda given: model.predict(given, verbose=0)):
        try:
            run(data)
        except Exception:
            continue
        return True
    return False


def applied(written: str, x: Any) -> Any:
    """What one step of a chain gives in Keras."""
    step = yaml.safe_load(written)
    ((kind, given),) = step.items() if isinstance(step, dict) else ((step, None),)
    if kind.startswith("ops."):
        return getattr(keras.ops, kind.removeprefix("ops."))(x)
    made = getattr(keras.layers, kind)
    if kind == "TimeDistributed":
        ((inner, value),) = given.items()
        return made(getattr(keras.layers, inner)(value))(x)
    if given is None:
        return made()(x)
    return (made(**given) if isinstance(given, dict) else made(given))(x)


def check(dtype: str, pairs: list[tuple[str, str]]) -> None:
    wrong = [
        (first, second)
        for first, second in pairs
        if accepted(first, second, dtype) != runs(first, second, dtype)
    ]

    assert not wrong


@pytest.mark.parametrize("dtype", ["int32", "bool"])
def test_what_fails_on_every_run_is_refused(dtype: str) -> None:
    check(dtype, PAIRS[::7])


@pytest.mark.proof
@pytest.mark.parametrize("dtype", ["int32", "uint8", "int64", "bool", "float64"])
def test_what_fails_on_every_run_is_refused_of_all_pairs(dtype: str) -> None:
    check(dtype, PAIRS)


def test_the_place_and_the_way_out() -> None:
    images = "inputs: {image: {shape: [8, 8, 3], dtype: uint8}}\n"
    layers = "layers: [ZeroPadding2D: 1, {}Conv2D: {{filters: 2, kernel_size: 3}}]\n"
    (found,) = compile_source(Source("a.yaml", images + layers.format("")), want="check")

    assert found.code == "MTL3006"
    assert found.span.text == "Conv2D"
    assert found.labels[0].span.text == "ZeroPadding2D"
    assert found.help is not None
    assert "`ops.cast: float32`" in found.help
    mended = Source("a.yaml", images + layers.format("ops.cast: float32, "))
    assert compile_source(mended, want="check").ok
