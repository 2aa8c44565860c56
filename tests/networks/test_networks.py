"""Networks of keras.applications, written as specs: the same layers, weights and outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import mtlc
from tests.models import build

FOLDER = Path(__file__).parent

NETWORKS = {
    "densenet121": "DenseNet121",
    "efficientnet_b0": "EfficientNetB0",
    "mobilenet_v2": "MobileNetV2",
    "resnet50": "ResNet50",
    "vgg16": "VGG16",
}

# Keras' documentation of its applications has them in millions.
PARAMETERS = {
    "densenet121": 8_062_504,
    "efficientnet_b0": 5_330_571,
    "mobilenet_v2": 3_538_984,
    "resnet50": 25_636_712,
    "vgg16": 138_357_544,
}

SMALL = {"size": 32, "classes": 5}


def test_every_spec_is_judged() -> None:
    assert {spec.stem for spec in FOLDER.glob("*.yaml")} == set(NETWORKS)


@pytest.mark.parametrize("name", NETWORKS)
def test_compiles_without_a_word(name: str) -> None:
    result = mtlc.compile(FOLDER / f"{name}.yaml")

    assert list(result.diagnostics) == []
    assert result.summary is not None
    params = result.summary.to_dict()["params"]
    assert sum(params.values()) == PARAMETERS[name]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name == "vgg16" else pytest.mark.proof)
        for name in NETWORKS
    ],
)
def test_is_the_network_of_keras(name: str) -> None:
    theirs = application(name)
    ours = build(code_of(name, {}), **SMALL)
    assert_same_layers(ours, theirs)
    assert_same_layers(build(code_of(name, SMALL)), theirs)

    images = np.random.default_rng(7).uniform(0, 255, (8, 32, 32, 3)).astype("float32")
    randomize(theirs, images)
    for mine, other in zip(layers_of(ours), layers_of(theirs), strict=True):
        mine.set_weights(other.get_weights())
    given, wanted = np.asarray(ours(images)), np.asarray(theirs(images))
    assert np.ptp(wanted, axis=0).max() > 1e-3, "all images give the same"
    np.testing.assert_allclose(given, wanted, rtol=0, atol=1e-5)


def code_of(name: str, params: dict[str, int]) -> str:
    """The module; in tiny images windows are larger than their axes, which is a warning."""
    code = mtlc.compile(FOLDER / f"{name}.yaml", params=params).code
    assert code is not None
    return code


def application(name: str) -> Any:
    keras.utils.set_random_seed(9)
    make = getattr(keras.applications, NETWORKS[name])
    return make(weights=None, input_shape=(32, 32, 3), classes=SMALL["classes"])


def assert_same_layers(ours: Any, theirs: Any) -> None:
    """One by one in topological order; what a layer takes is said by numbers in it."""
    mine, other = layers_of(ours), layers_of(theirs)
    for number, (own, wanted) in enumerate(zip(mine, other, strict=False)):
        where = f"{number}: {own.name}, {wanted.name}"
        assert described(own, mine) == described(wanted, other), where
    assert len(mine) == len(other)


def layers_of(model: Any) -> list[Any]:
    """All layers in the order in which Keras saves them; that of Sequential has no input."""
    return list(model._functional.layers if hasattr(model, "_functional") else model.layers)


def described(layer: Any, layers: list[Any]) -> dict[str, Any]:
    """All that there is to a layer but its name, and that of its weights' path."""
    place = {id(one): number for number, one in enumerate(layers)}
    (node,) = layer._inbound_nodes
    config = {key: plain(value) for key, value in layer.get_config().items() if key != "name"}
    if "axis" in config:  # of four axes, 3 and -1 are the same one
        rank = len(node.output_tensors[0].shape)
        axes = config["axis"] if isinstance(config["axis"], list) else [config["axis"]]
        config["axis"] = [one % rank for one in axes]
    return {
        "class": type(layer),
        "config": config,
        "takes": [place[id(one._keras_history.operation)] for one in node.input_tensors],
        "gives": [(one.shape, one.dtype) for one in node.output_tensors],
        "weights": [(one.name, one.shape, one.dtype, one.trainable) for one in layer.weights],
    }


def plain(value: Any) -> Any:
    """Tuples and lists are the same here, as they are in a saved model."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def randomize(model: Any, images: Any) -> None:
    """Weights that show when two of them are exchanged, and tell the images apart.

    What normalizes has the statistics of the images, since a deep network would otherwise
    give the same for all of them.
    """
    rng = np.random.default_rng(8)
    for weight in model.trainable_weights:
        if len(weight.shape) == 1:
            weight.assign(weight + rng.uniform(0, 0.2, weight.shape).astype("float32"))
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0
    model(images, training=True)
