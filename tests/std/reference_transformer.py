"""The parts of transformers in `std`, written by hand from Vaswani et al. (NIPS 2017)."""

from __future__ import annotations

import math
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from tests.std.reference import Reference, Weights


def _attention(query: Any, memory: Any, width: int, heads: int, causal: bool, name: str) -> Any:
    """Section 3.2: softmax(Q K^T / sqrt(d_k)) V in each head, all joined by W^O."""
    size = width // heads

    def projected(x: Any, letter: str) -> Any:
        return layers.Dense(width, use_bias=False, name=f"{name}_{letter}")(x)

    q, k, v = projected(query, "q"), projected(memory, "k"), projected(memory, "v")
    found = []
    for head in range(heads):
        own = slice(head * size, (head + 1) * size)
        scores = ops.matmul(q[..., own], ops.swapaxes(k[..., own], 1, 2)) / math.sqrt(size)
        if causal:
            later = np.triu(np.full(scores.shape[1:], -1e9, "float32"), 1)
            scores = scores + later
        found.append(ops.matmul(ops.softmax(scores), v[..., own]))
    return projected(ops.concatenate(found, axis=-1), "o")


def _attention_weights(name: str, heads: int) -> Any:
    """The matrices as `MultiHeadAttention` holds them: one axis for the heads."""

    def weights(model: keras.Model) -> Weights:
        q, k, v, o = (model.get_layer(f"{name}_{letter}").get_weights()[0] for letter in "qkvo")
        width = len(q)
        inside = [w.reshape(width, heads, width // heads) for w in (q, k, v)]
        return [*inside, o.reshape(heads, width // heads, width)]

    return weights


def _norm(x: Any, name: str) -> Any:
    return layers.LayerNormalization(epsilon=1e-6, name=name)(x)


def _feed_forward(x: Any, width: int, hidden: int) -> Any:
    """Section 3.3: max(0, x W1 + b1) W2 + b2."""
    inner = ops.maximum(layers.Dense(hidden, name="w1")(x), 0.0)
    return layers.Dense(width, name="w2")(inner)


_FEED_FORWARD = {"feed_forward_dense": "w1", "feed_forward_dense_1": "w2", "norm": "norm"}


def encoder(length: int, width: int, heads: int, hidden: int) -> Reference:
    """LayerNorm(x + Sublayer(x)), for self-attention and the feed-forward network."""
    x = keras.Input((length, width))
    y = _norm(x + _attention(x, x, width, heads, False, "self"), "attention_norm")
    y = _norm(y + _feed_forward(y, width, hidden), "norm")
    places = {
        "attention": _attention_weights("self", heads),
        "attention_norm": "attention_norm",
        **_FEED_FORWARD,
    }
    return Reference(keras.Model(x, y), places)


def decoder(length: int, memory: int, width: int, heads: int, hidden: int) -> Reference:
    """As the encoder, causal, and with attention to the encoder's output in the middle."""
    x = keras.Input((length, width))
    encoded = keras.Input((memory, width))
    y = _norm(x + _attention(x, x, width, heads, True, "self"), "self_norm")
    y = _norm(y + _attention(y, encoded, width, heads, False, "cross"), "attention_norm")
    y = _norm(y + _feed_forward(y, width, hidden), "norm")
    places = {
        "self_attention": _attention_weights("self", heads),
        "self_norm": "self_norm",
        "attention": _attention_weights("cross", heads),
        "attention_norm": "attention_norm",
        **_FEED_FORWARD,
    }
    return Reference(keras.Model([x, encoded], y), places)


def sinusoidal_positions(length: int, width: int, base: float = 10000.0) -> Reference:
    """Section 3.5, number by number."""
    table = np.zeros((length, width), "float32")
    for position in range(length):
        for i in range(width // 2):
            angle = position / base ** (2 * i / width)
            table[position, 2 * i] = math.sin(angle)
            table[position, 2 * i + 1] = math.cos(angle)
    x = keras.Input((length, width))
    return Reference(keras.Model(x, x + table), {})


def learned_positions(length: int, width: int, most: int) -> Reference:
    """A vector for each position."""
    x = keras.Input((length, width))
    table = layers.Embedding(most, width, name="table")
    index = ops.zeros_like(x[..., 0], dtype="int32") + np.arange(length, dtype="int32")
    return Reference(keras.Model(x, x + table(index)), {"positions": "table"})
