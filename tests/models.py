"""Building generated modules in real Keras, and comparing them with what mtlc says of them."""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any

import keras
import numpy as np

import mtlc


def build(code: str) -> Any:
    """The model of a generated module."""
    module = types.ModuleType("generated")
    exec(compile(code, "generated.py", "exec"), module.__dict__)
    return module.build_model()


def assert_as_summarized(model: Any, summary: mtlc.Summary) -> None:
    """The built model has exactly the names, shapes, dtypes and parameters of the summary."""
    expected = summary.to_dict()
    assert model.name == expected["name"]
    assert type(model).__name__.lower() == expected["target"]
    assert [one.name for one in model.inputs] == [one["name"] for one in expected["inputs"]]
    assert [_tensor(one) for one in model.inputs] == [_known(one) for one in expected["inputs"]]
    _assert_outputs(model, expected["outputs"])
    _assert_layers(model, expected["layers"])
    trainable = sum(int(np.prod(one.shape)) for one in model.trainable_weights)
    frozen = sum(int(np.prod(one.shape)) for one in model.non_trainable_weights)
    assert expected["params"] == {"trainable": trainable, "non_trainable": frozen}


def _assert_outputs(model: Any, expected: list[Any]) -> None:
    given = model._outputs_struct if hasattr(model, "_outputs_struct") else model.outputs[0]
    if isinstance(given, dict):
        assert list(given) == [one["name"] for one in expected]
        given = list(given.values())
    elif isinstance(given, list):
        assert model.output_names == [one["name"] for one in expected]
    else:
        given = [given]
    assert [_tensor(one) for one in given] == [_known(one) for one in expected]


def _assert_layers(model: Any, expected: list[Any]) -> None:
    layers = {
        layer.name: layer
        for layer in model.layers
        if not isinstance(layer, keras.layers.InputLayer)
    }
    assert sorted(layers) == sorted(one["name"] for one in expected)
    functional = model._functional if isinstance(model, keras.Sequential) else model
    nodes = {id(node) for level in functional._nodes_by_depth.values() for node in level}
    for one in expected:
        layer = layers[one["name"]]
        assert layer.count_params() == sum(one["params"].values()), one["name"]
        if one["layers"]:
            _assert_layers(layer, one["layers"])
        else:
            assert type(layer).__name__ == one["kind"]
        reached = [node for node in layer._inbound_nodes if id(node) in nodes]
        outputs = sorted(
            str([_tensor(output) for output in node.output_tensors]) for node in reached
        )
        assert outputs == sorted(
            str([_known(output) for output in call["outputs"]]) for call in one["calls"]
        ), one["name"]


def _tensor(tensor: Any) -> tuple[Any, ...]:
    return (tuple(tensor.shape), tensor.dtype)


def _known(expected: dict[str, Any]) -> tuple[Any, ...]:
    return (tuple(expected["shape"]), expected["dtype"])


def some_inputs(model: Any, batch: int = 2, unknown: int = 6) -> Any:
    """Random inputs for a model, always the same ones."""
    rng = np.random.default_rng(7)
    found = []
    for one in model.inputs:
        shape = [
            (batch if axis == 0 else unknown) if size is None else size
            for axis, size in enumerate(one.shape)
        ]
        if "int" in one.dtype:
            found.append(rng.integers(1, 10, shape).astype(one.dtype))
        else:
            found.append(rng.normal(size=shape).astype("float32"))
    return found[0] if len(found) == 1 else found


def assert_survives_saving(model: Any, path: Path) -> None:
    """Saved and loaded, the model has the same weights and gives the same outputs."""
    inputs = some_inputs(model)
    before = keras.tree.flatten(model(inputs))
    model.save(path)
    loaded = keras.models.load_model(path)
    after = keras.tree.flatten(loaded(inputs))
    assert loaded.count_params() == model.count_params()
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))
