"""The command line as a user meets it: files, exit status, and what is printed where."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mtlc.codes import all_codes

Run = Callable[..., subprocess.CompletedProcess[str]]

GOOD = "inputs: {x: [4]}\nlayers: [Dense: 8, {Dense: 1, name: price}]\n"
BAD = "inputs: {x: [4]}\nlayers: [Dens: 8]\n"
WARNED = "inputs: {x: [4], y: [3]}\nlayers:\n  a: {Dense: 2, from: x}\noutputs: a\n"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(
        *arguments: str, text: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "mtlc", *arguments],
            cwd=tmp_path,
            input=text,
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1", **environment},
        )

    return run


def test_version(run: Run) -> None:
    assert run("--version").stdout == "mtlc, version 0.1.0\n"


def test_compile_writes_beside_the_spec(run: Run, tmp_path: Path) -> None:
    (tmp_path / "two_tasks.yaml").write_text(GOOD)

    done = run("compile", "two_tasks.yaml")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "two_tasks.py: Sequential, 2 layers, 49 parameters\n"
    assert '"price"' in (tmp_path / "two_tasks.py").read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "two_tasks.py",
        "two_tasks.yaml",
    ]


def test_compile_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    run("compile", "a.yaml")
    before = (tmp_path / "a.py").stat()

    assert run("compile", "a.yaml").stdout == "a.py is up to date\n"
    assert (tmp_path / "a.py").stat().st_mtime_ns == before.st_mtime_ns


def test_compile_into_a_folder(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(GOOD)

    assert run("compile", "a.yaml", "b.yaml", "-o", "out").returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.py", "b.py"]


def test_compile_to_a_named_file(run: Run, tmp_path: Path) -> None:
    assert run("compile", "-", "-o", "model.py", text=GOOD).returncode == 0
    assert (tmp_path / "model.py").exists()


def test_compile_to_standard_output(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)

    printed = run("compile", "--stdout", "a.yaml").stdout

    assert printed.startswith('"""a: compiled by mtlc 0.1.0 from a.yaml.')
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_standard_input_compiles_to_standard_output(run: Run) -> None:
    assert "build_model" in run("compile", "-", text=GOOD).stdout


def test_a_foreign_file_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    (tmp_path / "a.py").write_text("print('mine')\n")

    done = run("compile", "a.yaml")

    assert done.returncode == 2
    assert done.stderr == "error: a.py was not written by mtlc; overwrite it with --force\n"
    assert (tmp_path / "a.py").read_text() == "print('mine')\n"
    assert run("compile", "--force", "a.yaml").returncode == 0
    assert "build_model" in (tmp_path / "a.py").read_text()


def test_an_edited_module_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    run("compile", "a.yaml")
    module = tmp_path / "a.py"
    edited = module.read_text().replace("Dense(8", "Dense(9")
    module.write_text(edited)
    (tmp_path / "a.yaml").write_text(GOOD.replace("8", "16"))

    assert "was edited since mtlc wrote it" in run("compile", "a.yaml").stderr
    assert module.read_text() == edited


def test_an_own_module_is_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    run("compile", "a.yaml")
    (tmp_path / "a.yaml").write_text(GOOD.replace("8", "16"))

    assert run("compile", "a.yaml").returncode == 0
    assert "Dense(16" in (tmp_path / "a.py").read_text()


def test_check_of_modules(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    missing = run("compile", "--check", "a.yaml")
    run("compile", "a.yaml")
    fresh = run("compile", "--check", "a.yaml")
    module = tmp_path / "a.py"
    older = module.read_text().replace("mtlc 0.1.0", "mtlc 0.0.9").splitlines(keepends=True)
    from mtlc.generated import seal

    module.write_text(seal("".join(older[:-1])))
    other_version = run("compile", "--check", "a.yaml")
    (tmp_path / "a.yaml").write_text(GOOD.replace("8", "16"))
    stale = run("compile", "--check", "a.yaml")

    assert (missing.returncode, missing.stdout) == (1, "a.py is missing\n")
    assert (fresh.returncode, fresh.stdout) == (0, "")
    assert other_version.returncode == 0
    assert (stale.returncode, stale.stdout) == (1, "a.py is not what would be written\n")
    assert "Dense(8" in module.read_text()


def test_a_bad_spec_leaves_the_old_module(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    run("compile", "a.yaml")
    before = (tmp_path / "a.py").read_text()
    (tmp_path / "a.yaml").write_text(BAD)

    done = run("compile", "a.yaml")

    assert done.returncode == 1
    assert done.stderr.startswith("error[MTL1001]: Keras has no layer `Dens`\n")
    assert (tmp_path / "a.py").read_text() == before


def test_one_bad_spec_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "good.yaml").write_text(GOOD)

    assert run("compile", "bad.yaml", "good.yaml").returncode == 1
    assert (tmp_path / "good.py").exists()
    assert not (tmp_path / "bad.py").exists()


def test_check_reports_every_spec(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "warned.yaml").write_text(WARNED)

    done = run("check", "bad.yaml", "warned.yaml")

    assert done.returncode == 1
    assert "--> bad.yaml:2:10" in done.stdout
    assert "--> warned.yaml:1:18" in done.stdout
    assert done.stderr == "2 specs checked: 1 error, 1 warning\n"


def test_what_cannot_be_read_is_not_counted(run: Run) -> None:
    done = run("check", "nope.yaml")

    assert done.returncode == 2
    assert done.stderr == "error: cannot read nope.yaml: No such file or directory\n"


def test_fail_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(WARNED)

    assert run("check", "a.yaml").returncode == 0
    assert run("check", "--fail-on", "warning", "a.yaml").returncode == 1


def test_check_as_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BAD)

    document = json.loads(run("check", "--format", "json", "a.yaml").stdout)

    assert document["version"] == 1
    (found,) = document["diagnostics"]
    assert (found["code"], found["severity"], found["file"]) == ("MTL1001", "error", "a.yaml")
    assert found["range"] == {
        "start": {"line": 2, "column": 10},
        "end": {"line": 2, "column": 14},
    }
    assert found["fix"]["edits"][0]["text"] == "Dense"


def test_target_option(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(WARNED)

    done = run("check", "--target", "sequential", "a.yaml")

    assert done.returncode == 1
    assert "error[MTL4001]" in done.stdout


def test_summary(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)

    shown = run("summary", "a.yaml").stdout
    document = json.loads(run("summary", "--format", "json", "a.yaml").stdout)

    assert "price (Dense)" in shown
    assert "Total params: 49" in shown
    assert "API: Sequential, since the model is a plain stack" in shown
    assert document["params"] == {"trainable": 49, "non_trainable": 0}
    assert document["layers"][1] == {
        "name": "price",
        "kind": "Dense",
        "calls": [{"from": ["dense"], "outputs": [{"shape": [None, 1], "dtype": "float32"}]}],
        "params": {"trainable": 9, "non_trainable": 0},
        "layers": [],
    }


def test_summary_of_a_bad_spec(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BAD)

    assert run("summary", "a.yaml").returncode == 1
    document = json.loads(run("summary", "--format", "json", "a.yaml").stdout)
    assert [one["code"] for one in document["diagnostics"]] == ["MTL1001"]


@pytest.mark.parametrize("code", ["MTL3002", "mtl3002", "incompatible-merge"])
def test_explain(run: Run, code: str) -> None:
    assert run("explain", code).stdout.startswith("MTL3002 incompatible-merge (error)\n")


def test_explain_shows_a_failing_example_and_its_repair(run: Run) -> None:
    assert run("explain", "MTL2009").stdout == (
        "MTL2009 missing-from (error)\n\n"
        "An entry of a graph does not say where its input comes from.\n\n"
        "The order of a mapping never matters, so every entry of a mapping says `from`. In a\n"
        "list each layer takes what the one before it gives.\n\n"
        "Wrong:\n\n"
        "    inputs: {x: [4]}\n"
        "    layers:\n"
        "      a: {Dense: 8}\n"
        "    outputs: a\n\n"
        "Right:\n\n"
        "    inputs: {x: [4]}\n"
        "    layers:\n"
        "      a: {Dense: 8, from: x}\n"
        "    outputs: a\n"
    )


def test_explain_lists_all_codes(run: Run) -> None:
    lines = run("explain").stdout.splitlines()
    codes = [line.split()[0] for line in lines if line.startswith("  ")]
    (unused,) = (line for line in lines if line.startswith("  MTL2006"))

    assert codes == list(all_codes())
    assert unused.split(maxsplit=3)[1:] == [
        "unused-input",
        "warning",
        "No output of the model depends on an input.",
    ]
    assert lines[0] == "MTL00xx  the YAML source"


@pytest.mark.parametrize("family", ["MTL20", "mtl20xx"])
def test_explain_lists_a_family(run: Run, family: str) -> None:
    lines = run("explain", family).stdout.splitlines()

    assert lines[0] == "MTL20xx  the graph"
    assert [line.split()[0] for line in lines[1:]] == [
        code for code in all_codes() if code.startswith("MTL20")
    ]


def test_explain_shows_what_layers_shows(run: Run) -> None:
    assert run("explain", "Dense").stdout == run("layers", "Dense").stdout


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("MTL3992", "did you mean `MTL"),
        ("MTL30O2", "did you mean `MTL3002`?"),
        ("unusd-layer", "did you mean `unused-layer`?"),
        ("nothing like it", "`mtlc explain` lists them all"),
    ],
)
def test_explain_an_unknown_code(run: Run, code: str, meant: str) -> None:
    done = run("explain", code)

    assert done.returncode == 2
    assert meant in done.stderr


def test_output_that_cannot_hold_every_character(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "inputs: {x: [4]}\nlayers: {層: {Dense: 8, from: x}}\n", encoding="utf-8"
    )

    done = run("check", "a.yaml", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")

    assert done.returncode == 1
    assert "`\\u5c64` cannot be a name" in done.stdout


def test_the_name_of_a_file_that_is_no_text(run: Run, tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.yaml")
    (tmp_path / name).write_text(BAD)

    assert " --> \\udcff.yaml:2:10\n" in run("check", name).stdout
    assert json.loads(run("check", name, "--format", "json").stdout)["diagnostics"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "missing.yaml"],
        ["compile", "missing.yaml"],
        ["compile", "--stdout", "-o", "x.py", "a.yaml"],
        ["compile", "a.yaml", "b/a.yaml", "-o", "out"],
        ["summary"],
        ["nonsense"],
        ["check", "--format", "xml", "a.yaml"],
    ],
    ids=" ".join,
)
def test_wrong_use(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)

    done = run(*arguments)

    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_bytes_that_are_no_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"inputs: {x: [4]}\nname: \xff\xfe\n")

    done = run("check", "a.yaml")

    assert done.returncode == 1
    assert "error[MTL0001]" in done.stdout
    assert "--> a.yaml:2:7" in done.stdout


def test_a_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    (tmp_path / "taken").write_text("a file, not a folder")

    done = run("compile", "a.yaml", "-o", "taken/a.py")

    assert done.returncode == 2
    assert done.stderr.startswith("error: cannot ")


def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("layers: [" + "Dens: 1, " * 2000 + "]\ninputs: {x: [1]}\n")
    command = f"{sys.executable} -m mtlc check a.yaml | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.stdout.startswith("error[MTL1001]")
    assert "Traceback" not in done.stderr


def _heed_interrupts() -> None:
    """Tests that run in the background of a shell are told to ignore them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_interrupted(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "mtlc", "check", "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_heed_interrupts,
    )
    assert process.stdin is not None
    try:
        process.stdin.write(b"inputs: {x: [4]}\n")
        process.stdin.flush()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=2)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130
    finally:
        process.kill()
        process.communicate()


def test_an_interrupt_while_a_class_is_made_has_its_status(tmp_path: Path) -> None:
    # Python notes an interrupted `exec` of a text, which is how dataclasses are made.
    (tmp_path / "interrupted.py").write_text(
        "import click\n"
        "from mtlc.cli.main import main\n"
        "click.Group.main = lambda *_, **__: exec('raise KeyboardInterrupt')\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-m", "interrupted"], cwd=tmp_path, check=False)
    assert done.returncode == 130
