"""`mtlc fuse` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import mtlc
from mtlc.cli.files import Unusable
from mtlc.cli.main import cli
from tests.fuse import specs


def run(*options: object) -> tuple[int, str, str]:
    arguments = ["fuse", *map(str, options)]
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.return_value, done.stdout, done.stderr


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text(specs.BLOCK)
    return path


def test_the_spec_is_printed_and_the_rest_said(spec: Path) -> None:
    status, text, said = run(spec)

    assert status == 0
    assert mtlc.check(text).ok
    assert "`price` and `kind_dense` are now slices of `heads`, a `Dense` of 4" in said
    assert "column 0 of `heads` is `price`" in said
    assert "columns 1 to 3 of `heads` are `kind_dense`" in said
    assert "loss: every output keeps its loss, weight and metrics, and the total is as" in said
    assert "  `kernel` of `price` of A and `heads` of B begins with other" in said


def test_there_and_back_through_files(spec: Path, tmp_path: Path) -> None:
    new = tmp_path / "b.yaml"

    assert run(spec, "-o", new)[:2] == (0, "")
    assert run("--split", new)[0] == 0


def test_a_file_is_not_overwritten_unasked(spec: Path, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="is there already; overwrite it with --force"):
        run(spec, "-o", spec)
    assert spec.read_text() == specs.BLOCK
    assert run(spec, "-o", spec, "--force")[0] == 0
    assert "heads_split" in spec.read_text()


def test_nothing_to_fuse(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("inputs: {x: [4]}\nlayers: [Dense: 4]\n")
    status, text, said = run(path)

    assert (status, text) == (1, "")
    assert said.startswith(f"error: there is nothing to fuse in {path}\nnote: `dense` is the")
    assert "a.yaml:2:10" in said


def test_a_broken_spec(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("inputs: {x: [4]}\nlayers: [Dens: 4]\n")

    assert run(path)[0] == 2


def test_json(spec: Path) -> None:
    status, text, _ = run(spec, "--format", "json")
    found = json.loads(text)

    assert status == 0
    assert found["layers"][0]["parts"][1] == {"layer": "kind_dense", "columns": [1, 4]}
    assert found["loss"]["ratio"] == 1.0
    assert found["flat"] is None
