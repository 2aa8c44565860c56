"""Models deeper than Keras can build are split, and still are what the spec says."""

from pathlib import Path

import pytest

import mtlc
from tests.models import assert_as_summarized, assert_survives_saving, build


def stack(depth: int) -> str:
    return "inputs: {x: [4]}\nlayers:\n" + "  - Dense: 4\n" * depth


def residual(blocks: int) -> str:
    """Blocks with a skip each, and one skip from the input to the end."""
    lines = ["inputs: {x: [4]}", "layers:"]
    last = "x"
    for number in range(blocks):
        lines.append(f"  d{number}: {{Dense: 4, from: {last}}}")
        lines.append(f"  s{number}: {{Add, from: [d{number}, {last}]}}")
        last = f"s{number}"
    lines += [f"  end: {{Add, from: [{last}, x]}}", "outputs: end", ""]
    return "\n".join(lines)


def codes(result: mtlc.Result) -> list[str]:
    return [one.code for one in result.diagnostics]


def test_what_keras_can_build_is_left_alone() -> None:
    result = mtlc.compile(stack(800))

    assert codes(result) == []
    assert result.summary is not None
    assert len(result.summary.layers) == 800


@pytest.mark.parametrize(
    ("spec", "target", "segments"),
    [
        pytest.param(stack(820), "sequential", 3, id="stack", marks=pytest.mark.proof),
        pytest.param(residual(500), "functional", 3, id="residual", marks=pytest.mark.proof),
    ],
)
def test_a_deeper_one_is_split(spec: str, target: str, segments: int, tmp_path: Path) -> None:
    result = mtlc.compile(spec, name="deep")

    assert codes(result) == ["MTL4011"]
    assert result.code is not None
    assert result.summary is not None
    assert result.summary.target == target
    assert [one.name for one in result.summary.layers] == [
        f"segment_{number}" for number in range(segments)
    ]
    model = build(result.code)
    assert_as_summarized(model, result.summary)
    assert_survives_saving(model, tmp_path / "model.keras")


def test_a_shared_layer_keeps_it_from_being_split() -> None:
    lines = ["inputs: {x: [4]}", "layers:", "  d0: {Dense: 4, from: x}"]
    lines += [f"  d{number}: {{Dense: 4, from: d{number - 1}}}" for number in range(1, 900)]
    lines += ["  again: {share: d0, from: d899}", "outputs: again", ""]

    assert codes(mtlc.check("\n".join(lines))) == ["MTL4012"]


DEEP_LOOP = """
params: {depth: 1000, width: 4}
inputs: {x: [4]}
blocks:
  step:
    layers:
      hidden: {Dense: $width, from: x}
      sum: {Add, from: [x, hidden]}
    outputs: sum
layers:
  - {step, repeat: $depth}
  - Dense: 1
"""


@pytest.mark.proof
def test_a_deep_repeat_is_a_loop_over_segments(tmp_path: Path) -> None:
    deep = mtlc.compile(DEEP_LOOP.replace("1000", "420"), name="deep")
    short = mtlc.compile(DEEP_LOOP.replace("1000", "2"), name="deep")
    deeper = mtlc.compile(DEEP_LOOP, name="deep")

    assert codes(deep) == ["MTL4011"]
    assert deep.code is not None
    assert deeper.code is not None
    assert short.code is not None
    assert deep.summary is not None
    assert [one.name for one in deep.summary.layers] == [
        *("step_segment_0", "step_segment_1", "step_segment_2"),
        "dense",
    ]
    assert len(deeper.code.splitlines()) == len(deep.code.splitlines())
    assert len(deep.code.splitlines()) - len(short.code.splitlines()) < 20
    model = build(deep.code)
    assert_as_summarized(model, deep.summary)
    assert_survives_saving(model, tmp_path / "model.keras")


def test_repeats_that_are_deep_together_are_divided() -> None:
    spec = "inputs: {x: [4]}\nlayers: [{Dense: 4, repeat: 500}, {Dense: 4, repeat: 500}]\n"
    result = mtlc.compile(spec, name="deep")

    assert codes(result) == ["MTL4011", "MTL4011"]
    assert result.summary is not None
    assert [one.name for one in result.summary.layers] == [
        *("dense_segment_0", "dense_segment_1", "dense_500_segment_0", "dense_500_segment_1"),
    ]
    assert result.code is not None
    assert_as_summarized(build(result.code), result.summary)
