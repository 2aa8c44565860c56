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
        pytest.param(stack(820), "sequential", 3, id="stack"),
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
