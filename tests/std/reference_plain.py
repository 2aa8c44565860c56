"""The plain parts of `std`, written by hand from their papers."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops

from tests.std.reference import Reference, dense_stack


def mlp(inputs: int, units: list[int], activation: str) -> Reference:
    """Dense layers one after the other."""
    x = tensor = keras.Input((inputs,))
    for number, width in enumerate(units):
        tensor = layers.Dense(width, name=f"layer_{number}")(tensor)
        tensor = getattr(keras.activations, activation)(tensor)
    places = {f"hidden_{n}_dense": f"layer_{n}" for n in range(len(units))}
    return Reference(keras.Model(x, tensor), places)


def _conv(x: Any, filters: int, size: int, stride: int, name: str) -> Any:
    """A convolution without bias, and batch normalization behind it."""
    x = layers.Conv2D(filters, size, stride, "same", use_bias=False, name=f"{name}_conv")(x)
    return layers.BatchNormalization(name=f"{name}_norm")(x)


def _conv_places(place: str, names: list[str]) -> dict[str, str]:
    """The steps of a chain: convolutions and normalizations, numbered as Keras does."""
    found = {}
    for number, name in enumerate(names):
        end = f"_{number}" if number else ""
        found[f"{place}_conv2d{end}"] = f"{name}_conv"
        found[f"{place}_batch_normalization{end}"] = f"{name}_norm"
    return found


def residual(channels: int, filters: int, stride: int, projection: bool) -> Reference:
    """He et al.: y = ReLU(F(x) + x), F two 3x3 convolutions, x projected where it must be."""
    x = keras.Input((8, 8, channels))
    y = ops.relu(_conv(x, filters, 3, stride, "a"))
    y = _conv(y, filters, 3, 1, "b")
    shortcut = _conv(x, filters, 1, stride, "p") if projection else x
    places = _conv_places("main", ["a", "b"])
    if projection:
        places |= _conv_places("shortcut", ["p"])
    return Reference(keras.Model(x, ops.relu(y + shortcut)), places)


def bottleneck(channels: int, filters: int, stride: int, projection: bool) -> Reference:
    """He et al.: 1x1, 3x3 and 1x1 convolutions, the last with four times the channels."""
    x = keras.Input((8, 8, channels))
    y = ops.relu(_conv(x, filters, 1, stride, "a"))
    y = ops.relu(_conv(y, filters, 3, 1, "b"))
    y = _conv(y, 4 * filters, 1, 1, "c")
    shortcut = _conv(x, 4 * filters, 1, stride, "p") if projection else x
    places = _conv_places("main", ["a", "b", "c"])
    if projection:
        places |= _conv_places("shortcut", ["p"])
    return Reference(keras.Model(x, ops.relu(y + shortcut)), places)


def squeeze_excite(channels: int, ratio: int) -> Reference:
    """Hu et al.: z the mean of each channel, s = sigmoid(W2 ReLU(W1 z)), x scaled by s."""
    x = keras.Input((4, 6, channels))
    z = ops.mean(x, axis=(1, 2))
    hidden = layers.Dense(channels // ratio, use_bias=False, name="w1")(z)
    s = ops.sigmoid(layers.Dense(channels, use_bias=False, name="w2")(ops.relu(hidden)))
    places = {"weights_reduce": "w1", "weights_expand": "w2"}
    return Reference(keras.Model(x, x * s[:, None, None, :]), places)


def esmm(inputs: int, hidden: list[int]) -> Reference:
    """Ma et al.: pCTCVR = pCTR * pCVR, of two networks on one embedding."""
    x = keras.Input((inputs,))
    rates = {}
    places = {}
    for rate in ("ctr", "cvr"):
        logit = layers.Dense(1, name=f"{rate}_logit")(dense_stack(x, hidden, rate))
        rates[rate] = ops.sigmoid(logit)
        places |= {
            f"{rate}_network_hidden_{n}_dense": f"{rate}_{n}" for n in range(len(hidden))
        }
        places[f"{rate}_probability"] = f"{rate}_logit"
    outputs = {**rates, "ctcvr": rates["ctr"] * rates["cvr"]}
    return Reference(keras.Model(x, outputs), places)
