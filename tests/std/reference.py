"""What a hand-written model has to say to be compared with a block of `std`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

Weights = list[np.ndarray]


@dataclass(frozen=True)
class Reference:
    """A model written by hand, and where its weights go.

    `places` are the layers of the block behind its own name, each with the layer of
    the reference that has the same weights, or with how they follow from its layers.
    """

    model: keras.Model
    places: Mapping[str, str | Callable[[keras.Model], Weights]]

    def weights(self, place: str) -> Weights:
        """The weights of one layer of the block."""
        source = self.places[place]
        if isinstance(source, str):
            return self.model.get_layer(source).get_weights()
        return source(self.model)


def shake(model: keras.Model) -> None:
    """Give every weight a value that no initializer gives: biases and statistics as well."""
    rng = np.random.default_rng(11)
    for weight in model.weights:
        inputs = max(1, np.prod(weight.shape[:-1]))
        value = rng.normal(1 / inputs, 1 / np.sqrt(inputs), weight.shape)
        if "variance" in weight.name:
            value = np.abs(value) + 0.1
        elif "bias" in weight.name:
            value = 0.1 * np.abs(value)  # not below, so that not all units behind it are off
        weight.assign(value)


def dense_stack(x: Any, units: list[int], name: str) -> Any:
    """Dense layers with ReLU: `name_0`, `name_1`, …"""
    for number, width in enumerate(units):
        x = keras.layers.Dense(width, "relu", name=f"{name}_{number}")(x)
    return x
