"""Labels that a loss takes."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np


def make_labels(loss: Any, shape: tuple[int, ...], random: Any) -> Any:
    """Random labels for predictions of a shape."""
    while isinstance(inner := getattr(loss, "loss", None), keras.Loss):
        loss = inner  # of a loss that leaves samples out, or weighs them
    name, axis = _name(loss), _axis(loss)
    if "ctc" in name:  # 0 is the blank
        return random.integers(1, max(shape[-1], 2), (shape[0], max(shape[1] // 2, 1)))
    if "circle" in name:
        return random.integers(0, 2, shape[:1])
    if "sparse" in name or "generalized" in name:
        return random.integers(0, shape[axis], np.delete(shape, axis))
    if "categorical" in name:
        numbers = random.integers(0, shape[axis], np.delete(shape, axis))
        return np.moveaxis(np.eye(shape[axis], dtype="float32")[numbers], -1, axis)
    if "binary" in name or "hinge" in name:
        return random.integers(0, 2, shape).astype("float32")
    return random.random(shape).astype("float32")


def _name(loss: Any) -> str:
    """`sparse_categorical_crossentropy` or `sparsecategoricalcrossentropy`."""
    found = keras.losses.get(loss) if isinstance(loss, str) else loss
    return str(getattr(found, "__name__", type(found).__name__)).lower()


def _axis(loss: Any) -> int:
    """The axis of classes."""
    axis = getattr(loss, "_fn_kwargs", {}).get("axis", -1)
    return axis if isinstance(axis, int) else -1
