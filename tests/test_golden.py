"""Golden programs: the text as reviewed, clean by Ruff, and built by Keras as summarized."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mtlc
from tests.models import assert_as_summarized, assert_survives_saving, build
from tests.training import assert_trains

GOLDEN = Path(__file__).parent / "golden"
SPECS = sorted(GOLDEN.rglob("*.yaml"))

FETCHING = {"applications/pretrained"}
"""Programs that fetch weights when they run: these are judged by their text alone."""


def name(spec: Path) -> str:
    return str(spec.relative_to(GOLDEN).with_suffix(""))


@pytest.mark.parametrize("spec", SPECS, ids=name)
def test_golden(spec: Path, tmp_path: Path) -> None:
    result = mtlc.compile(spec)

    assert [one for one in result.diagnostics if one.severity != "note"] == []
    assert result.code is not None
    assert result.summary is not None
    if os.environ.get("UPDATE_GOLDEN"):
        spec.with_suffix(".py").write_text(result.code, encoding="utf-8")
    assert result.code == spec.with_suffix(".py").read_text(encoding="utf-8")
    if name(spec) in FETCHING:
        return
    model = build(result.code)
    assert_as_summarized(model, result.summary)
    assert_survives_saving(model, tmp_path / "model.keras")
    if "def compile_model(" in result.code:
        assert_trains(result.code, tmp_path)


def test_every_golden_program_has_a_spec() -> None:
    assert {spec.with_suffix(".py") for spec in SPECS} == set(GOLDEN.rglob("*.py"))


@pytest.mark.parametrize("command", [["format", "--check"], ["check"]], ids=" ".join)
def test_ruff_has_nothing_to_say(command: list[str]) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "--isolated", str(GOLDEN)],
        capture_output=True,
        text=True,
        check=False,
        cwd=GOLDEN,  # where `tests`, which a spec imports, is a package like any other
    )

    assert found.returncode == 0, found.stdout + found.stderr


def test_the_global_dtype_policy_is_left_as_it_was() -> None:
    import keras

    code = mtlc.compile(GOLDEN / "dtypes" / "mixed_policy.yaml").code
    assert code is not None
    keras.config.set_dtype_policy("float64")
    try:
        build(code)
        assert keras.config.dtype_policy().name == "float64"
    finally:
        keras.config.set_dtype_policy("float32")
