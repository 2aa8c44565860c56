"""`mtlc compare --run`: TensorFlow proves the verdict, and what goes wrong is said."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mtlc.cli import main
from mtlc.cli.main import cli
from mtlc.compare.comparison import Comparison, compare
from mtlc.driver import compile_source
from mtlc.prove import run as running
from mtlc.prove import speed
from mtlc.prove.findings import Finding, Proof
from mtlc.prove.judging import judge_loss, judge_outputs, judge_step
from mtlc.prove.text import render
from mtlc_spec.source import Source
from tests.compare.pairs import HEADS, SAME, SEQUENTIAL, PairOfModels
from tests.compare.subjects import compared
from tests.compare.test_command import TASK, TASKS

Event = dict[str, Any]

TIMES = ["time to predict", "time to train"]


def run(folder: Path, a: str, b: str, *options: str) -> tuple[int, str]:
    (folder / "a.yaml").write_text(a)
    (folder / "b.yaml").write_text(b)
    arguments = ["compare", str(folder / "a.yaml"), str(folder / "b.yaml"), "--run", *options]
    done = CliRunner().invoke(cli, arguments, standalone_mode=False, catch_exceptions=False)
    return done.return_value, done.output


@pytest.fixture
def few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times that are measured at all, and no more."""
    monkeypatch.setattr(speed, "PAIRS", 1)
    monkeypatch.setattr(speed, "ROUNDS", 2)
    monkeypatch.setattr(speed, "SECONDS", 0.01)


# --- the whole way -----------------------------------------------------------------------


@pytest.mark.usefixtures("few_runs")
@pytest.mark.proof
def test_two_heads_against_one_layer(tmp_path: Path) -> None:
    status, text = run(tmp_path, TASK, TASKS, "--format", "json")

    document = json.loads(text)
    assert (status, document["verdict"]) == (0, "equivalent")
    found = document["run"]
    assert found["outcome"] == "proven"
    assert found["versions"].startswith("Keras 3.")
    checks = {one["check"]: one for one in found["checks"]}
    assert list(checks) == ["outputs", "loss", "training step", *TIMES]
    assert {one["status"] for one in checks.values()} == {"ok"}
    numbers = {name: one["numbers"] for name, one in checks.items()}
    assert numbers["outputs"]["largest_difference"] < 1e-6 < 0.01 < numbers["outputs"]["before"]
    assert numbers["loss"]["ratio"] == pytest.approx(2, abs=1e-5)
    assert numbers["training step"]["corrected"] < 1e-6
    assert numbers["training step"]["as_written"] > 0.01
    assert numbers["time to train"]["runs"] == 2
    assert numbers["time to train"]["spread"][0] <= numbers["time to train"]["ratio"]


@pytest.mark.proof
@pytest.mark.usefixtures("few_runs")
def test_different_models_are_built_and_timed(tmp_path: Path) -> None:
    other = SEQUENTIAL.replace("Dense: 8", "Dense: 9")
    status, text = run(tmp_path, SEQUENTIAL, other, "--format", "json")

    found = json.loads(text)["run"]
    assert (status, found["outcome"]) == (1, "built")
    assert [one["check"] for one in found["checks"]] == ["outputs", *TIMES]
    assert found["checks"][0]["message"].endswith(
        "there is no mapping to carry weights over by"
    )


# --- both models, in this process --------------------------------------------------------


def proved(
    pair: PairOfModels, change: Callable[[Event], None] = lambda order: None
) -> tuple[Comparison, Proof]:
    """What the process that runs both says, and what becomes of it."""
    from mtlc.prove.child.agreement import agree
    from mtlc.verify.child.reporting import Reporter

    results = [
        compile_source(Source(name, spec), want="subject and code")
        for name, spec in (("a.yaml", pair.a), ("b.yaml", pair.b))
    ]
    a, b = results
    assert a.subject is not None
    assert b.subject is not None
    found = compare(a.subject, b.subject, inference=pair.inference)
    codes = [running.Code(one.code or "", Path()) for one in results]

    def listen(order: Event, *_: object) -> Iterator[Event]:
        change(order)
        said = io.StringIO()
        agree(json.loads(json.dumps(order)), Reporter(said))
        return map(json.loads, said.getvalue().splitlines())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "listen", listen)
        patch.setattr(running, "measure", lambda *_: [])
        return found, running.prove(found, *codes)


def statuses(proof: Proof) -> dict[str, str]:
    return {one.about: one.status for one in proof.findings}


def in_four(pairs: list[PairOfModels]) -> list[list[PairOfModels]]:
    return [pairs[number::4] for number in range(4)]


@pytest.mark.proof
@pytest.mark.parametrize("pairs", in_four(SAME), ids=range(4))
def test_every_pair_that_is_the_same_is_proven(pairs: list[PairOfModels]) -> None:
    for pair in pairs:
        _, proof = proved(pair)
        assert proof.outcome == "proven", (pair.name, proof.problems)


WIDE = TASK.replace("Dense: 2", "Dense: 4")
UNEVEN = TASKS.replace("b: {Dense: 1", "b: {Dense: 3")
NOISY = "inputs: {x: [8]}\nlayers: [Dense: 8, Dropout: 0.5, BatchNormalization, Dense: 1]\n"


@pytest.mark.parametrize(
    ("a", "b", "status"),
    [
        (WIDE, UNEVEN, "ok"),
        (UNEVEN, WIDE, "ok"),
        (TASK, TASKS + "training: {total: mean}\n", "ok"),
        (NOISY, NOISY.replace("Dense: 8", "{Dense: 8, name: other}"), "ok"),
        ("inputs: {x: [8]}\nlayers: [ReLU]\n", "inputs: {y: [8]}\nlayers: [ReLU]\n", "skipped"),
        (TASKS, TASKS.replace("b: {loss: mse}", "b: {loss: mae}"), "skipped"),
        (TASKS, TASKS + "training: {balance: geometric}\n", "skipped"),
    ],
    ids=["widths", "widths of A", "mean", "dropout", "no weights", "other losses", "balanced"],
)
def test_a_step_of_training(a: str, b: str, status: str) -> None:
    found, proof = proved(PairOfModels("", a, b, ""))

    assert proof.outcome == "proven", proof.problems
    assert found.is_same
    assert statuses(proof)["outputs"] == "ok"
    assert statuses(proof)["training step"] == status


def swap(order: Event) -> None:
    """Exchange the heads in the mapping."""
    first, second = (one for one in order["mapping"]["weights"] if one["a"]["name"] == "kernel")
    first["b"], second["b"] = second["b"], first["b"]


def forget(order: Event) -> None:
    """Leave a weight out of the mapping."""
    order["mapping"]["weights"].pop()


def mistake(order: Event) -> None:
    """Correct by another factor."""
    order["learning"]["ratio"] = 3.0


@pytest.mark.parametrize(
    ("change", "about", "says"),
    [
        (swap, "outputs", "differ by at most"),
        (forget, "outputs", "the mapping says nothing of `b/bias` of B"),
        (mistake, "training step", "apart, even with the correction"),
    ],
    ids=["columns", "weights", "factor"],
)
def test_what_is_wrong_is_found(change: Callable[[Event], None], about: str, says: str) -> None:
    _, proof = proved(PairOfModels("", TASK, TASKS, ""), change)

    assert proof.outcome == "contradicted"
    assert any(one.startswith(f"{about}: ") and says in one for one in proof.problems)


# --- what becomes of the process ---------------------------------------------------------


def instead(events: list[Event]) -> Callable[..., Iterator[Event]]:
    return lambda *_: iter(events)


def test_tensorflow_that_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(running, "listen", instead([{"missing": "tensorflow"}]))

    assert status_of(monkeypatch, tmp_path) == 2
    said = capsys.readouterr()
    assert said.out.startswith("equivalent: ")
    assert said.err == (
        "error: TensorFlow is not installed; `pip install 'mtlc[tensorflow]'` installs it\n"
    )


def test_a_verdict_that_is_contradicted_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MTLC_TRACEBACK", raising=False)
    monkeypatch.setattr(running, "listen", instead([outputs(largest_difference=0.5)]))

    assert status_of(monkeypatch, tmp_path) == 3
    said = capsys.readouterr()
    assert "\ncontradicted: the models do not do what the verdict says" in said.out
    assert "mtlc itself failed (Contradicted: TensorFlow contradicts the verdict" in said.err


def status_of(monkeypatch: pytest.MonkeyPatch, folder: Path) -> int:
    """The exit status of the command itself."""
    (folder / "a.yaml").write_text(SEQUENTIAL)
    (folder / "b.yaml").write_text(HEADS)
    names = [str(folder / "a.yaml"), str(folder / "b.yaml")]
    monkeypatch.setattr(sys, "argv", ["mtlc", "compare", *names, "--run"])
    with pytest.raises(SystemExit) as end:
        main()
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import time; time.sleep(100)", "start: it took longer than 1 s, and was ended"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "was killed by SIGKILL"),
        ("raise ImportError('half of it\\nis missing')", "ImportError: half of it"),
    ],
    ids=["slow", "killed", "broken"],
)
def test_a_process_that_ends_too_early(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "instead").mkdir()
    (tmp_path / "instead" / "keras.py").write_text(text)
    monkeypatch.setenv("PYTHONPATH", ":".join([str(tmp_path / "instead"), *sys.path]))

    seconds = "1" if "sleep" in text else "60"
    status, shown = run(tmp_path, SEQUENTIAL, HEADS, "--timeout", seconds, "--format", "json")

    found = json.loads(shown)["run"]
    assert (status, found["outcome"]) == (4, "not_proven")
    (check,) = found["checks"]
    assert said in f"{check['check']}: {check['message']}"


def test_a_fault_of_mtlc_in_the_process_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "listen", instead([{"fault": "TypeError: a"}]))
    code = running.Code("", Path())

    with pytest.raises(RuntimeError, match="TypeError: a"):
        running.prove(compared(SEQUENTIAL, HEADS), code, code)


# --- judging -----------------------------------------------------------------------------


def outputs(**changed: object) -> Event:
    """What the process says of outputs that agree."""
    return {
        "measured": "outputs",
        "largest_difference": 1e-7,
        "before": 0.4,
        "largest": 0.5,
        "finite": True,
        "repeats": True,
        "missed": [],
        "dtype": "float32",
        "samples": 16,
    } | changed


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, "ok"),
        ({"largest_difference": 1e-3}, "contradicts"),
        ({"largest_difference": 1e-3, "largest": 100.0}, "ok"),
        ({"largest_difference": 1e-3, "dtype": "float16"}, "ok"),
        ({"largest_difference": 1e-7, "dtype": "float64"}, "contradicts"),
        ({"largest_difference": 1e-3, "repeats": False}, "failed"),
        ({"finite": False}, "failed"),
        ({"missed": ["out2/bias"]}, "contradicts"),
    ],
)
def test_outputs(changed: Event, status: str) -> None:
    assert judge_outputs(compared(SEQUENTIAL, HEADS), outputs(**changed)).status == status


@pytest.mark.parametrize(("b", "status"), [(1.0, "ok"), (1.2, "contradicts")])
def test_losses(b: float, status: str) -> None:
    given = {"a": 0.5, "b": b, "losses": ["mse"]}

    assert judge_loss(compared(SEQUENTIAL, HEADS), given, "float32").status == status


@pytest.mark.parametrize(
    ("corrected", "as_written", "moved", "status"),
    [
        (1e-7, 0.5, 0.5, "ok"),
        (0.1, 0.5, 0.5, "contradicts"),
        (1e-7, 1e-7, 0.5, "skipped"),
        (0.0, 0.0, 0.0, "skipped"),
    ],
)
def test_steps(corrected: float, as_written: float, moved: float, status: str) -> None:
    given = {"corrected": corrected, "as_written": as_written, "moved": moved, "largest": 1.0}

    assert judge_step(compared(SEQUENTIAL, HEADS), given, "float32").status == status


def times(*ratios: float) -> list[tuple[int, float, float]]:
    """Rounds of two pairs of processes in turn."""
    return [(number % 2, 0.01, 0.01 * ratio) for number, ratio in enumerate(ratios)]


@pytest.mark.parametrize(
    ("ratios", "faster"),
    [
        ((1.5, 1.6, 1.5, 1.4), "a"),
        ((0.5, 0.6, 0.5, 0.4), "b"),
        ((1.1, 0.9, 1.2, 0.9), None),
        ((1.02, 1.0, 1.03, 0.99), None),
        # One process was slower all the time: that says nothing of its model.
        ((1.5, 0.99, 1.5, 0.99), None),
    ],
)
def test_what_is_faster(ratios: tuple[float, ...], faster: str | None) -> None:
    found = speed.judge("train", times(*ratios))

    assert found.numbers["faster"] == faster
    assert ("no difference beyond noise" in found.message) == (faster is None)


def test_the_text() -> None:
    proof = Proof(
        True,
        "Keras 3",
        (Finding("outputs", "ok", "agree"), Finding("training step", "skipped", "no loss")),
    )

    assert render(proof) == (
        "proven: with the same weights both do the same in Keras 3\n"
        "\n"
        "outputs:          agree\n"
        "training step:    not compared: no loss\n"
    )
