"""Building generated modules in real Keras, and comparing them with what mtlc says of them."""

from __future__ import annotations

import types
from collections import Counter
from pathlib import Path
from typing import Any
from zlib import crc32

import keras
import numpy as np

import mtlc
from mtlc.verify.child.adapting import adapt
from mtlc.verify.child.inputs import WORDS


def build(code: str, **params: Any) -> Any:
    """The model of a generated module, with other values for its params."""
    module = types.ModuleType("generated")
    exec(compile(code, "generated.py", "exec"), module.__dict__)
    return module.build_model(**params)


def assert_as_summarized(model: Any, summary: mtlc.Summary, *, target: bool = True) -> None:
    """The built model has exactly the names, shapes, dtypes and parameters of the summary.

    What is not known before Keras runs, behind custom layers, is not compared. Params that
    are changed later change neither the code nor its `target`.
    """
    expected = summary.to_dict()
    assert model.name == expected["name"]
    own = "sequential" if isinstance(model, keras.Sequential) else "functional"
    assert not target or own == expected["target"]
    assert [one.name for one in model.inputs] == [one["name"] for one in expected["inputs"]]
    assert [_tensor(one) for one in model.inputs] == [_known(one) for one in expected["inputs"]]
    _assert_outputs(model, expected["outputs"])
    _assert_layers(model, expected["layers"])
    if expected["params"] is None:
        assert any(_is_custom(one) or _is_unknown(one) for one in _rows(expected["layers"]))
        return
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
    for tensor, one in zip(given, expected, strict=True):
        assert one["shape"] is None or _tensor(tensor) == _known(one)


def _assert_layers(model: Any, expected: list[Any]) -> None:
    functional = model._functional if isinstance(model, keras.Sequential) else model
    nodes = {id(node) for level in functional._nodes_by_depth.values() for node in level}
    _assert_functions(functional, nodes, [one for one in expected if _is_function(one)])
    layers = {
        layer.name: layer
        for layer in model.layers
        if not isinstance(layer, keras.layers.InputLayer)
    }
    rows = {one["name"]: one for one in expected if not _is_function(one)}
    assert sorted(layers) == sorted(rows)
    for name, one in rows.items():
        layer = layers[name]
        calls = one["calls"]
        reached = [node for node in layer._inbound_nodes if id(node) in nodes]
        assert len(reached) == len(calls), name
        if isinstance(layer, keras.Model) and not _is_network(one):
            _assert_layers(layer, one["layers"])
        elif not _is_network(one):
            assert type(layer).__name__ == one["kind"].rpartition(".")[2]
        if one["params"] is not None:
            assert layer.count_params() == sum(one["params"].values()), name
        if not _is_unknown(one):
            assert _given(reached) == sorted(_said(call) for call in calls), name


def _assert_functions(functional: Any, nodes: set[int], expected: list[Any]) -> None:
    """Keras names functions by a counter, computes constants, and makes some of others."""
    operations = [one for one in functional.operations if not isinstance(one, keras.Layer)]
    found = Counter(
        str(sorted(str(_tensor(output)) for output in node.output_tensors))
        for one in operations
        for node in one._inbound_nodes
        if id(node) in nodes
    )
    constants: set[str] = set()
    wanted: Counter[str] = Counter()
    for one in expected:
        (call,) = one["calls"]
        if constants.issuperset(source.rpartition(".")[0] or source for source in call["from"]):
            constants.add(one["name"])
        elif call["outputs"] is not None:
            wanted[_said(call)] += 1
    if not any(map(_is_unknown, expected)):
        assert not wanted - found


def _rows(layers: list[Any]) -> list[Any]:
    return [one for layer in layers for one in (layer, *_rows(layer["layers"]))]


def _is_function(row: dict[str, Any]) -> bool:
    """`ops.abs`, `mine.scale`: kinds in lower case behind a dot."""
    _, dot, name = row["kind"].rpartition(".")
    return bool(dot) and name[:1].islower()


def _is_custom(row: dict[str, Any]) -> bool:
    """A custom layer, whose weights are not known before Keras runs."""
    return "." in row["kind"] and not _is_function(row) and not _is_network(row)


def _is_network(row: dict[str, Any]) -> bool:
    """A model that Keras makes, of which the summary does not say the layers."""
    return bool(row["kind"].startswith("applications."))


def _is_unknown(row: dict[str, Any]) -> bool:
    return any(call["outputs"] is None for call in row["calls"])


def _said(call: dict[str, Any]) -> str:
    """The tensors of a call; Keras sorts those of a dictionary."""
    return str(sorted(str(_known(output)) for output in call["outputs"]))


def _given(nodes: list[Any]) -> list[str]:
    return sorted(
        str(sorted(str(_tensor(output)) for output in node.output_tensors)) for node in nodes
    )


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
        elif one.dtype == "string":
            found.append(rng.choice(np.array(WORDS, dtype=object), shape))
        else:
            found.append(rng.normal(size=shape).astype("float32"))
    return found[0] if len(found) == 1 else found


def named_outputs(model: Any) -> list[Any]:
    """What a model gives for weights that follow from their names, and some inputs."""
    for one in model.weights:
        seed = crc32(one.path.encode())
        one.assign(np.random.default_rng(seed).normal(size=one.shape))
    return [np.array(one) for one in model(some_inputs(model))]


def assert_gives_the_same(model: Any, other: Any) -> None:
    """Two models with the same names give the same, to the last digit."""
    for one, two in zip(named_outputs(model), named_outputs(other), strict=True):
        assert np.array_equal(one, two)


def assert_holds_for(spec: str, params: dict[str, Any]) -> None:
    """The module of a spec gives, with other params, what the module for these gives."""
    by_default, expected = mtlc.compile(spec), mtlc.compile(spec, params=params)
    assert by_default.code is not None
    assert expected.code is not None
    assert_gives_the_same(build(by_default.code, **params), build(expected.code))


def assert_survives_saving(model: Any, path: Path) -> None:
    """Saved and loaded, the model has the same weights and gives the same outputs.

    Layers of images change them at random unless they are told not to.
    """
    adapt(model)
    inputs = some_inputs(model)
    before = keras.tree.flatten(model(inputs, training=False))
    model.save(path)
    loaded = keras.models.load_model(path)
    after = keras.tree.flatten(loaded(inputs, training=False))
    assert loaded.count_params() == model.count_params()
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))
