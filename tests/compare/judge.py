"""What real Keras says of a comparison: outputs, weights that are carried over, checkpoints."""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any

import numpy as np

import mtlc
from mtlc.compare.comparison import Comparison
from mtlc.compare.report import to_dict
from tests.models import some_inputs

TOLERANCE = 1e-4


def built(spec: str) -> Any:
    """The model of a spec, with random weights."""
    result = mtlc.compile(spec)
    assert result.code is not None, [str(one) for one in result]
    module = types.ModuleType("generated")
    exec(compile(result.code, "generated.py", "exec"), module.__dict__)
    model = module.build_model()
    shake(model, 3)
    return model


def shake(model: Any, seed: int) -> None:
    """Give every weight numbers of its own, variances positive ones."""
    rng = np.random.default_rng(seed)
    for one in model.weights:
        drawn = rng.uniform(0.1, 1.0, one.shape) * rng.choice([-1, 1], one.shape)
        one.assign(np.abs(drawn) if "variance" in one.path else drawn)


def layer_at(model: Any, path: list[str]) -> Any:
    """The layer of a path, through the models that it is nested in."""
    for name in path:
        model = model.get_layer(name)
    return model


def weight_of(model: Any, side: dict[str, Any]) -> Any:
    """The weight that one side of a mapping means."""
    layer = layer_at(model, side["layer"])
    named = [one for one in layer.weights if one.path.endswith("/" + side["name"])]
    found = named[0] if len(named) == 1 else layer.weights[side["weight"]]
    assert list(found.shape) == side["shape"], (found.path, side)
    return found


def carry(source: Any, target: Any, mapping: dict[str, Any], way: tuple[str, str]) -> None:
    """Give a model the weights of the other one, as a mapping says; all of them."""
    start, end = way
    reached = set()
    for pair in mapping["weights"]:
        given, taken = weight_of(source, pair[start]), weight_of(target, pair[end])
        new = np.array(taken)
        if pair["axis"] is None:
            new[...] = np.asarray(given)
        else:
            new[box(pair[end], pair["axis"])] = np.asarray(given)[
                box(pair[start], pair["axis"])
            ]
        taken.assign(new)
        reached.add(taken.path)
    for one in mapping["whole"]:
        layer = layer_at(target, one[end])
        layer.set_weights(layer_at(source, one[start]).get_weights())
        reached |= {weight.path for weight in layer.weights}
    assert reached == {one.path for one in target.weights}


def box(side: dict[str, Any], axis: int) -> tuple[slice, ...]:
    """The columns of a weight."""
    return (*(slice(None),) * axis, slice(*side["columns"]))


def outputs(model: Any, spec: dict[str, Any], inputs: Any) -> dict[str, Any]:
    """What a model gives, by the names of its outputs."""
    given = model(inputs, training=False)
    names = [one["name"] for one in spec["outputs"]]
    if isinstance(given, dict):
        return {name: np.asarray(given[name]) for name in names}
    flat = given if isinstance(given, list | tuple) else [given]
    return {name: np.asarray(one) for name, one in zip(names, flat, strict=True)}


def assert_equal_outputs(a: Any, b: Any, document: dict[str, Any]) -> None:
    """Both models give the same numbers, packed as the comparison says."""
    assert are_equal(a, b, document)


def are_equal(a: Any, b: Any, document: dict[str, Any]) -> bool:
    inputs = some_inputs(a)
    left, right = outputs(a, document["a"], inputs), outputs(b, document["b"], inputs)
    pairs = [
        (
            np.concatenate([left[name] for name in pack["a"]], axis=-1),
            np.concatenate([right[name] for name in pack["b"]], axis=-1),
        )
        for pack in document["outputs"]
    ]
    return all(
        one.shape == other.shape and np.allclose(one, other, TOLERANCE, TOLERANCE)
        for one, other in pairs
    )


def assert_the_same(found: Comparison, left: Any, right: Any) -> None:
    """With the weights of one carried over, the other gives the same; both ways."""
    document = to_dict(found)
    for source, target, way in ((left, right, ("a", "b")), (right, left, ("b", "a"))):
        shake(source, 5)
        carry(source, target, document["mapping"], way)
        assert_equal_outputs(left, right, document)


def assert_loads_as_said(found: Comparison, left: Any, right: Any, folder: Path) -> None:
    """Loading the weights of one into the other does what the comparison says."""
    document = to_dict(found)
    for source, target, key in ((left, right, "a_into_b"), (right, left, "b_into_a")):
        said = document["checkpoint"][key]
        shake(source, 7)
        shake(target, 9)
        file = folder / f"{key}.weights.h5"
        source.save_weights(file)
        problem = None
        try:
            target.load_weights(file)
        except ValueError as error:
            problem = str(error)
        if said["outcome"] == "unknown":
            continue
        assert (problem is not None) == (said["outcome"] == "fails"), (said, problem)
        if problem is not None:
            continue
        for one in said["layers"]:
            given = layer_at(source, one["from"]).get_weights()
            taken = layer_at(target, one["to"]).get_weights()
            for x, y in zip(given, taken, strict=True):
                np.testing.assert_array_equal(x, y)
        reached = {
            weight.path
            for one in said["layers"]
            for weight in layer_at(target, one["to"]).weights
        }
        assert reached == {weight.path for weight in target.weights}
        if found.is_same:
            assert are_equal(left, right, document) == (said["outcome"] == "loads"), said


def assert_as_said(found: Comparison, a: str, b: str, folder: Path) -> None:
    """Keras agrees with a comparison of two specs."""
    left, right = built(a), built(b)
    if found.is_same:
        assert_the_same(found, left, right)
    assert_loads_as_said(found, left, right, folder)
