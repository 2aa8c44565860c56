"""Masks in whole models: what is reported, and that Keras indeed does not use the mask."""

from __future__ import annotations

import keras
import numpy as np
import pytest

import mtlc
from tests.models import build

EMBEDDED = """\
inputs: {tokens: {shape: [6], dtype: int32}}
layers:
  e: {Embedding: {input_dim: 9, output_dim: 4, mask_zero: true}, from: tokens}
"""


def lost(spec: str) -> list[str]:
    """The layers that drop a mask."""
    return [one.span.text for one in mtlc.check(spec) if one.code == "MTL9030"]


def uses_mask(spec: str) -> bool:
    """Whether what Keras gives for some tokens depends on how they are padded."""
    keras.utils.clear_session()
    code = mtlc.compile(spec).code
    assert code is not None
    model = build(code)
    embeddings = model.get_layer("e").get_weights()[0]
    tokens = np.array([[3, 4, 0, 0, 0, 0]])
    before = model(tokens)
    embeddings[0] += 1.0
    model.get_layer("e").set_weights([embeddings])
    return bool(np.allclose(before, model(tokens)))


KEPT = [
    "l: {LSTM: 3, from: e}",
    "d: {Dense: 4, from: e}\n  l: {GRU: 3, from: d}",
    "d: {Dropout: 0.5, from: e}\n  l: {Bidirectional: {LSTM: 3}, from: d}",
    "s: {Add, from: [e, e]}\n  l: {LSTM: 3, from: s}",
    "r: {SimpleRNN: {units: 4, return_sequences: true}, from: e}\n  l: {LSTM: 3, from: r}",
    "l: {GlobalAveragePooling1D, from: e}",
    "l: {Pipeline: [{Dropout: 0.0}, {LSTM: 3}], from: e}",
    "p: {Pipeline: [{Dropout: 0.0}], from: e}\n  l: {LSTM: 3, from: p}",
]

LOST = [
    ("c", "c: {Conv1D: {filters: 4, kernel_size: 1}, from: e}\n  l: {LSTM: 3, from: c}"),
    ("o", "o: {ops.multiply: 2.0, from: e}\n  l: {GRU: 3, from: o}"),
    ("p", "p: {AveragePooling1D: 2, from: e}\n  l: {GlobalAveragePooling1D, from: p}"),
    (
        "s",
        "p: {Embedding: {input_dim: 9, output_dim: 4}, from: tokens}\n"
        "  s: {Add, from: [e, p]}\n  l: {LSTM: 3, from: s}",
    ),
    (
        "c",
        "c: {Conv1D: {filters: 4, kernel_size: 1}, from: e}\n"
        "  l: {Pipeline: [LSTM: 3], from: c}",
    ),
    (
        "l",
        "s: {GlobalAveragePooling1D, from: e}\n"
        "  l: {GRU: 4, from: e, call: {initial_state: [s]}}",
    ),
]


@pytest.mark.parametrize("layers", KEPT)
def test_a_mask_that_arrives(layers: str) -> None:
    spec = f"{EMBEDDED}  {layers}\noutputs: l\n"

    assert lost(spec) == []
    assert uses_mask(spec)


@pytest.mark.parametrize(("where", "layers"), LOST)
def test_a_mask_that_is_lost(where: str, layers: str) -> None:
    spec = f"{EMBEDDED}  {layers}\noutputs: l\n"

    assert lost(spec) == [where]
    assert not uses_mask(spec)


@pytest.mark.parametrize(
    "layers",
    [
        "f: {Flatten, from: e}\n  l: {Dense: 3, from: f}",
        "c: {Conv1D: {filters: 4, kernel_size: 1}, from: e}\n"
        "  l: {GlobalMaxPooling1D, from: c}",
        "o: {ops.max: {axis: 1}, from: e}\n  l: {BatchNormalization, from: o}",
    ],
)
def test_a_mask_that_nothing_would_use(layers: str) -> None:
    assert lost(f"{EMBEDDED}  {layers}\noutputs: l\n") == []


def test_a_mask_of_its_own() -> None:
    layers = """\
  m: {ops.not_equal: 0, from: tokens}
  c: {Conv1D: {filters: 4, kernel_size: 1}, from: e}
  l: {LSTM: 3, from: c, call: {mask: m}}
"""
    spec = f"{EMBEDDED}{layers}outputs: l\n"

    assert lost(spec) == []
    assert uses_mask(spec)


def test_a_mask_that_a_layer_cannot_take() -> None:
    """Keras gives `Softmax` the mask of its input, and then refuses it."""
    spec = f"{EMBEDDED}  l: {{Softmax, from: e}}\noutputs: l\n"

    assert [one.code for one in mtlc.check(spec)] == ["MTL3010"]
    x = keras.Input((6,), dtype="int32")
    masked = keras.layers.Embedding(9, 4, mask_zero=True)(x)
    model = keras.Model(x, keras.layers.Softmax()(masked))
    with pytest.raises(Exception, match="broadcast"):
        model(np.ones((2, 6)))
