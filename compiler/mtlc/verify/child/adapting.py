"""Layers that learn from data before training, taught from data that are made up."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from mtlc.verify.child.inputs import MOST, WORDS

LOOKUPS = (
    keras.layers.StringLookup,
    keras.layers.IntegerLookup,
    keras.layers.TextVectorization,
)

TEXTS = np.array([[words] for words in WORDS if words])
"""A saved vocabulary loses an empty word at its end."""


def adapt(model: Any) -> None:
    """Let each layer learn that cannot run before, as its user would by `adapt`."""
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.Discretization):
            if layer.bin_boundaries is None:
                layer.adapt(np.linspace(-2, MOST, 1000, dtype="float32"))
        elif isinstance(layer, LOOKUPS) and not layer.get_vocabulary(
            include_special_tokens=False
        ):
            whole = isinstance(layer, keras.layers.IntegerLookup)
            layer.adapt(np.arange(MOST) if whole else TEXTS)
