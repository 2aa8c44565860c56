"""Many specs in one run: the same from any number of processes, which never outlive it."""

import gc
import io
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from mtlc.cli import many, progress, workers
from mtlc.cli.files import Unusable
from mtlc.driver import Result
from mtlc.render import human
from mtlc.render import json as as_json
from tests.test_diagnostics import SPECS, check
from tests.test_repair import run

GOOD = "inputs: {x: [4]}\nlayers: [Dense: 8, Dense: 1]\n"
BAD = "inputs: {x: [4]}\nlayers: [Dens: 8]\n"
UNTIDY = "inputs: { x: [4] }\nlayers: [ Dense: 8 ]\n"
BLOCKS = "mtlc: 1\nblocks:\n  head: {layers: [Dens: 1]}\n"


def fill(folder: Path, **texts: str) -> None:
    """Files by their names, in which `__` is a slash."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def mtlc(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mtlc", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def modules(folder: Path) -> dict[str, str]:
    found = sorted(folder.rglob("*.py"))
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


def test_check_of_a_folder(tmp_path: Path) -> None:
    fill(tmp_path, specs__b=BAD, specs__a=GOOD, specs__deep__c=BAD, specs__blocks=BLOCKS)

    done = run(tmp_path, "check", "specs", "--format", "json")

    assert done.return_value == 1
    found = json.loads(done.stdout)["diagnostics"]
    assert [Path(one["file"]).as_posix() for one in found] == [
        "specs/b.yaml",
        "specs/deep/c.yaml",
    ]
    assert run(tmp_path, "check", "specs").stderr == "3 specs checked: 2 errors\n"


def test_what_means_nothing_does_not_stop_the_others(tmp_path: Path) -> None:
    fill(tmp_path, a=BAD)
    (tmp_path / "empty").mkdir()

    done = run(tmp_path, "check", "empty", "a.yaml", "*.yml", "missing.yaml")

    assert done.return_value == 2
    assert "error[MTL1001]" in done.stdout
    assert [line.split(":")[:2] for line in done.stderr.splitlines()] == [
        ["error", " no specs in empty"],
        ["error", " nothing matches *.yml; a folder, without a glob, means all specs in it"],
        ["error", " cannot read missing.yaml"],
        ["1 spec checked", " 1 error"],
    ]


def test_a_folder_is_repaired(tmp_path: Path) -> None:
    fill(tmp_path, a=BAD, deep__b=BAD)

    shown = run(tmp_path, "check", "--diff", ".")
    done = run(tmp_path, "check", "--fix", ".", "--jobs", "2")

    assert shown.stdout.count("+layers: [Dense: 8]") == 2
    assert done.return_value == 0
    assert "2 fixes applied in 2 files" in done.stderr
    assert "Dense: 8" in (tmp_path / "deep/b.yaml").read_text()


def test_fmt_of_a_folder_lays_out_blocks_as_well(tmp_path: Path) -> None:
    fill(tmp_path, a=UNTIDY, deep__b=GOOD, blocks="blocks: { head: {layers: []} }\n")
    fill(tmp_path, other="services: { a: 1 }\n")

    checked = run(tmp_path, "fmt", "--check", ".")
    done = run(tmp_path, "fmt", ".")

    assert (checked.return_value, done.return_value) == (1, 0)
    assert checked.stderr.startswith("a.yaml would be changed\nblocks.yaml would be changed\n")
    assert done.stderr == "2 files formatted, 1 file unchanged\n"
    assert (tmp_path / "other.yaml").read_text() == "services: { a: 1 }\n"


def test_compile_mirrors_a_folder(tmp_path: Path) -> None:
    fill(tmp_path, specs__a=GOOD, specs__deep__er__b=GOOD, specs__bad=BAD, c=GOOD)

    done = run(tmp_path, "compile", "specs", "c.yaml", "-o", "out")

    assert done.return_value == 1
    assert [*modules(tmp_path / "out")] == ["a.py", "c.py", "deep/er/b.py"]
    assert [Path(line.split(":")[0]).as_posix() for line in done.stdout.splitlines()] == [
        *("out/a.py", "out/deep/er/b.py", "out/c.py")
    ]
    assert run(tmp_path, "compile", "specs/deep", "-o", "out2").return_value == 0
    assert [*modules(tmp_path / "out2")] == ["er/b.py"]
    assert run(tmp_path, "compile", "specs/deep", "c.yaml").return_value == 0
    assert [*modules(tmp_path / "specs")] == ["deep/er/b.py"]
    assert (tmp_path / "c.py").exists()


def test_modules_of_a_folder_are_checked(tmp_path: Path) -> None:
    fill(tmp_path, specs__a=GOOD, specs__deep__b=GOOD)
    run(tmp_path, "compile", "specs", "-o", "out")
    fresh = run(tmp_path, "compile", "--check", "specs", "-o", "out")
    (tmp_path / "out/deep/b.py").unlink()
    fill(tmp_path, specs__a=GOOD.replace("8", "9"))
    stale = run(tmp_path, "compile", "--check", "specs", "-o", "out")

    assert (fresh.return_value, fresh.stdout) == (0, "")
    assert stale.return_value == 1
    assert [line.split(" ", 1)[1] for line in stale.stdout.splitlines()] == [
        "is not what would be written",
        "is missing",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["one", "two", "-o", "out"], "would both be written to"),
        (["."], "would both be written to"),
        (["three", "-o", "model.py"], "several specs need a folder"),
    ],
)
def test_two_specs_to_one_module_are_refused(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    fill(tmp_path, one__a=GOOD, two__deep__b=GOOD, two__a=GOOD, three__c=GOOD)
    (tmp_path / "two/a.yml").write_text(GOOD)

    done = run(tmp_path, "compile", *arguments)

    assert message in str(done.exception)
    assert modules(tmp_path) == {}


def test_several_processes_say_the_same(tmp_path: Path) -> None:
    for number in range(9):
        fill(tmp_path, **{f"specs__{number}": BAD if number % 3 == 1 else UNTIDY})
    for arguments in (
        ["check", "specs", "missing.yaml", "--format", "json"],
        ["compile", "specs", "-o", "out"],
        ["fmt", "specs", "--diff"],
    ):
        alone = run(tmp_path, *arguments, "--jobs", "1")
        written = modules(tmp_path)
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        done = mtlc(tmp_path, *arguments, "--jobs", "3")

        assert (done.returncode, done.stdout, done.stderr) == (
            alone.return_value,
            alone.stdout,
            alone.stderr,
        )
        assert modules(tmp_path) == written
        shutil.rmtree(tmp_path / "out", ignore_errors=True)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_every_diagnostic_comes_whole_from_another_process(spec: Path) -> None:
    found = check(spec.name, spec.read_text(encoding="utf-8"))

    got = pickle.loads(pickle.dumps(Result(tuple(found), False)))

    assert human.render(got) == human.render(found)
    assert as_json.render(got) == as_json.render(found)


def test_few_specs_need_no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_cores", lambda: 8)

    counts = {specs: many._processes(specs, None) for specs in (0, 1, 31, 32, 100, 10_000)}
    assert counts == {0: 1, 1: 1, 31: 1, 32: 2, 100: 6, 10_000: 8}
    assert [many._processes(3, jobs) for jobs in (1, 2, 8)] == [1, 2, 3]


def _broken(spec: str) -> str:
    if spec == "b.yaml":
        raise KeyError("units")
    return spec


def test_a_fault_names_its_spec() -> None:
    found = many.each(_broken, ["a.yaml", "b.yaml", "c.yaml"])

    assert next(found) == "a.yaml"
    with pytest.raises(many.Failed, match=r"^KeyError: 'units', at b.yaml$"):
        next(found)


def test_a_fault_comes_from_another_process_in_one_line() -> None:
    failed = pickle.loads(workers._answer(_broken, "b.yaml"))
    unsendable = pickle.loads(workers._answer(lambda _: lambda: 0, "c.yaml"))

    assert isinstance(failed, many.Failed)
    assert str(failed) == "KeyError: 'units', at b.yaml"
    assert isinstance(unsendable, many.Failed)
    assert str(unsendable).endswith(", at c.yaml")
    assert pickle.loads(workers._answer(str.upper, "a")) == "A"


def _gone(spec: str) -> str:
    raise Unusable(f"cannot read {spec}")


def test_a_file_that_cannot_be_used_stops_nothing() -> None:
    assert [str(one) for one in many.each(_gone, ["a", "b"])] == [
        "cannot read a",
        "cannot read b",
    ]


class _Circle:
    def __init__(self) -> None:
        self.me = self


def test_what_is_left_of_a_spec_is_freed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "GARBAGE", 0)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    left: list[weakref.ref[_Circle]] = []

    def work(spec: str) -> str:
        left.append(weakref.ref(_Circle()))
        return spec

    gc.disable()
    try:
        assert [*many.each(work, ["a", "b", "c"])] == ["a", "b", "c"]
        assert [one() for one in left] == [None, None, None]
    finally:
        gc.enable()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_run_shows_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    monkeypatch.setattr(progress, "OFTEN", -1.0)
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    assert [*progress.with_bar("abc", 3, "checking")] == ["a", "b", "c"]

    shown = terminal.getvalue()
    assert "checking" in shown
    assert "3/3" in shown


@pytest.mark.parametrize("case", ["short", "one", "dumb", "no terminal"])
def test_other_runs_show_none(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    monkeypatch.setenv("TERM", "dumb" if case == "dumb" else "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 1e9 if case == "short" else -1.0)
    terminal = io.StringIO() if case == "no terminal" else _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    count = 1 if case == "one" else 3
    assert [*progress.with_bar("abc"[:count], count, "checking")] == [*"abc"[:count]]
    assert terminal.getvalue() == ""


class _Stuck:
    """`mtlc check` with a process of its own that waits for the end of a spec, a pipe."""

    def __init__(self, folder: Path) -> None:
        fill(folder, a=GOOD)
        os.mkfifo(folder / "stuck.yaml")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mtlc", "check", "a.yaml", "stuck.yaml", "--jobs", "2"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            # tests that run in the background of a shell are told to ignore interrupts
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,
        )
        self.pipe = os.open(folder / "stuck.yaml", os.O_WRONLY)  # waits for the reader

    def end(self) -> tuple[int, str, str]:
        """The exit status and what was printed, when all processes have ended."""
        out, err = self.process.communicate()
        return self.process.returncode, out, err

    def workers(self) -> list[int]:
        table = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
        )
        rows = [[int(word) for word in row.split()] for row in table.stdout.splitlines()]
        return [pid for pid, parent in rows if parent == self.process.pid]


def test_an_interrupt_ends_all_at_once(tmp_path: Path) -> None:
    stuck = _Stuck(tmp_path)

    stuck.process.send_signal(signal.SIGINT)

    status, out, err = stuck.end()
    assert (status, out, err.strip()) == (130, "", "")
    with pytest.raises(BrokenPipeError):
        os.write(stuck.pipe, b"nobody reads this")


def test_a_process_that_is_killed_is_told_and_not_waited_for(tmp_path: Path) -> None:
    stuck = _Stuck(tmp_path)

    for pid in stuck.workers():
        os.kill(pid, signal.SIGKILL)

    status, out, err = stuck.end()
    assert (status, out) == (3, "")
    assert re.fullmatch(
        r"error: mtlc itself failed \(the process that worked on (a|stuck)\.yaml was ended by "
        r"SIGKILL, perhaps for want of memory: --jobs 1 needs least\); please report it .*\n",
        err,
    )


def test_no_process_outlives_the_command(tmp_path: Path) -> None:
    stuck = _Stuck(tmp_path)

    stuck.process.kill()
    os.write(stuck.pipe, GOOD.encode())
    os.close(stuck.pipe)

    assert stuck.end() == (-signal.SIGKILL, "", "")
