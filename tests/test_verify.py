"""`mtlc verify`: real Keras is asked, and what it says is compared and reported."""

import copy
import importlib.util
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import mtlc
from mtlc.verify import Check, NotInstalled, Report, table, verify
from mtlc.verify.compare import Aspect, compare
from tests.models import build

LAYER = """\
import keras

print("printed by a module that a spec imports")


@keras.saving.register_keras_serializable("beside")
class Scale(keras.layers.Layer):
    def build(self, shape):
        self.factor = self.add_weight(shape=(shape[-1],), initializer="ones", name="factor")

    def call(self, x):
        return x * self.factor
"""

TASKS = """\
imports: {own: beside_the_spec}
inputs: {x: [8], words: {shape: [null], dtype: int32}}
layers:
  scaled: {own.Scale, from: x, returns: [8]}
  word: {Embedding: {input_dim: 3, output_dim: 4, mask_zero: true}, from: words}
  read: {LSTM: 4, from: word}
  both: {Concatenate, from: [scaled, read]}
  kind: {Dense: {units: 3, activation: softmax}, from: both}
  price: {Dense: 1, from: both}
outputs:
  price: {loss: mse}
  kind: {loss: sparse_categorical_crossentropy, metrics: [accuracy]}
training: {optimizer: adamw}
"""

SMALL = "inputs: {x: [4]}\nlayers: [Dense: 8, {Dense: 1, name: price}]\n"


def checks_of(spec: str) -> dict[str, dict[str, Any]]:
    """What Keras, in this process, says to a spec: the checks by name."""
    from mtlc.verify.child.reporting import Reporter
    from mtlc.verify.child.session import verify as session

    result = mtlc.compile(spec)
    assert result.ok, [str(one) for one in result]
    assert result.summary is not None
    names = [one.name for one in result.summary.outputs]
    said = io.StringIO()
    session({"code": result.code, "file": "spec.py", "outputs": names}, Reporter(said))
    events = map(json.loads, said.getvalue().splitlines())
    return {one["check"]: one for one in events if "check" in one}


def run(
    *arguments: str, cwd: Path, path: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command; modules in `path` are found before those that are installed."""
    before = [str(path)] if path else []
    python_path = os.pathsep.join([*before, *filter(None, sys.path)])
    return subprocess.run(
        [sys.executable, "-m", "mtlc", "verify", *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "NO_COLOR": "1", "PYTHONPATH": python_path, **environment},
    )


# --- the whole way -----------------------------------------------------------------------


def test_a_spec_with_tasks_and_a_module_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "beside_the_spec.py").write_text(LAYER)
    (folder / "tasks.yaml").write_text(TASKS)

    done = run("specs/tasks.yaml", "--format", "json", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert (found["version"], found["name"], found["ok"]) == (1, "tasks", True)
    assert [one["check"] for one in found["checks"]] == [
        "start",
        "build",
        "names",
        "shapes",
        "dtypes",
        "parameters",
        "forward",
        "training",
        "loss of price",
        "loss of kind",
        "weights",
        "saving",
    ]
    assert {one["status"] for one in found["checks"]} == {"ok"}
    details = {one["check"]: one["detail"] for one in found["checks"]}
    assert details["parameters"].endswith("; 3 cannot be known before Keras runs")
    assert details["forward"] == "price (4, 1), kind (4, 3)"
    assert details["weights"] == "9 of 9 that losses depend on move"
    assert details["saving"] == "outputs of the loaded model differ by 0"


@pytest.mark.proof
def test_jax(tmp_path: Path) -> None:
    (tmp_path / "beside_the_spec.py").write_text(LAYER)
    (tmp_path / "tasks.yaml").write_text(TASKS)

    done = run("tasks.yaml", "--backend", "jax", cwd=tmp_path, JAX_PLATFORMS="cpu")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "jax 0" in done.stdout


def test_a_spec_with_errors_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SMALL.replace("Dense: 8", "Dens: 8"))

    human = run("a.yaml", cwd=tmp_path)
    as_json = run("a.yaml", "--format", "json", cwd=tmp_path)

    assert (human.returncode, as_json.returncode) == (1, 1)
    assert "error[MTL1001]" in human.stderr
    assert json.loads(as_json.stdout)["diagnostics"][0]["code"] == "MTL1001"


# --- the process ------------------------------------------------------------------------


@pytest.fixture
def instead_of_keras(tmp_path: Path) -> Callable[[str], Path]:
    """A folder with a `keras` that does something else when it is imported."""

    def make(text: str) -> Path:
        folder = tmp_path / "instead"
        folder.mkdir()
        (folder / "keras.py").write_text(text)
        (tmp_path / "a.yaml").write_text(SMALL)
        return folder

    return make


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import time; time.sleep(100)", "it took longer than 1 s, and was ended"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "killed by SIGKILL"),
        ("import os; print('last words', flush=True); os._exit(7)", "status 7: last words"),
        ("raise ImportError('half of it\\nis missing')", "ImportError: half of it"),
    ],
    ids=["slow", "killed", "ended", "broken"],
)
def test_what_becomes_of_the_process_is_reported(
    text: str, said: str, instead_of_keras: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = instead_of_keras(text)

    timeout = "1" if "sleep" in text else "60"
    done = run("a.yaml", "--timeout", timeout, cwd=tmp_path, path=folder)

    assert (done.returncode, done.stderr) == (1, "")
    assert said in done.stdout
    assert done.stdout.endswith("1 check: 1 failed\n")


def test_a_backend_that_is_not_installed(tmp_path: Path) -> None:
    assert importlib.util.find_spec("torch") is None
    (tmp_path / "a.yaml").write_text(SMALL)

    done = run("a.yaml", "--backend", "torch", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: PyTorch is not installed; `pip install torch` installs it\n"


def test_keras_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("mtlc.verify.run.listen", lambda *_: iter([{"missing": "keras"}]))

    with pytest.raises(NotInstalled, match=r"`pip install 'mtlc\[tensorflow\]'`"):
        verify("", {"name": "a", "outputs": []}, folder=tmp_path)


def test_a_fault_of_mtlc_in_the_process_is_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("mtlc.verify.run.listen", lambda *_: iter([{"fault": "TypeError: a"}]))

    with pytest.raises(RuntimeError, match="TypeError: a"):
        verify("", {"name": "a", "outputs": []}, folder=tmp_path)


# --- comparing --------------------------------------------------------------------------


def said_and_found() -> tuple[dict[str, Any], dict[str, Any]]:
    from mtlc.verify.child.describe import describe

    result = mtlc.compile(
        "inputs: {x: [4]}\nlayers: {a: {Dense: 2, from: x}}\noutputs: {o: a}\n"
    )
    assert result.code is not None
    assert result.summary is not None
    return result.summary.to_dict(), describe(build(result.code))


def test_what_agrees_has_no_problems() -> None:
    said, found = said_and_found()

    assert [*compare(said, found).problems.values()] == [[], [], [], []]


def _change(said: dict[str, Any], *path: Any, to: object) -> dict[str, Any]:
    changed = copy.deepcopy(said)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return changed


CALL = ("layers", 0, "calls", 0, "outputs", 0)


@pytest.mark.parametrize(
    ("path", "to", "aspect", "problem"),
    [
        (("name",), "b", "names", "the model is model, and not b"),
        (("target",), "functional", "names", "its API is sequential, and not functional"),
        (("inputs", 0, "name"), "y", "names", "the list of inputs is x, and not y"),
        (("layers", 0, "name"), "b", "names", "there is no layer `b`"),
        (("layers", 0, "kind"), "GRU", "names", "the class of `a` is Dense, and not GRU"),
        (
            ("inputs", 0, "shape"),
            [None, 5],
            "shapes",
            "the shape of input `x` is (None, 4), and not (None, 5)",
        ),
        (
            (*CALL, "shape"),
            [None, 3],
            "shapes",
            "the shape of `a` is (None, 2), and not (None, 3)",
        ),
        (
            ("outputs", 0, "shape"),
            [None, 3],
            "shapes",
            "the shape of output `o` is (None, 2), and not (None, 3)",
        ),
        ((*CALL, "dtype"), "int8", "dtypes", "the dtype of `a` is float32, and not int8"),
        (
            ("outputs", 0, "dtype"),
            "int8",
            "dtypes",
            "the dtype of output `o` is float32, and not int8",
        ),
        (
            ("layers", 0, "params", "trainable"),
            11,
            "parameters",
            "the count of `a` is 10, and not 11",
        ),
        (
            ("params", "non_trainable"),
            1,
            "parameters",
            "the number of non-trainable parameters is 0, and not 1",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) and " " not in one else "",
)
def test_a_wrong_summary_is_found(
    path: tuple[Any, ...], to: object, aspect: Aspect, problem: str
) -> None:
    said, found = said_and_found()

    problems = compare(_change(said, *path, to=to), found).problems

    assert problem in problems[aspect]
    assert {key for key, one in problems.items() if one} == {aspect}


# --- running and training ----------------------------------------------------------------


def test_a_loss_that_is_not_a_number_is_found() -> None:
    found = checks_of(
        "inputs: {x: [4]}\n"
        "layers:\n"
        "  a: {Dense: 1, from: x}\n"
        "  size: {ops.square, from: a}\n"
        "  less: {ops.negative, from: size}\n"
        "  b: {ops.sqrt, from: less}\n"
        "outputs: {a: {loss: mse}, b: {loss: mse}}\n"
    )

    assert "b (4, 1) (not all of it finite)" in found["forward"]["detail"]
    assert found["training"]["problems"] == ["the total loss is nan"]
    assert found["loss of a"]["status"] == "ok"
    assert found["loss of b"]["problems"] == ["it is nan"]
    assert "weights" not in found
    assert (found["saving"]["status"], found["saving"]["detail"]) == (
        "skipped",
        "the training before it failed",
    )


def test_after_a_training_that_fails_nothing_is_saved() -> None:
    found = checks_of(
        "imports: {own: tests.custom}\ninputs: {x: [4]}\nlayers: [{Dense: 1, name: o}]\n"
        "outputs: {o: {loss: own.no_loss}}\n"
    )

    assert found["training"]["problems"] == ["RuntimeError: there is no such loss"]
    assert [*found][-1] == "saving"
    assert found["saving"]["status"] == "skipped"


def test_outputs_are_those_that_the_model_predicts() -> None:
    """A layer that takes training for granted is told that there is none."""
    found = checks_of(
        "imports: {own: tests.custom}\ninputs: {x: [4]}\n"
        "layers: [{own.Training, returns: [4], name: o}]\noutputs: {o: o}\n"
    )

    assert found["forward"]["detail"] == "o (4, 4)"
    assert found["saving"]["status"] == "ok"


def test_a_weight_that_never_moves_is_named() -> None:
    found = checks_of(
        "inputs: {x: [4], y: [4]}\n"
        "layers:\n"
        "  still: {Dense: {units: 4, kernel_initializer: ones}, from: x}\n"
        "  nothing: {ops.multiply: {x2: 0.0}, from: still}\n"
        "  before: {Dense: 4, from: x}\n"
        "  stopped: {ops.stop_gradient, from: before}\n"
        "  both: {Add, from: [nothing, stopped]}\n"
        "  a: {Dense: 1, from: both}\n"
        "  b: {Dense: 1, from: y}\n"
        "outputs: {a: {loss: mse}, b: {loss: mse, weight: 0}}\n"
        "training: {optimizer: {AdamW: {weight_decay: 0.1}}}\n"
    )

    assert found["weights"]["problems"] == [
        "`still/kernel` never moves: its gradient is 0 in 12 batches",
        "`still/bias` never moves: its gradient is 0 in 12 batches",
    ]
    assert found["weights"]["detail"] == (
        "2 of 4 that losses depend on move; on 4 more no loss depends"
    )


def test_a_rectifier_that_is_off_is_no_defect() -> None:
    found = checks_of(
        "inputs: {x: [4]}\n"
        "layers:\n"
        "  - {Dense: {units: 1, activation: relu}, repeat: 8}\n"
        "  - {Dense: 1, name: p}\n"
        "outputs: {p: {loss: mse}}\n"
    )

    assert found["weights"]["problems"] == []


def test_an_optimizer_that_does_nothing_is_found() -> None:
    found = checks_of(
        "inputs: {x: [4]}\nlayers: [{Dense: 1, name: o}]\n"
        "outputs: {o: {loss: mse}}\ntraining: {optimizer: {SGD: 0.0}}\n"
    )

    assert found["training"]["problems"] == ["no weight moves in 6 steps"]


def test_an_import_that_is_not_there_is_a_failed_check() -> None:
    found = checks_of(TASKS.replace("beside_the_spec", "nowhere_to_be_found"))

    assert [*found] == ["build"]
    assert found["build"]["problems"] == [
        "ModuleNotFoundError: No module named 'nowhere_to_be_found'"
    ]


def test_of_what_keras_says_the_line_that_tells_is_shown() -> None:
    found = checks_of(
        "imports: {own: tests.custom}\ninputs: {x: [3]}\n"
        "layers: [{own.Halves, returns: [[1], [1]], name: o}]\noutputs: [o.0, o.1]\n"
    )

    assert found["build"]["problems"] == [
        "ValueError: Dimension size must be evenly divisible by 2 but is 3"
    ]


LEARNING = """\
inputs: {text: {shape: [], dtype: string}, day: {shape: [1], dtype: int32}, size: [1]}
layers:
  words: {TextVectorization: {max_tokens: 8, output_sequence_length: 5}, from: text}
  date: {IntegerLookup: {num_oov_indices: 0, mask_token: -1}, from: day}
  bins: {Discretization: {num_bins: 4, output_mode: one_hot}, from: size}
outputs: [words, date, bins]
"""


def test_layers_learn_from_made_up_data_before_the_model_runs() -> None:
    checks = checks_of(LEARNING)

    assert checks["forward"]["status"] == "ok"
    assert checks["saving"]["status"] == "ok"


def test_inputs_are_what_the_model_takes() -> None:
    """A logarithm, an open size of at least 11, floats that are looked up."""
    found = checks_of(
        "inputs: {x: [4], image: [null, null, 1], number: [2]}\n"
        "layers:\n"
        "  log: {ops.log, from: x}\n"
        "  conv: {Conv2D: {filters: 2, kernel_size: 11}, from: image}\n"
        "  mean: {GlobalAveragePooling2D, from: conv}\n"
        "  word: {Embedding: {input_dim: 2, output_dim: 3}, from: number}\n"
        "outputs: [log, mean, word]\n"
    )

    assert found["forward"]["detail"] == "log (4, 4), mean (4, 2), word (4, 2, 3)"
    assert found["training"]["detail"] == "no output has a loss"


# --- the table --------------------------------------------------------------------------


def test_the_table_lists_what_is_wrong() -> None:
    report = Report(
        "a",
        "jax",
        (
            Check("build", "ok", "Functional, 3 parameters", 0.25),
            Check("names", "failed", "one; and 1 more", problems=("one", "two\x1b[2J")),
            Check("training", "skipped", "no output has a loss"),
        ),
    )

    lines = table.render(report).splitlines()

    assert lines[0] == "Model: a"
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines if "│" in line]
    assert rows == [
        ["Check", "Result", "Detail", "Time"],
        ["build", "ok", "Functional, 3 parameters", "0.2 s"],
        ["names", "failed", "one", "0.0 s"],
        ["", "", "two\\x1b[2J", ""],
        ["training", "skipped", "no output has a loss", "0.0 s"],
    ]
    assert lines[-1] == "3 checks: 1 ok, 1 failed, 1 skipped"
    assert not report.ok
