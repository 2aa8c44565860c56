"""Saving and loading: the loaded model gives what the saved one gave."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import keras
import numpy as np

from mtlc.verify.child.forward import Forward, by_name, to_array
from mtlc.verify.child.reporting import Reporter


def check_saving(model: Any, forward: Forward, reporter: Reporter) -> None:
    """Save the model as `.keras`, load it, and compare outputs number by number."""
    with reporter.check("saving") as check, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        before = _outputs(model, forward)
        after = _outputs(keras.models.load_model(path), forward)
        largest = _largest(before, after)
        check.detail = f"outputs of the loaded model differ by {largest:.3g}"
        if largest and _largest(before, _outputs(model, forward)):
            check.skip("the model gives other outputs each time, even for the same inputs")
        elif largest:
            check.fail(check.detail)


def _outputs(model: Any, forward: Forward) -> dict[str, Any]:
    named = by_name(model(forward.inputs, training=False), forward.names)
    return {name: to_array(one) for name, one in named.items()}


def _largest(one: dict[str, Any], other: dict[str, Any]) -> float:
    return max(_difference(one[name], other[name]) for name in one)


def _difference(one: Any, other: Any) -> float:
    """The largest between two arrays; infinite if they cannot be compared by numbers."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return float("inf")
    if one.dtype.kind not in "fc":
        return 0.0 if (one == other).all() else float("inf")
    if np.array_equal(one, other, equal_nan=True):
        return 0.0
    difference = np.abs(one - other)
    return float(np.max(difference)) if np.isfinite(difference).all() else float("inf")
