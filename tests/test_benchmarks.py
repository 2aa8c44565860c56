"""What the benchmarks measure with is what they say it is."""

import re

import pytest

import mtlc
from benchmarks.specs import bottlenecks, heads, residual, residual_blocks, stack, varied
from benchmarks.startup import CHAIN, GRAPH


@pytest.mark.parametrize("layers", [1000, 10_000])
def test_varied_specs_have_layers_of_35_to_50_bytes(layers: int) -> None:
    assert 35 <= len(varied(layers, 1)) / layers <= 50


def test_varied_specs_are_sound_and_of_the_size_asked_for() -> None:
    for seed in range(3):
        result = mtlc.compile(varied(3000, seed))

        assert result.diagnostics == ()
        assert result.summary is not None
        assert len(result.summary.layers) == 3000


def test_no_two_layers_of_varied_specs_are_alike() -> None:
    layer = re.compile(r"\b[A-Z]\w+: [^,}]+|(?:Add|Concatenate), .*")
    layers = [found for seed in range(3) for found in layer.findall(varied(1000, seed))]

    assert len(layers) >= 3000
    assert len({*layers}) == len(layers)


@pytest.mark.parametrize(
    ("spec", "layers", "target"),
    [
        (CHAIN, 20, "sequential"),
        (GRAPH, 20, "functional"),
        (stack(400), 400, "sequential"),
        (residual(), 174, "functional"),
        (bottlenecks(), 174, "functional"),
        (residual_blocks(50), 303, "functional"),
        (heads(16), 17, "functional"),
    ],
    ids=["chain", "graph", "stack", "residual", "bottlenecks", "residual blocks", "heads"],
)
def test_other_specs_are_as_large_as_they_are_called(
    spec: str, layers: int, target: str
) -> None:
    summary = mtlc.summary(spec)

    assert summary is not None
    assert (len(summary.layers), summary.target) == (layers, target)
