"""Shapes and weights of every network, as Keras builds it."""

from __future__ import annotations

from typing import Any

import keras
import pytest

from mtlc_spec.applications import network_class, network_names
from mtlc_spec.shapes import Shape
from tests.applications.judge import in_catalogue, in_keras

NONE: dict[str, Any] = {"weights": None}
QUICK: list[tuple[str, dict[str, Any]]] = [
    ("MobileNet", {"alpha": 0.25, "classes": 3}),
    ("MobileNet", {"include_top": False, "depth_multiplier": 2, "input_shape": (33, 40, 1)}),
    ("MobileNetV2", {"alpha": 0.35, "input_shape": (35, 50, 4), "classes": 3}),
    ("MobileNetV3Small", {"alpha": 0.75, "minimalistic": True}),
    ("MobileNetV3Large", {"include_top": False, "input_shape": (45, 45, 3)}),
    ("VGG16", {"include_top": False, "input_shape": (40, 60, 3)}),
    ("VGG19", {"input_shape": (64, 33, 2), "classes": 5, "classifier_activation": None}),
]


def same(name: str, arguments: dict[str, Any], shape: Shape | None = None) -> None:
    known = in_keras(name, arguments, shape)

    assert known is not None
    assert in_catalogue(name, arguments, shape) == known


@pytest.mark.parametrize(("name", "arguments"), QUICK)
def test_of_some(name: str, arguments: dict[str, Any]) -> None:
    same(name, NONE | arguments)


@pytest.mark.proof
@pytest.mark.parametrize("name", network_names())
def test_with_a_classifier(name: str) -> None:
    same(name, NONE)


@pytest.mark.proof
@pytest.mark.parametrize("name", network_names())
def test_without_a_classifier_on_odd_sizes(name: str) -> None:
    least = network_class(name).least_size
    arguments = NONE | {"include_top": False, "input_shape": (least, least + 13, 1)}

    same(name, arguments)


@pytest.mark.proof
@pytest.mark.parametrize("name", [one for one in network_names() if "NASNet" not in one])
@pytest.mark.parametrize("shape", [(None, 97, 101, 3), (2, 128, None, 3), (None, 30, 31, 3)])
def test_of_open_size_on_images_of_some(name: str, shape: Shape) -> None:
    arguments = NONE | {"include_top": False, "pooling": "avg", "input_shape": (None, None, 3)}

    assert in_catalogue(name, arguments, shape) == in_keras(name, arguments, shape)


@pytest.mark.proof
@pytest.mark.parametrize("shape", [(None, 331, 331, 3), (None, None, None, 3)])
def test_nasnet_of_open_size_takes_no_size(shape: Shape) -> None:
    """Its cells do not fit together then: Keras decides how while it does not know the size."""
    arguments = NONE | {"include_top": False}

    found = in_catalogue("NASNetLarge", arguments, shape)
    assert found == in_keras("NASNetLarge", arguments, shape)
    assert (found is None) == (shape[1] is not None)


def test_dtype_is_that_of_the_global_policy() -> None:
    same_under("MobileNet", "mixed_float16")


@pytest.mark.proof
@pytest.mark.parametrize("policy", ["mixed_bfloat16", "float16", "float64"])
@pytest.mark.parametrize("name", ["MobileNetV3Small", "ConvNeXtTiny", "EfficientNetB0"])
def test_dtype_of_others(name: str, policy: str) -> None:
    same_under(name, policy)


def same_under(name: str, policy: str) -> None:
    arguments = NONE | {"include_top": False, "input_shape": (32, 32, 3)}

    keras.config.set_dtype_policy(policy)
    try:
        known = in_keras(name, arguments)
    finally:
        keras.config.set_dtype_policy("float32")
    assert known is not None
    assert in_catalogue(name, arguments, policy=policy) == known
