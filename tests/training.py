"""Training generated models in real Keras, on data that is made for their losses."""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any

import keras
import numpy as np

BATCH = 8


def module(code: str) -> types.ModuleType:
    """A generated module."""
    made = types.ModuleType("generated")
    exec(compile(code, "generated.py", "exec"), made.__dict__)
    return made


def batch(model: Any, seed: int = 0) -> tuple[Any, Any]:
    """Inputs and labels of a compiled model; labels are what each loss wants."""
    random = np.random.default_rng(seed)
    inputs = [_input(one, random) for one in model.inputs]
    given = inputs[0] if len(inputs) == 1 else inputs
    output = getattr(model, "_outputs_struct", model.outputs[0])
    if not isinstance(output, dict):
        return given, _labels(model.loss, output, random)
    labels = {name: _labels(model.loss[name], one, random) for name, one in output.items()}
    return given, labels


def _input(tensor: Any, random: np.random.Generator) -> Any:
    shape = (BATCH, *(size or 5 for size in tensor.shape[1:]))
    if "int" in tensor.dtype:
        return random.integers(0, 3, shape).astype(tensor.dtype)
    return random.normal(size=shape).astype(tensor.dtype)


def _labels(loss: Any, output: Any, random: np.random.Generator) -> Any:
    while hasattr(loss, "loss"):
        loss = loss.loss
    name = loss if isinstance(loss, str) else type(loss).__name__
    found = keras.losses.get(name) if loss is not None else None
    words = getattr(found, "__name__", type(found).__name__).lower()
    shape = (BATCH, *(size or 5 for size in output.shape[1:]))
    if "sparse" in words:
        return random.integers(0, shape[-1], shape[:-1])
    if "binary" in words:
        return random.integers(0, 2, shape).astype("float32")
    if "categorical" in words:
        return np.eye(shape[-1], dtype="float32")[random.integers(0, shape[-1], shape[:-1])]
    return random.random(shape).astype("float32")


def assert_has_loss(code: str, model: Any) -> None:
    """What the code compiles a model for has a loss, whatever params it was built with."""
    made = module(code)
    if hasattr(made, "compile_model"):
        made.compile_model(model)
        inputs, labels = batch(model)
        predicted = model(inputs)
        loss = model.compute_loss(y=labels, y_pred=predicted)
        finite = all(np.isfinite(one).all() for one in keras.tree.flatten(predicted))
        assert np.isfinite(loss) or not finite


def assert_trains(code: str, folder: Path, **params: Any) -> None:
    """The compiled model learns a step; saved and loaded, it and its optimizer are the same."""
    made = module(code)
    model = made.compile_model(made.build_model(**params))
    inputs, labels = batch(model)
    before = [one.numpy() for one in model.trainable_weights]
    first = model.train_on_batch(inputs, labels, return_dict=True)
    assert np.isfinite(list(first.values())).all(), first
    after = [one.numpy() for one in model.trainable_weights]
    assert any((one != other).any() for one, other in zip(before, after, strict=True))
    model.save(folder / "trained.keras")
    again = keras.models.load_model(folder / "trained.keras")
    for one in (model, again):
        one.reset_metrics()
    logs = [one.test_on_batch(inputs, labels, return_dict=True) for one in (model, again)]
    assert logs[0].keys() == logs[1].keys()
    for name in logs[0]:
        np.testing.assert_allclose(logs[0][name], logs[1][name], rtol=1e-5, err_msg=name)
    states = zip(model.optimizer.variables, again.optimizer.variables, strict=True)
    assert all((one.numpy() == other.numpy()).all() for one, other in states)
