"""Diagnostics as JSON: the form that `docs/reference.md` promises to programs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from mtlc.render.json import render
from mtlc_spec.diagnostics import Edit, Origin
from mtlc_spec.source import Source
from tests.samples import Sample, label, within


def only(sample: Sample) -> dict[str, Any]:
    document = json.loads(render([sample]))
    assert document["version"] == 1
    (found,) = document["diagnostics"]
    return found


def place(line: int, column: int, last_line: int, end: int) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": line, "column": column},
        "end": {"line": last_line, "column": end},
    }


def test_everything() -> None:
    source = Source("a.yaml", "layers:\n  sum: {Add, from: [a, bb]}\n")
    other = Source("b.yaml", "x: 1\n")
    sample = Sample(
        span=within(source, "sum"),
        labels=(label(source, "bb", "this one"), label(other, "1", "that one")),
        trace=(
            Origin("stage2.0", within(source, "layers")),
            Origin("stage2", within(other, "x")),
        ),
        advice="write `b`",
        edits=(Edit(within(source, "bb"), "b"),),
    )

    assert only(sample) == {
        "code": "MTL0000",
        "severity": "error",
        "message": "it is wrong",
        "help": "write `b`",
        "file": "a.yaml",
        "range": place(2, 3, 2, 6),
        "labels": [
            {
                "message": "this one",
                "file": "a.yaml",
                "range": place(2, 24, 2, 26),
            },
            {
                "message": "that one",
                "file": "b.yaml",
                "range": place(1, 4, 1, 5),
            },
        ],
        "trace": ["stage2.0", "stage2"],
        "fix": {
            "edits": [
                {
                    "range": place(2, 24, 2, 26),
                    "text": "b",
                }
            ]
        },
    }


def test_what_there_is_none_of() -> None:
    found = only(Sample(span=within(Source("a.yaml", "x"), "x")))

    assert (found["help"], found["labels"], found["trace"], found["fix"]) == (
        None,
        [],
        [],
        None,
    )


def test_columns_are_code_points() -> None:
    found = only(Sample(span=within(Source("a.yaml", "層e\u0301👍\t: xy\n"), "xy")))

    assert found["range"] == place(1, 8, 1, 10)


def test_a_place_of_several_lines() -> None:
    found = only(Sample(span=within(Source("a.yaml", "a: [1,\r\n  2]\r\n"), "[1,\r\n  2]")))

    assert found["range"] == place(1, 4, 2, 5)


def test_an_empty_place() -> None:
    found = only(Sample(span=within(Source("a.yaml", "a: 1\n"), "")))

    assert found["range"] == place(2, 1, 2, 1)


def test_no_diagnostics() -> None:
    assert json.loads(render([])) == {"version": 1, "diagnostics": []}


def test_text_is_readable_and_always_valid() -> None:
    sample = Sample(span=within(Source("\udcff.yaml", "x"), "x"), words="層 \x1b")
    text = render([sample])

    assert '"層 \\u001b"' in text
    assert text.encode("utf-8")
    assert json.loads(text)["diagnostics"][0]["file"] == "\udcff.yaml"


def test_a_fix_repairs_the_spec(tmp_path: Path) -> None:
    text = "inputs: {x: [4]}\nlayers:\n  - Dens: {unitz: 8}\n  - Dense: {unit: '8'}\n"
    (tmp_path / "a.yaml").write_text(text)
    while found := [one["fix"] for one in check(tmp_path, "a.yaml") if one["fix"]]:
        lines = (tmp_path / "a.yaml").read_text().splitlines()
        (edit,) = found[0]["edits"]
        start, end = edit["range"]["start"], edit["range"]["end"]
        line = lines[start["line"] - 1]
        lines[start["line"] - 1] = (
            line[: start["column"] - 1] + edit["text"] + line[end["column"] - 1 :]
        )
        (tmp_path / "a.yaml").write_text("\n".join(lines) + "\n")

    assert (tmp_path / "a.yaml").read_text() == (
        "inputs: {x: [4]}\nlayers:\n  - Dense: {units: 8}\n  - Dense: {units: 8}\n"
    )


def test_several_files_are_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("inputs: {x: [4]}\nlayers: [Dens: 8]\n")
    (tmp_path / "b.yaml").write_text("inputs: {x: [4]}\nlayers: [Dense: 8]\n")
    (tmp_path / "c.yaml").write_bytes(b"name: \xff\n")

    found = check(tmp_path, "a.yaml", "b.yaml", "c.yaml")

    assert [(one["file"], one["code"]) for one in found] == [
        ("a.yaml", "MTL1001"),
        ("c.yaml", "MTL0001"),
    ]


def check(folder: Path, *specs: str) -> list[dict[str, Any]]:
    """The diagnostics of `mtlc check --format json`."""
    done = subprocess.run(
        [sys.executable, "-m", "mtlc", "check", "--format", "json", *specs],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    found = json.loads(done.stdout)["diagnostics"]
    assert isinstance(found, list)
    return found
