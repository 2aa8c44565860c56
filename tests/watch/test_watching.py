"""Real processes and real files: what is run again, and what is not."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.watch.conftest import DEADLINE, Start, Watching, save

JSON = ("--watch", "--format", "json")
EMPTY = "a spec needs `inputs`"
SPEC = "inputs: {x: [4]}\nlayers: [Dense: 8, Dense: {units}]\n"


def spec(units: object) -> str:
    """A spec; it is sound if the units are a number."""
    return SPEC.replace("{units}", str(units))


def messages(one: dict[str, Any]) -> list[str]:
    return [found["message"] for found in one["diagnostics"]]


def wrong_units(value: str) -> str:
    return f"`units` must be a whole number, not the string '{value}'"


def settled(watching: Watching) -> dict[str, Any]:
    """The next round in which the spec is there.

    A test that is interrupted long enough may show that there was nothing meanwhile.
    """
    while (found := watching.round())["faults"] or messages(found) == [EMPTY]:
        pass
    return found


# --- how editors save ---------------------------------------------------------------------


def in_place(path: Path, text: str) -> None:
    path.write_text(text)


def backup_first(path: Path, text: str) -> None:
    """As vim does: the file is moved away, and written anew."""
    path.rename(f"{path}~")
    path.write_text(text)
    Path(f"{path}~").unlink()


def delete_first(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text)


def empty_first(path: Path, text: str) -> None:
    path.write_text("")
    path.write_text(text)


def keeping_times(path: Path, text: str) -> None:
    """As synchronizing tools do: the file is older than the one before it."""
    new = path.with_suffix(".new")
    new.write_text(text)
    os.utime(new, ns=(0, 0))
    new.replace(path)


def test_every_way_of_saving_is_seen(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(spec(1))
    watching = start("check", *JSON, "a.yaml")
    assert messages(watching.round()) == []

    ways: list[Callable[[Path, str], None]] = [
        *(save, in_place, backup_first, delete_first, empty_first, keeping_times),
    ]
    for way in ways:
        way(path, spec("many"))
        wrong = settled(watching)
        way(path, spec(1))
        right = settled(watching)

        assert messages(wrong) == [wrong_units("many")], way
        assert (messages(right), right["changed"]) == ([], ["a.yaml"]), way


def test_what_was_written_last_counts(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(spec(1))
    watching = start("check", *JSON, "a.yaml")
    watching.round()

    for units in range(2, 50):
        path.write_text(spec(f"wrong{units}"))
    path.write_text(spec("last"))
    while messages(found := watching.round()) != [wrong_units("last")]:
        assert len(messages(found)) == 1


def test_a_link_leads_to_what_is_watched(start: Start, tmp_path: Path) -> None:
    for name, units in (("one", 1), ("two", "many")):
        save(tmp_path / name / "a.yaml", spec(units))
    (tmp_path / "a.yaml").symlink_to("one/a.yaml")
    watching = start("check", *JSON, "a.yaml")
    watching.round()

    save(tmp_path / "one" / "a.yaml", spec("some"))
    assert messages(watching.round()) == [wrong_units("some")]
    (tmp_path / "new").symlink_to("two/a.yaml")
    (tmp_path / "new").replace(tmp_path / "a.yaml")
    assert messages(watching.round()) == [wrong_units("many")]


# --- what comes and goes ------------------------------------------------------------------


def test_a_spec_may_be_broken_be_gone_and_come_back(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "models" / "a.yaml"
    save(path, "inputs: {x: [4\n")
    watching = start("check", *JSON, "models/a.yaml")
    assert len(messages(watching.round())) == 1

    path.unlink()
    gone = watching.round()
    assert gone["faults"] == [
        {
            "spec": "models/a.yaml",
            "message": "cannot read models/a.yaml: No such file or directory",
        }
    ]
    path.write_bytes(b"\xff")
    assert len(messages(watching.round())) == 1
    save(path, spec(1))
    assert (messages(found := watching.round()), found["faults"]) == ([], [])


def test_a_whole_folder_may_be_replaced(start: Start, tmp_path: Path) -> None:
    save(tmp_path / "models" / "a.yaml", spec(1))
    save(tmp_path / "other" / "a.yaml", spec("many"))
    watching = start("check", *JSON, "models/a.yaml")
    watching.round()

    (tmp_path / "models").rename(tmp_path / "old")
    (tmp_path / "other").rename(tmp_path / "models")
    while not messages(watching.round()):
        pass  # between the two, the spec was gone
    shutil.rmtree(tmp_path / "models")
    assert len(watching.round()["faults"]) == 1
    save(tmp_path / "models" / "a.yaml", spec(2))
    assert watching.round()["faults"] == []
    save(tmp_path / "models" / "a.yaml", spec("many"))
    assert len(messages(watching.round())) == 1


INCLUDING = "include: [{files}]\ninputs: {x: [4]}\nlayers: [{block}: 8]\n"
BLOCK = "blocks: {wide: {params: {n: $required}, layers: [Dense: {units}]}}\n"


def test_what_is_included_is_watched_and_only_what_changed_is_run(
    start: Start, tmp_path: Path
) -> None:
    def including(files: str) -> str:
        return INCLUDING.replace("{files}", files).replace("{block}", "wide")

    def block(units: object) -> str:
        return BLOCK.replace("{units}", str(units))

    save(tmp_path / "parts" / "one.yaml", block("$n"))
    save(tmp_path / "a.yaml", including("parts/one.yaml"))
    save(tmp_path / "b.yaml", spec(1))
    watching = start("check", *JSON, "a.yaml", "b.yaml")
    first = watching.round()
    assert (messages(first), first["ran"]) == ([], ["a.yaml", "b.yaml"])

    save(tmp_path / "parts" / "one.yaml", block("many"))
    assert (found := watching.round())["changed"] == ["parts/one.yaml"]
    assert (found["ran"], len(messages(found))) == (["a.yaml"], 1)

    # What b says stays said when a is run again; what a includes is another file then.
    save(tmp_path / "b.yaml", spec("many"))
    assert ((found := watching.round())["ran"], len(messages(found))) == (["b.yaml"], 2)
    save(tmp_path / "a.yaml", including("more/two.yaml"))
    assert (found := watching.round())["ran"] == ["a.yaml"]
    assert any("there is no such file" in message for message in messages(found))

    save(tmp_path / "parts" / "one.yaml", block(3))
    save(tmp_path / "more" / "two.yaml", block(4))
    assert (found := watching.round())["changed"] == ["more/two.yaml"]
    assert messages(found) == [wrong_units("many")]


# --- what makes no round ------------------------------------------------------------------


def test_modules_and_other_files_make_no_round(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    save(path, spec(1))
    watching = start("compile", *JSON, "a.yaml")
    watching.round()

    for units in (2, 3):
        (tmp_path / f"{units}.log").write_text("what a run writes")
        (tmp_path / "other.yaml").write_text(spec(units))
        path.touch()
        path.chmod(0o600)
        save(path, spec(units))
        assert watching.round()["changed"] == ["a.yaml"]
        assert f"Dense({units}, " in (tmp_path / "a.py").read_text()
    assert sorted(one.name for one in tmp_path.glob("*.py")) == ["a.py"]
    watching.process.send_signal(signal.SIGINT)
    assert watching.ended() == (130, "")


def test_an_edited_module_is_kept_and_watching_goes_on(start: Start, tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(tmp_path / f"{name}.yaml", spec(1))
    watching = start("compile", *JSON, "a.yaml", "b.yaml")
    watching.round()
    module = tmp_path / "a.py"
    edited = module.read_text().replace("Dense(8", "Dense(9")
    module.write_text(edited)

    save(tmp_path / "a.yaml", spec(2))
    assert watching.round()["faults"] == [
        {
            "spec": "a.yaml",
            "message": "a.py was edited since mtlc wrote it; overwrite it with --force",
        }
    ]
    assert module.read_text() == edited
    save(tmp_path / "b.yaml", spec(2))
    assert [one["spec"] for one in watching.round()["faults"]] == ["a.yaml"]
    assert "Dense(2, " in (tmp_path / "b.py").read_text()
    module.unlink()
    save(tmp_path / "a.yaml", spec(3))
    assert watching.round()["faults"] == []
    assert "Dense(3, " in module.read_text()


# --- where the system does not tell -------------------------------------------------------


def test_polling_where_it_is_asked_for(start: Start, tmp_path: Path) -> None:
    save(tmp_path / "a.yaml", spec(1))
    watching = start(
        *("check", *JSON, "a.yaml"),
        WATCHFILES_FORCE_POLLING="1",
        WATCHFILES_POLL_DELAY_MS="20",
    )
    watching.round()
    save(tmp_path / "a.yaml", spec("many"))

    assert len(messages(watching.round())) == 1


# --- the end ------------------------------------------------------------------------------


def test_a_pipe_that_nobody_reads_ends_it(start: Start, tmp_path: Path) -> None:
    save(tmp_path / "a.yaml", spec(1))
    watching = start("check", "--watch", "a.yaml")
    watching.until("Ctrl-C ends\n")
    process = watching.process
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()

    assert (process.wait(DEADLINE), process.stderr.read()) == (0, b"")
