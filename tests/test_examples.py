"""Every example is a real network: it builds in Keras as mtlc says, and survives saving."""

from pathlib import Path

import pytest

import mtlc
from tests.models import assert_as_summarized, assert_survives_saving, build

EXAMPLES = Path(__file__).parent.parent / "examples"

PARAMETERS = {
    "autoencoder": 120_769,  # sum over the layers of Keras' convolutional autoencoder
    "bilstm_tagger": 2_164_217,  # 20,000*100 + 2*4*((100+100)*100+100) + 200*17+17
    "click_and_convert": 72_274,  # 8*(499*16+16) + 2*(499*8 + 16*8+8 + 8+1)
    "conv3d": 921_736,  # VoxNet, as reported by Maturana and Scherer for 40 classes
    "inception": 163_696,  # GoogLeNet, module 3a: "159K" in table 1, plus 256 + 112 biases
    "lenet5": 61_706,  # LeCun et al.: 60,000 with the sparse C3; 61,706 with the full one
    "resnet18": 11_699_112,  # torchvision's 11,689,512, plus 9,600 moving statistics
    "seed_functional": 4_762,  # 4*((2+32)*32+32) + 32*8+8 + 2*(8+1)
    "seed_sequential": 4_762,  # the same: 8*2+2 is 2*(8+1)
    "seq2seq": 11_349_824,  # 2*8,000*256 + 2*4*((256+512)*512+512) + 512*8,000+8,000
    "siamese": 441_281,  # 100*64+64 + 49*64*128+128 + 128*256+256 + 256+1
    "text_classifier": 3_381_525,  # 20,201*128 + 4*(66,048+131,712+512) + 128*21+21
    "toxicity": 3_160_076,  # 2,048*1,024+1,024 + 1,024*1,024+1,024 + 12*(1,024+1)
    "transformer_block": 3_152_384,  # 4*(512*512+512) + 2*512*2,048+2,048+512 + 2*1,024
    "two_tasks": 18_413,  # 64*128+128 + 128*64+64 + 64*16+16 + 16+1 + 64*12+12
    "unet": 31_030_658,  # Ronneberger et al. with padding, one channel in and two out
    "wavenet": 63_808,  # six gated pairs, six skips, five residuals, and both ends
}

SPECS = sorted(EXAMPLES.glob("*.yaml"))


def test_every_example_has_a_count() -> None:
    assert {spec.stem for spec in SPECS} == set(PARAMETERS)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_builds_as_summarized(spec: Path, tmp_path: Path) -> None:
    result = mtlc.compile(spec)

    assert list(result.diagnostics) == []
    assert result.code is not None
    assert result.summary is not None
    assert result.summary.params.total == PARAMETERS[spec.stem]
    model = build(result.code)
    assert_as_summarized(model, result.summary)
    assert_survives_saving(model, tmp_path / "model.keras")


def test_the_seed_models_differ_in_api_alone() -> None:
    stack = mtlc.summary(EXAMPLES / "seed_sequential.yaml")
    graph = mtlc.summary(EXAMPLES / "seed_functional.yaml")

    assert stack is not None
    assert graph is not None
    assert (stack.target, graph.target) == ("sequential", "functional")
    assert stack.params == graph.params


def test_sequential_is_refused_for_the_functional_seed_at_both_places() -> None:
    result = mtlc.check(EXAMPLES / "seed_functional.yaml", target="sequential")

    found = [
        (one.code, one.span.source.position(one.span.start).line, one.span.text)
        for one in result.diagnostics
    ]
    assert not result.ok
    assert found == [("MTL4004", 7, "trunk"), ("MTL4002", 14, "out2")]
