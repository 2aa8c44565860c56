"""A kill at any moment leaves the old file or the new one; so do a full disk, a folder that
cannot be written, and two processes that write the same file.
"""

from __future__ import annotations

import ctypes
import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import mtlc
from mtlc.driver import compile_source
from mtlc_spec.source import Source

ROUNDS = int(os.environ.get("MTLC_KILLS", "15"))

ROWS = "".join(f"  - {{Dense: {{units: {n % 9 + 1}}}}}\n" for n in range(300))
SPEC = f"inputs: {{x: [4]}}\nlayers:\n{ROWS}"
OTHER = SPEC.replace("[4]", "[5]")
UGLY = SPEC.replace("units: ", "units:    ")
WRONG = SPEC.replace("Dense", "Dens")


class Command(NamedTuple):
    """What a command is given, the file that it writes, and what that may hold afterwards."""

    arguments: list[str]
    spec: str
    path: str
    old: str
    new: str


def code_of(spec: str) -> str:
    code = compile_source(Source("a.yaml", spec)).code
    assert code is not None
    return code


COMMANDS = {
    "compile": Command(["compile", "a.yaml"], OTHER, "a.py", code_of(SPEC), code_of(OTHER)),
    "fmt": Command(["fmt", "a.yaml"], UGLY, "a.yaml", UGLY, SPEC),
    "check --fix": Command(["check", "--fix", "a.yaml"], WRONG, "a.yaml", WRONG, SPEC),
}

DRIVER = '''
"""Run mtlc, and be killed before the Nth step of writing."""
import os
import signal
import sys
import tempfile

at = int(sys.argv.pop(1))
seen = 0


def counted(function):
    def step(*arguments, **keywords):
        global seen
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1
        return function(*arguments, **keywords)

    return step


import mtlc.cli

for name in ("fsync", "replace", "chmod", "close", "unlink"):
    setattr(os, name, counted(getattr(os, name)))
tempfile.mkstemp = counted(tempfile.mkstemp)
mtlc.cli.main()
'''


def prepared(folder: Path, command: Command) -> Path:
    """The spec, and the old file; the one that is written."""
    (folder / "a.yaml").write_text(command.spec)
    (folder / command.path).write_text(command.old)
    return folder / command.path


def left_behind(folder: Path) -> list[str]:
    """Names of files that a killed command has not removed."""
    return [path.name for path in folder.iterdir() if path.name not in ("a.yaml", "a.py")]


def assert_whole(folder: Path, command: Command) -> None:
    assert (folder / command.path).read_text() in (command.old, command.new)
    for name in left_behind(folder):  # neither a spec nor a module, and hidden
        assert name.startswith(f".{command.path}.")
        assert name.endswith(".tmp")
        (folder / name).unlink()


@pytest.mark.proof
@pytest.mark.parametrize("name", COMMANDS)
def test_a_kill_at_every_step_of_writing(name: str, tmp_path: Path) -> None:
    command = COMMANDS[name]
    ended = False
    for at in range(20):
        path = prepared(tmp_path, command)
        done = subprocess.run(
            [sys.executable, "-c", DRIVER, str(at), *command.arguments],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert_whole(tmp_path, command)
        if done.returncode == 0:
            ended = True
            break
        assert done.returncode == -signal.SIGKILL
    assert ended
    assert at >= 4  # the steps were met
    assert path.read_text() == command.new


@pytest.mark.proof
@pytest.mark.parametrize("name", COMMANDS)
def test_a_kill_at_any_moment(name: str, tmp_path: Path) -> None:
    command, draw = COMMANDS[name], random.Random(name)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start(tmp_path, command).wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    for _ in range(ROUNDS):
        process = start(tmp_path, command)
        limit = whole * draw.uniform(0.3, 1.1)
        while process.poll() is None and spent(process.pid) < limit:
            os.sched_yield()
        process.kill()
        process.wait()
        assert_whole(tmp_path, command)


def start(folder: Path, command: Command) -> subprocess.Popen[bytes]:
    prepared(folder, command)
    return subprocess.Popen(
        [sys.executable, "-m", "mtlc", *command.arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def spent(process: int) -> float:
    """Seconds of the processor that a running process has had."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# --- what the system refuses ------------------------------------------------------------


def full_disk() -> None:
    """No file may grow beyond a few bytes; Python gets an error, and no signal."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def obey_permissions() -> None:
    """Root gives up the right to write everywhere, for itself and what it starts."""
    if os.geteuid() == 0:
        drop, write_anywhere = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
        if ctypes.CDLL(None).prctl(drop, write_anywhere, 0, 0, 0):
            raise OSError("cannot give up the right to write everywhere")


def refused(
    folder: Path, command: Command, prepare: Callable[[], None]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", "-m", "mtlc", *command.arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=prepare,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_keeps_the_old_file(name: str, tmp_path: Path) -> None:
    command = COMMANDS[name]
    path = prepared(tmp_path, command)

    done = refused(tmp_path, command, full_disk)

    assert done.returncode == 2
    assert f"error: cannot write {command.path}: File too large\n" in done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_text() == command.old
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_cannot_be_written_keeps_the_old_file(name: str, tmp_path: Path) -> None:
    command = COMMANDS[name]
    path = prepared(tmp_path, command)
    tmp_path.chmod(0o555)
    try:
        done = refused(tmp_path, command, obey_permissions)
    finally:
        tmp_path.chmod(0o755)

    assert done.returncode == 2
    assert f"error: cannot write {command.path}: Permission denied\n" in done.stderr
    assert path.read_text() == command.old
    assert left_behind(tmp_path) == []


def test_a_full_disk_leaves_nothing_of_a_new_spec(tmp_path: Path) -> None:
    command = Command(["init", "price"], "", "price.mtlc.yaml", "", "")

    done = refused(tmp_path, command, full_disk)

    assert done.returncode == 2
    assert "error: cannot write price.mtlc.yaml: File too large\n" in done.stderr
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("arguments", [["compile", "--stdout"], ["summary"], ["fmt", "--diff"]])
def test_standard_output_that_is_full(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(UGLY)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mtlc", *arguments, "a.yaml"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )

    assert done.returncode == 2
    assert "error: cannot write to standard output: No space left on device\n" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


# --- two at once ------------------------------------------------------------------------

RIVAL = """
import sys
from mtlc.cli.main import cli
spec, rounds = sys.argv[1:]
for _ in range(int(rounds)):
    assert cli.main(["compile", spec, "-o", "out.py", "--force"], standalone_mode=False) == 0
"""


@pytest.mark.proof
def test_two_compilers_of_one_module_do_not_mix(tmp_path: Path) -> None:
    codes = set()
    for name, spec in (("a", SPEC), ("b", OTHER)):
        (tmp_path / f"{name}.yaml").write_text(spec)
        code = mtlc.compile(tmp_path / f"{name}.yaml").code
        assert code is not None
        codes.add(code)
    rivals = [
        subprocess.Popen(
            [sys.executable, "-c", RIVAL, f"{name}.yaml", str(ROUNDS)],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
        )
        for name in ("a", "b")
    ]
    seen = set()
    while any(rival.poll() is None for rival in rivals):
        if (tmp_path / "out.py").exists():
            seen.add((tmp_path / "out.py").read_text())

    assert [rival.returncode for rival in rivals] == [0, 0]
    assert seen <= codes
    assert (tmp_path / "out.py").read_text() in codes
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml", "out.py"]
