"""`mtlc compare` as a user meets it, and what it says of training and of checkpoints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import pytest
from click.testing import CliRunner

from mtlc.cli.main import cli
from tests.compare.pairs import CROSSED, HEADS, SEQUENTIAL, X8, chain
from tests.compare.subjects import compared

TASKS = """\
inputs: {x: [8]}
layers:
  a: {Dense: 1, from: x}
  b: {Dense: 1, from: x}
outputs: {a: {loss: mse}, b: {loss: mse}}
"""
TASK = "inputs: {x: [8]}\nlayers: [{Dense: 2, name: both}]\noutputs: {both: {loss: mse}}\n"


def run(folder: Path, a: str, b: str, *options: str) -> tuple[int, str]:
    (folder / "a.yaml").write_text(a)
    (folder / "b.yaml").write_text(b)
    names = [str(folder / "a.yaml"), str(folder / "b.yaml")]
    done = CliRunner().invoke(cli, ["compare", *names, *options], standalone_mode=False)
    return done.return_value, done.output


def test_the_seed_pair(tmp_path: Path) -> None:
    status, text = run(tmp_path, SEQUENTIAL, HEADS)

    assert status == 0
    assert text.startswith("equivalent: ")
    assert "`out1` and `out2` are the columns of one `Dense` of 2" in text
    assert "column 1 of `dense_1` of A is `out2` of B" in text
    assert "so the loss of B is 2.0 times that of A" in text
    assert "4,762 in both" in text


def test_a_saved_model_beside_its_spec(tmp_path: Path) -> None:
    keras.utils.clear_session(free_memory=False)
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(2, "relu")])
    (tmp_path / "a.json").write_text(model.to_json())
    model.save(tmp_path / "b.keras")
    (tmp_path / "c.yaml").write_text("inputs: {x: [8]}\nlayers: [{Dense: 2}, ReLU]\n")
    names = [str(tmp_path / name) for name in ("a.json", "b.keras", "c.yaml")]

    def verdict(a: str, b: str) -> str:
        done = CliRunner().invoke(cli, ["compare", a, b, "--format", "json"])
        return str(json.loads(done.output)["verdict"])

    assert verdict(names[0], names[1]) == "identical"
    assert verdict(names[1], names[2]) == "equivalent"


def test_a_saved_model_that_is_none_has_a_place(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"class_name": "Sequential"')
    file = str(tmp_path / "a.json")

    done = CliRunner().invoke(cli, ["compare", file, file], standalone_mode=False)

    assert done.return_value == 2
    assert "MTL6002" in done.output


@pytest.mark.parametrize(
    ("a", "b", "status", "verdict"),
    [
        (SEQUENTIAL, SEQUENTIAL, 0, "identical"),
        (SEQUENTIAL, HEADS, 0, "equivalent"),
        (SEQUENTIAL, SEQUENTIAL.replace("Dense: 8", "Dense: 9"), 1, "different"),
        (
            f"imports: {{own: tests.custom}}\n{chain('{own.Scale, returns: [4]}')}",
            chain("Dense: 4"),
            4,
            "unknown",
        ),
    ],
)
def test_status_and_json(a: str, b: str, status: int, verdict: str, tmp_path: Path) -> None:
    done, text = run(tmp_path, a, b, "--format", "json")
    document: dict[str, Any] = json.loads(text)

    assert (done, document["verdict"]) == (status, verdict)
    assert (document["mapping"] is None) == (verdict in ("different", "unknown"))


def test_a_broken_spec(tmp_path: Path) -> None:
    status, text = run(
        tmp_path, SEQUENTIAL, "inputs: {x: [4]}\nlayers: [Dens: 2]\n", "--format", "json"
    )

    assert status == 2
    assert json.loads(text)["diagnostics"][0]["code"] == "MTL1001"


def test_where_an_argument_differs(tmp_path: Path) -> None:
    _, text = run(tmp_path, SEQUENTIAL, SEQUENTIAL.replace("Dense: 8", "Dense: 9"))

    assert "[arguments] `units` of `dense` is 8, and that of `dense` is 9" in text
    assert "a.yaml:2:27" in text


def test_the_mean_makes_them_train_alike() -> None:
    assert compared(TASK, TASKS).training.ratio == 2.0
    assert compared(TASK, TASKS).training.advice == "`total: mean` under `training` of B"
    assert compared(TASK, TASKS + "training: {total: mean}\n").training.ratio == 1.0


def test_weights_of_heads_that_are_not_as_wide() -> None:
    wide = TASKS.replace("b: {Dense: 1", "b: {Dense: 3")
    training = compared(TASK.replace("Dense: 2", "Dense: 4"), wide).training

    assert training.ratio is None
    assert training.advice == "under `outputs` of B: `a: {weight: 0.25}`, `b: {weight: 0.75}`"


def test_losses_that_differ() -> None:
    found = compared(TASKS, TASKS.replace("b: {loss: mse}", "b: {loss: mae}"))

    assert found.verdict == "identical"
    assert [one.message for one in found.training.notes] == [
        "`b` of A and `b` of B have different losses: `mse` and `mae`"
    ]


def test_weights_that_load_into_the_wrong_layers() -> None:
    found = compared(CROSSED.a, CROSSED.b)

    assert [one.outcome for one in found.loads] == ["wrong layers", "wrong layers"]
    assert found.loads[0].message.startswith("`q` gets the weights of `p`")


def test_too_much_work() -> None:
    def ring(*steps: int) -> str:
        count = 24
        lines = [f"  d{n}: {{Dense: 2, from: x}}" for n in range(count)]
        for n in range(count):
            taken = ", ".join(f"d{(n + step) % count}" for step in (0, *steps))
            lines.append(f"  a{n}: {{Add, from: [{taken}]}}")
            lines.append(f"  q{n}: {{Activation: tanh, from: a{n}}}")
        ends = ", ".join(f"q{n}" for n in range(count))
        body = "\n".join(lines)
        return f"{X8}layers:\n{body}\n  s: {{Multiply, from: [{ends}]}}\noutputs: s\n"

    found = compared(ring(1, 5, 11), ring(1, 7, 17))

    assert found.verdict in ("different", "unknown")
    assert compared(ring(1, 5, 11), ring(1, 5, 11)).verdict == "identical"
