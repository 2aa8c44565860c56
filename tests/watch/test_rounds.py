"""The pieces by themselves: what changed, which specs there are, and what a round says."""

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mtlc.cli import watch as watching
from mtlc.cli.files import Unusable
from mtlc.cli.main import cli
from mtlc.cli.rounds import Outcome, Round, as_json, as_text, status
from mtlc.cli.watch import Found, Screen, Session, told_by_system
from mtlc.cli.watched import Change, Reads, nearest
from mtlc.driver import compile_source
from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.source import Source
from tests.watch.conftest import save

ROOT = Path(__file__).parent.parent.parent
NOTHING: frozenset[str] = frozenset()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- files --------------------------------------------------------------------------------


def noted(*names: str) -> Reads:
    reads = Reads()
    for name in names:
        reads.note(name)
    return reads


def test_a_file_has_changed_if_it_holds_something_else(folder: Path) -> None:
    save(folder / "a", "one")
    reads = noted("a", "b")
    assert reads.changes(NOTHING) == []

    save(folder / "a", "one")
    assert reads.changes(NOTHING) == []
    save(folder / "a", "two")
    save(folder / "b", "new")
    assert reads.changes(NOTHING) == [Change("a", False), Change("b", False)]
    (folder / "a").unlink()
    (folder / "b").write_text("")
    assert reads.changes(NOTHING) == [Change("a", True), Change("b", True)]


def test_what_the_system_tells_of_is_read_whatever_its_times(folder: Path) -> None:
    save(folder / "a", "one")
    reads = noted("a")
    (file,) = reads._files.values()
    save(folder / "a", "two")
    file.sight = file.sight._replace(stamp=watching_stamp("a"))

    assert reads.changes(NOTHING) == []
    assert reads.changes({str(folder / "other")}) == []
    assert reads.changes({str(folder / "a")}) == [Change("a", False)]
    assert reads.changes(None) == [Change("a", False)]


def watching_stamp(name: str) -> tuple[int, ...] | None:
    from mtlc.cli.watched import look

    return look(name).stamp


def test_included_files_are_noted_before_they_are_read(folder: Path) -> None:
    save(folder / "sub" / "part.yaml", "blocks: {}\n")
    reads = Reads()
    include = reads.includer(Path("sub/a.yaml"))
    include("part.yaml")
    include("missing/part.yaml")
    include("bad\0name")

    assert reads.paths() == {
        str(folder / "sub" / "part.yaml"),
        str(folder / "sub" / "missing" / "part.yaml"),
    }
    assert reads.folders() == {str(folder / "sub"), str(folder / "sub" / "missing")}
    assert nearest(str(folder / "sub" / "missing")) == str(folder / "sub")


def test_a_link_is_watched_at_both_ends(folder: Path) -> None:
    save(folder / "real" / "a", "one")
    (folder / "a").symlink_to("real/a")

    assert noted("a").folders() == {str(folder), str(folder / "real")}


def test_a_pipe_is_not_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe")

    assert noted("pipe").changes(None) == []


# --- specs --------------------------------------------------------------------------------


class Shown(Screen):
    """A screen that keeps what it is given."""

    def __init__(self) -> None:
        super().__init__("checked", "human")
        self.rounds: list[Round] = []

    def show(self, one: Round) -> None:
        self.rounds.append(one)


def test_a_folder_is_looked_through_again_when_something_comes_or_goes(folder: Path) -> None:
    save(folder / "a.yaml", "one")
    shown = Shown()

    def find() -> Found:
        return Found(sorted(path.name for path in folder.glob("*.yaml")), (str(folder),))

    session = Session(find, find(), lambda spec, outcome: None, shown)
    session.refresh(NOTHING)
    save(folder / "b.yaml", "two")
    session.refresh({str(folder / "b.yaml")})
    (folder / "a.yaml").unlink()
    session.refresh({str(folder / "a.yaml")})
    session.refresh({str(folder / "b.yaml")})

    assert [(one.ran, [*one.outcomes]) for one in shown.rounds] == [
        (["a.yaml"], ["a.yaml"]),
        (["b.yaml"], ["a.yaml", "b.yaml"]),
        ([], ["b.yaml"]),
    ]


def test_a_file_may_be_missing_for_a_moment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(folder / "a.yaml", "one")
    shown = Shown()
    session = Session(
        lambda: Found(["a.yaml"]), Found(["a.yaml"]), lambda spec, outcome: None, shown
    )
    session.refresh(NOTHING)
    (folder / "a.yaml").unlink()
    monkeypatch.setattr(time, "sleep", lambda seconds: save(folder / "a.yaml", "two"))
    session.refresh(NOTHING)

    assert [one.changed for one in shown.rounds] == [(), ("a.yaml",)]


def test_a_file_that_is_gone_is_told_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(folder / "a.yaml", "one")
    shown = Shown()

    def run(spec: str, outcome: Outcome) -> None:
        if not Path(spec).exists():
            raise Unusable(f"cannot read {spec}")

    session = Session(lambda: Found(["a.yaml"]), Found(["a.yaml"]), run, shown)
    session.refresh(NOTHING)
    (folder / "a.yaml").unlink()
    monkeypatch.setattr(watching, "GRACE", 0)
    session.refresh(NOTHING)
    session.refresh(None)

    assert [one.faults for one in shown.rounds] == [{}, {"a.yaml": "cannot read a.yaml"}]


# --- what is said -------------------------------------------------------------------------


def outcome(fault: str | None = None, *lines: str) -> Outcome:
    return Outcome(lines=[*lines], fault=fault)


def test_the_line_about_a_round() -> None:
    outcomes = {name: outcome() for name in ("a.yaml", "b.yaml")}
    first = Round((), ["a.yaml", "b.yaml"], outcomes, 0.0851)
    assert status(first, "checked", "14:02:31") == (
        "[14:02:31] 2 specs checked in 85 ms: no problems; watching 0 files, Ctrl-C ends"
    )

    outcomes["b.yaml"].fault = "cannot read b.yaml: it is gone"
    names = ("b.yaml", "c.yaml", "d.yaml", "e.yaml")
    again = Round(names, ["b.yaml"], outcomes, 0.02)
    assert status(again, "compiled", "14:02:35").startswith(
        "[14:02:35] b.yaml, c.yaml, d.yaml and 1 more changed, 0 of 2 specs compiled in 20 ms, "
        "in all: 1 spec not compiled; "
    )


def test_what_specs_have_in_common_is_told_once() -> None:
    def found() -> list[Diagnostic]:
        source = Source("mtlc.toml", "taget = 'auto'")
        return [*compile_source(source)]

    outcomes = {name: Outcome(found=found()) for name in ("a.yaml", "b.yaml")}
    one = Round((), [*outcomes], outcomes, 0)

    assert [str(diagnostic) for diagnostic in one.found] == [str(found()[0])]


def test_names_move_no_cursor() -> None:
    one = Round(("a\x1b[2J.yaml",), ["a"], {"a": outcome("no \x1b[2J")}, 0)

    assert "\x1b" not in as_text(one, "checked", "14:02:31", colour=False)


def test_a_round_as_json_is_one_line() -> None:
    one = Round(("a\udcff.yaml",), ["a"], {"a": outcome("it is\ngone")}, 0.1)
    text = as_json(one)

    assert text.endswith("\n")
    assert text.count("\n") == 1
    assert json.loads(text) == {
        "version": 1,
        "changed": ["a\udcff.yaml"],
        "ran": ["a"],
        "diagnostics": [],
        "faults": [{"spec": "a", "message": "it is\ngone"}],
    }


def test_formats_without_rounds_are_refused() -> None:
    with pytest.raises(click.UsageError, match="--format human and json, not sarif"):
        watching.watch(
            lambda: Found(["a"]), lambda spec, _: None, verb="", output_format="sarif"
        )


# --- what the system tells ----------------------------------------------------------------


def failing(error: Exception) -> Callable[..., Iterator[set[tuple[int, str]]]]:
    def watch(*folders: str, **settings: object) -> Iterator[set[tuple[int, str]]]:
        yield {(1, "a")}
        raise error

    return watch


def test_a_limit_of_the_system_is_told_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    error = OSError("OS file watch limit reached")
    monkeypatch.setattr("watchfiles.watch", failing(error))

    with pytest.raises(Unusable) as raised:
        [*told_by_system(["models"])]
    assert str(raised.value) == (
        "cannot watch models: OS file watch limit reached; with WATCHFILES_FORCE_POLLING=1 in "
        "the environment mtlc looks for itself"
    )


@pytest.mark.parametrize("error", [FileNotFoundError("models"), RuntimeError("lost")])
def test_folders_that_go_away_are_looked_for_again(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchfiles.watch", failing(error))

    assert [*told_by_system(["models"])] == [None]


# --- what it needs ------------------------------------------------------------------------


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(Unusable, match=r"`pip install watchfiles`, or mtlc as `mtlc\[watch\]`"):
        watching.watch(
            lambda: Found(["a"]), lambda spec, _: None, verb="", output_format="json"
        )


@pytest.mark.parametrize(
    "command", [["check", "-"], ["check", "a.yaml", "-"], ["compile", "-", "-o", "a.py"]]
)
def test_standard_input_is_not_watched(command: list[str]) -> None:
    done = CliRunner().invoke(cli, [*command, "--watch"])

    assert isinstance(done.exception, Unusable)
    assert str(done.exception) == (
        "--watch goes with files, and standard input is none; name the spec's"
    )


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--fix", "a.yaml"],
        ["check", "--diff", "a.yaml"],
        ["compile", "--check", "a.yaml"],
        ["compile", "--stdout", "a.yaml"],
        ["compile", "-o", "-", "a.yaml"],
        ["compile", "-"],
    ],
)
def test_what_watching_does_not_go_with(command: list[str]) -> None:
    done = CliRunner().invoke(cli, [*command, "--watch"])

    assert done.exit_code == 2
    assert "--watch" in done.output


@pytest.mark.proof
def test_the_first_save_loads_nothing(installed: dict[str, str]) -> None:
    """All modules that specs need are loaded before, and Keras is not."""
    code = (
        "import sys; from pathlib import Path; import mtlc.cli; from mtlc.cli import late;"
        "[*late.load()]; before = {*sys.modules};"
        "results = [mtlc.compile(Path(name)) for name in sys.argv[1:]];"
        "print(sorted({*sys.modules} - before), 'keras' in before, 'numpy' in before)"
    )
    names = [
        *(ROOT / "examples").glob("*.yaml"),
        *(ROOT / "tests" / "golden").glob("*/b*.yaml"),
        *(ROOT / "tests" / "diagnostics").glob("MTL2*.yaml"),
    ]
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, names)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=installed,
    )

    assert (done.stdout, done.stderr) == ("[] False False\n", "")
