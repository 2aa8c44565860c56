"""Saving and loading: the loaded model gives what the saved one gave."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import keras
import numpy as np

from mtlc.verify.child.forward import to_array
from mtlc.verify.child.reporting import Reporter


def check_saving(model: Any, inputs: Any, reporter: Reporter) -> None:
    """Save the model as `.keras`, load it, and compare outputs number by number."""
    with reporter.check("saving") as check, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        before = _outputs(model, inputs)
        model.save(path)
        after = _outputs(keras.models.load_model(path), inputs)
        if len(before) != len(after):
            check.fail(f"the loaded model gives {len(after)} tensors, and not {len(before)}")
            return
        largest = 0.0
        for name, one, other in zip(model.output_names, before, after, strict=True):
            difference = _difference(one, other)
            largest = max(largest, difference)
            if difference:
                check.fail(f"`{name}` of the loaded model differs by {difference:.3g}")
        check.detail = f"outputs of the loaded model differ by {largest:.3g}"


def _outputs(model: Any, inputs: Any) -> list[Any]:
    return [to_array(one) for one in keras.tree.flatten(model(inputs))]


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
