"""The design of a pretrained backbone with one head for each task."""

from __future__ import annotations

from pathlib import Path

import keras
import pytest

import mtlc
from tests.models import assert_as_summarized, assert_survives_saving, build
from tests.training import assert_trains

SPEC = Path(__file__).parent / "transfer.yaml"


def test_it_is_compiled() -> None:
    result = mtlc.compile(SPEC)

    assert [*result.diagnostics] == []
    assert result.code is not None
    assert (
        '"""Build `age_and_gender` with its default params: (batch, 224, 224, 3)' in result.code
    )
    assert (
        '    backbone_layer.name = "backbone"\n'
        "    backbone_layer.trainable = False\n"
        "    backbone = backbone_layer(image)\n"
    ) in result.code


@pytest.mark.proof
def test_it_is_trained_without_the_weights(tmp_path: Path) -> None:
    result = mtlc.compile(SPEC, params={"weights": None})

    assert result.code is not None
    assert result.summary is not None
    keras.backend.clear_session()
    model = build(result.code)
    assert_as_summarized(model, result.summary)
    assert_survives_saving(model, tmp_path / "model.keras")
    assert not model.get_layer("backbone").trainable_weights
    assert_trains(result.code, tmp_path)


FAMILIES = ["ConvNeXtTiny", "DenseNet121", "EfficientNetB0", "EfficientNetV2B0"]
FAMILIES += ["InceptionResNetV2", "InceptionV3", "MobileNetV3Large", "NASNetMobile"]
FAMILIES += ["ResNet50", "ResNet50V2", "VGG16", "Xception"]


@pytest.mark.proof
@pytest.mark.parametrize("name", FAMILIES)
def test_models_of_each_family_are_saved_and_loaded(name: str, tmp_path: Path) -> None:
    """Under its new name, too, and with layers that the family defines by itself."""
    spec = f"""
inputs: {{image: [80, 80, 3]}}
layers:
  - name: backbone
    applications.{name}: {{weights: null, include_top: false, pooling: avg, trainable: false}}
  - Dense: 2
""".replace("pooling: avg", "pooling: avg, input_shape: [80, 80, 3]")
    result = mtlc.compile(spec, name="model")

    assert result.code is not None, [one.message for one in result]
    assert result.summary is not None
    keras.backend.clear_session()
    model = build(result.code)
    assert_as_summarized(model, result.summary)
    assert_survives_saving(model, tmp_path / "model.keras")
