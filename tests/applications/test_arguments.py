"""Which arguments of networks go together, judged by Keras up to where it fetches weights."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.applications.judge import in_catalogue, in_keras, takes

PRETRAINED = "imagenet"

Row = tuple[str, dict[str, Any]]

REFUSED: list[Row] = [
    ("MobileNet", {"weights": PRETRAINED, "classes": 5}),
    ("MobileNet", {"weights": PRETRAINED, "input_shape": (96, 96, 3)}),
    ("MobileNet", {"weights": PRETRAINED, "input_shape": (96, 96, 1), "include_top": False}),
    ("MobileNet", {"weights": PRETRAINED, "classifier_activation": "relu"}),
    ("MobileNet", {"weights": PRETRAINED, "alpha": 0.3}),
    ("MobileNet", {"weights": PRETRAINED, "depth_multiplier": 2}),
    ("MobileNet", {"weights": None, "alpha": 0.03}),
    ("MobileNet", {"weights": None, "depth_multiplier": 0}),
    ("MobileNet", {"weights": None, "dropout": 1.5}),
    ("MobileNet", {"weights": None, "classes": 0}),
    ("MobileNet", {"weights": None, "input_shape": (31, 32, 3)}),
    ("MobileNet", {"weights": None, "input_shape": (None, 32, 3)}),
    ("MobileNet", {"weights": None, "input_shape": (32, 32)}),
    ("MobileNet", {"weights": None, "input_shape": (32, 32, None), "include_top": False}),
    ("MobileNet", {"weights": None, "classifier_activation": "none"}),
    ("MobileNet", {"weights": "None"}),
    ("MobileNetV2", {"weights": PRETRAINED, "alpha": 0.25}),
    ("MobileNetV2", {"weights": None, "input_shape": (64, None, 3), "include_top": False}),
    ("MobileNetV3Small", {"weights": PRETRAINED, "alpha": 0.75, "minimalistic": True}),
    ("MobileNetV3Small", {"weights": None, "input_shape": (None, 20, 3)}),
    ("MobileNetV3Small", {"weights": None, "input_shape": (20, 32, 3)}),
    ("MobileNetV3Small", {"weights": None, "dropout_rate": 1.5}),
    (
        "EfficientNetB0",
        {"weights": PRETRAINED, "input_shape": (64, 64, 4), "include_top": False},
    ),
    ("EfficientNetB1", {"weights": PRETRAINED, "input_shape": (224, 224, 3)}),
    ("ConvNeXtTiny", {"weights": PRETRAINED, "input_shape": (64, 64, 3)}),
    ("ConvNeXtTiny", {"weights": None, "input_shape": (31, 64, 3), "include_top": False}),
    ("DenseNet121", {"weights": None, "input_shape": (20, 20, 3), "include_top": False}),
    ("InceptionV3", {"weights": None, "input_shape": (74, 75, 3), "include_top": False}),
    ("InceptionResNetV2", {"weights": None, "input_shape": (75, 74, 3), "include_top": False}),
    ("Xception", {"weights": None, "input_shape": (70, 71, 3), "include_top": False}),
    ("VGG16", {"weights": None, "input_shape": (32, 31, 3), "include_top": False}),
    ("ResNet50V2", {"weights": PRETRAINED, "input_shape": (64, 64, 3)}),
    (
        "NASNetMobile",
        {"weights": PRETRAINED, "input_shape": (None, 64, 3), "include_top": False},
    ),
]

ACCEPTED: list[Row] = [
    ("MobileNet", {"weights": PRETRAINED}),
    ("MobileNet", {"weights": PRETRAINED, "classes": 5, "include_top": False}),
    ("MobileNet", {"weights": PRETRAINED, "input_shape": (128, 128, 3)}),
    ("MobileNet", {"weights": PRETRAINED, "input_shape": (33, 40, 3), "include_top": False}),
    ("MobileNet", {"weights": PRETRAINED, "classifier_activation": "linear"}),
    ("MobileNet", {"weights": PRETRAINED, "classifier_activation": None}),
    ("MobileNet", {"weights": PRETRAINED, "alpha": 0.5}),
    ("MobileNet", {"weights": None, "alpha": 0.04}),
    ("MobileNet", {"weights": None, "dropout": 1.5, "include_top": False}),
    ("MobileNet", {"weights": None, "classes": 0, "include_top": False}),
    ("MobileNet", {"weights": None, "input_shape": (None, 32, 3), "include_top": False}),
    ("MobileNetV2", {"weights": PRETRAINED, "input_shape": (96, 96, 3)}),
    ("MobileNetV2", {"weights": None, "alpha": -1.0, "include_top": False}),
    ("MobileNetV3Small", {"weights": PRETRAINED, "alpha": 0.75}),
    ("MobileNetV3Small", {"weights": PRETRAINED, "input_shape": (64, 64, 3)}),
    ("MobileNetV3Small", {"weights": None, "input_shape": (None, None, 3)}),
    ("MobileNetV3Small", {"weights": None, "dropout_rate": -0.5}),
    ("EfficientNetV2B0", {"weights": PRETRAINED, "include_preprocessing": False}),
    ("NASNetMobile", {"weights": PRETRAINED, "include_top": False}),
]


@pytest.mark.parametrize(("name", "arguments"), REFUSED)
def test_refused(name: str, arguments: dict[str, Any]) -> None:
    assert not takes(name, arguments)
    assert in_catalogue(name, arguments) is None


@pytest.mark.proof
@pytest.mark.parametrize(("name", "arguments"), ACCEPTED)
def test_accepted(name: str, arguments: dict[str, Any]) -> None:
    assert takes(name, arguments)
    assert in_catalogue(name, arguments) is not None


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("MobileNet", {"pooling": "sum", "weights": None}),
        ("MobileNet", {"alpha": True, "weights": None}),
        ("MobileNet", {"input_shape": [], "weights": None}),
        ("MobileNet", {"input_shape": (32, 32, 0), "weights": None, "include_top": False}),
        ("MobileNet", {"dtype": "float16"}),
        ("MobileNetV3Small", {"input_shape": (64, 64, 1)}),
    ],
)
def test_what_keras_does_not_look_at(name: str, arguments: dict[str, Any]) -> None:
    """Wrong types, and what fails as soon as the weights have been fetched."""
    assert in_catalogue(name, arguments) is None


@pytest.mark.parametrize("weights", ["best.keras", "runs/1/best.weights.h5", "checkpoint"])
def test_weights_may_be_a_path(weights: str) -> None:
    assert in_catalogue("VGG16", {"weights": weights, "classes": 7}) is not None
    assert in_catalogue("VGG16", {"weights": weights, "classifier_activation": "relu"}) is None


# --- drawn ----------------------------------------------------------------------------

NETWORKS = ("MobileNet", "MobileNetV2", "MobileNetV3Small", "MobileNetV3Large", "VGG16")
NETWORKS += ("EfficientNetV2B0", "Xception", "ResNet50", "ConvNeXtTiny", "NASNetMobile")
ALL: dict[str, list[Any]] = {
    "include_top": [True, False, False],
    "weights": [None, None, None, PRETRAINED],
    "input_shape": [
        *(None, (224, 224, 3), (96, 96, 3), (75, 80, 1), (71, 99, 3), (33, 47, 3), (31, 64, 3)),
        *((None, None, 3), (64, None, 3), (None, 40, 3)),
    ],
    "pooling": [None, "avg", "max"],
    "classes": [1000, 7, 1],
    "classifier_activation": ["softmax", None, "relu"],
}
_V3: dict[str, list[Any]] = {
    "alpha": [1.0, 0.75, 0.33, 1.7],
    "minimalistic": [True, False],
    "dropout_rate": [0.2, 0.0, 1.2],
    "include_preprocessing": [True, False],
}
OWN: dict[str, dict[str, list[Any]]] = {
    "MobileNet": {
        "alpha": [1.0, 0.5, 0.33, 1.7, 0.02],
        "depth_multiplier": [1, 2],
        "dropout": [0.001, 0.0, 1.2],
    },
    "MobileNetV2": {"alpha": [1.0, 0.5, 0.33, 1.7, 0.02]},
    "MobileNetV3Small": _V3,
    "MobileNetV3Large": _V3,
    "EfficientNetV2B0": {"include_preprocessing": [True, False]},
    "ConvNeXtTiny": {"include_preprocessing": [True, False]},
}


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(120))
def test_drawn(seed: int) -> None:
    """Keras refuses the same arguments, and gives the same shapes and weights."""
    rng = random.Random(seed)
    name = NETWORKS[seed % len(NETWORKS)]
    table = ALL | OWN.get(name, {})
    arguments = {key: rng.choice(values) for key, values in table.items()}

    if arguments["weights"] is None:
        assert in_catalogue(name, arguments) == in_keras(name, arguments)
    else:
        shape = arguments["input_shape"]
        fits = shape is None or shape[-1] == 3  # otherwise the weights cannot be loaded
        assert (in_catalogue(name, arguments) is not None) == (takes(name, arguments) and fits)
