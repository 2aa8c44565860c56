"""The module builds exactly what the summary says, with its params as they are or changed."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import keras
import pytest

import mtlc
from tests.models import assert_as_summarized, build
from tests.random_specs import OTHERS, random_spec
from tests.training import assert_has_loss, assert_trains

DESIGNS = Path(__file__).parent / "designs"
GOLDEN = Path(__file__).parent / "golden"

CHANGED: dict[str, dict[str, Any]] = {
    "features": {"columns": ["age", "city"], "buckets": 10},
    "mmoe": {"experts": 3, "width": 5},
    "resnet": {},
    "seed_functional": {},
    "seed_sequential": {},
    "seq2seq": {},
    "siamese": {},
    "toxicity": {},
    "transformer": {"width": 32, "heads": 2, "depth": 2, "length": 20},
    "unet": {"depth": 2, "width": 8},
}
"""Other values for the params of each design."""


def assert_builds(spec: str | Path, params: dict[str, Any]) -> None:
    result = mtlc.compile(spec)
    assert result.ok, [one.message for one in result]
    assert result.code is not None
    assert result.summary is not None
    keras.backend.clear_session()
    model = build(result.code)
    assert_as_summarized(model, result.summary)
    assert_has_loss(result.code, model)
    if params:
        changed = mtlc.summary(spec, params=params)
        assert changed is not None
        model = build(result.code, **params)
        assert_as_summarized(model, changed, target=False)
        assert_has_loss(result.code, model)


@pytest.mark.parametrize("name", CHANGED)
def test_designs(name: str) -> None:
    assert_builds(DESIGNS / f"{name}.yaml", CHANGED[name])


TRAINED = [name for name in CHANGED if "training:" in (DESIGNS / f"{name}.yaml").read_text()]


@pytest.mark.proof
@pytest.mark.parametrize("name", TRAINED)
def test_designs_are_trained(name: str, tmp_path: Path) -> None:
    code = mtlc.compile(DESIGNS / f"{name}.yaml").code
    assert code is not None
    assert_trains(code, tmp_path)


def test_designs_with_tasks_are_found() -> None:
    assert len(TRAINED) == 6


def test_every_design_is_tested() -> None:
    assert {one.stem for one in DESIGNS.glob("*.yaml")} == set(CHANGED)


def other_params(spec: Path) -> dict[str, Any]:
    """What a golden spec says in its first line: `# changed: {width: 3}`."""
    import yaml

    first = spec.read_text(encoding="utf-8").partition("\n")[0]
    found = re.fullmatch(r"# changed: (\{.*\})", first)
    return {} if found is None else yaml.safe_load(found[1])


CHANGEABLE = [spec for spec in sorted(GOLDEN.glob("*/*.yaml")) if other_params(spec)]


@pytest.mark.proof
@pytest.mark.parametrize("spec", CHANGEABLE, ids=lambda spec: spec.stem)
def test_golden_programs_with_other_params(spec: Path, tmp_path: Path) -> None:
    params = other_params(spec)
    assert_builds(spec, params)
    code = mtlc.compile(spec).code
    if code is not None and "def compile_model(" in code:
        assert_trains(code, tmp_path, **params)


def test_there_are_golden_programs_with_other_params() -> None:
    assert len(CHANGEABLE) >= 10


def assert_drawn(seeds: range) -> None:
    for seed in seeds:
        spec = random_spec(seed)
        try:
            assert_builds(spec, OTHERS)
        except Exception as error:
            error.add_note(f"seed {seed}:\n{spec}")
            raise


@pytest.mark.parametrize("first", range(0, 8, 4))
def test_drawn_specs(first: int) -> None:
    assert_drawn(range(first, first + 4))


@pytest.mark.proof
@pytest.mark.parametrize("part", range(10))
def test_many_drawn_specs(part: int) -> None:
    count = int(os.environ.get("MTLC_CASES", "50")) // 3  # each takes as long as three rows
    assert_drawn(range(1000 + part * count, 1000 + (part + 1) * count))


def test_a_thousand_repeats_are_no_longer_than_two() -> None:
    spec = """\
params: {width: 8}
inputs: {x: [$width]}
blocks:
  residual:
    layers:
      main: {chain: [LayerNormalization, {Dense: $width}], from: x}
      sum: {Add, from: [main, x]}
    outputs: sum
layers:
  - {residual, repeat: TIMES}
  - Dense: 1
"""
    two, many = (
        mtlc.compile(spec.replace("TIMES", times), target="functional").code or ""
        for times in ("2", "200")
    )

    assert "range(2)" in two
    assert len(many.splitlines()) == len(two.splitlines())
