"""Diagnostics as SARIF 2.1.0, judged by the schema of the standard."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from mtlc.codes import all_codes
from mtlc.render import Finding
from mtlc.render.run import Run
from mtlc.render.sarif import render
from mtlc_spec.diagnostics import Diagnostic, Edit, Origin, Severity
from mtlc_spec.source import Source
from tests.commands import mtlc
from tests.samples import Sample, label, within
from tests.test_diagnostics import all_found

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "build" / "editor" / "node_modules" / "@microsoft" / "sarif-matcher-utils"
SCHEMA = PACKAGE / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json"

GOOD = "inputs: {x: [4]}\nlayers: [Dense: 8]\n"
BAD = "inputs: {x: [4]}\nlayers: [Dens: 8]\n"


@pytest.fixture(scope="session")
def schema() -> Draft4Validator:
    assert SCHEMA.is_file(), (
        "the schema of SARIF is not installed: `make setup` puts it into build/editor, by "
        "`npm install` of tests/editor/package.json"
    )
    return Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def only_run(text: str) -> dict[str, Any]:
    (run,) = json.loads(text)["runs"]
    assert isinstance(run, dict)
    return run


def only(sample: Diagnostic, run: Run | None = None) -> dict[str, Any]:
    (result,) = only_run(render([sample], run))["results"]
    assert isinstance(result, dict)
    return result


def region(line: int, column: int, last_line: int, end: int) -> dict[str, int]:
    return {"startLine": line, "startColumn": column, "endLine": last_line, "endColumn": end}


def file(uri: str) -> dict[str, str]:
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_everything(schema: Draft4Validator) -> None:
    source = Source("a.yaml", "layers:\n  sum: {Add, from: [a, bb]}\n")
    other = Source("std/b.yaml", "x: 1\n", is_library=True)
    sample = Sample(
        span=within(source, "sum"),
        labels=(
            label(source, "sum", "is here"),
            label(source, "bb", "this one"),
            label(other, "1", "that one"),
        ),
        trace=(
            Origin("stage2.0", within(source, "layers")),
            Origin("stage2", within(other, "x")),
        ),
        others=2,
        advice="write `b`",
        edits=(Edit(within(source, "bb"), "b"),),
    )

    text = render([sample])

    schema.validate(json.loads(text))
    assert only_run(text)["results"] == [
        {
            "ruleId": "MTL0000",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "it is wrong\nhelp: write `b`"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": file("a.yaml"),
                        "region": region(2, 3, 2, 6),
                    },
                    "message": {"text": "is here"},
                }
            ],
            "relatedLocations": [
                {
                    "physicalLocation": {
                        "artifactLocation": file("a.yaml"),
                        "region": region(2, 24, 2, 26),
                    },
                    "message": {"text": "this one"},
                },
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "std/b.yaml", "uriBaseId": "MTLC"},
                        "region": region(1, 4, 1, 5),
                    },
                    "message": {"text": "that one"},
                },
            ],
            "stacks": [
                {
                    "frames": [
                        {
                            "location": {
                                "physicalLocation": {
                                    "artifactLocation": file("a.yaml"),
                                    "region": region(1, 1, 1, 7),
                                },
                                "message": {"text": "in: stage2.0"},
                            }
                        },
                        {
                            "location": {
                                "physicalLocation": {
                                    "artifactLocation": {
                                        "uri": "std/b.yaml",
                                        "uriBaseId": "MTLC",
                                    },
                                    "region": region(1, 1, 1, 2),
                                },
                                "message": {"text": "in: stage2"},
                            }
                        },
                    ]
                }
            ],
            "occurrenceCount": 3,
            "fixes": [
                {
                    "description": {"text": "write `b`"},
                    "artifactChanges": [
                        {
                            "artifactLocation": file("a.yaml"),
                            "replacements": [
                                {
                                    "deletedRegion": region(2, 24, 2, 26),
                                    "insertedContent": {"text": "b"},
                                }
                            ],
                        }
                    ],
                }
            ],
        }
    ]


def test_a_problem_with_nothing_to_it() -> None:
    found = only(Sample(span=within(Source("a.yaml", "x"), "x")))

    assert set(found) == {"ruleId", "ruleIndex", "level", "message", "locations"}


def test_rules_are_those_that_were_broken_in_the_order_of_their_codes() -> None:
    found = [one for one in all_found() if one.code in ("MTL9001", "MTL2006", "MTL3002")]
    run = only_run(render(found))
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == ["MTL2006", "MTL3002", "MTL9001"]
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == [
        str(all_codes()[rule["id"]].severity) for rule in rules
    ]
    assert {(one["ruleId"], rules[one["ruleIndex"]]["id"]) for one in run["results"]} == {
        (rule["id"], rule["id"]) for rule in rules
    }


def test_the_help_of_a_rule_is_what_explain_prints(tmp_path: Path) -> None:
    run = only_run(render(one for one in all_found() if one.code == "MTL1001"))
    (rule,) = run["tool"]["driver"]["rules"]

    assert rule["help"]["text"] == mtlc(tmp_path, "explain", "MTL1001").stdout
    assert rule["name"] == "UnknownLayer"
    assert rule["shortDescription"]["text"] == rule["fullDescription"]["text"].split("\n")[0]
    assert re.findall(r"```yaml\n(.*?)```", rule["help"]["markdown"], re.DOTALL) == [
        "inputs: {x: [4]}\nlayers: [Dens: 8]\n",
        "inputs: {x: [4]}\nlayers: [Dense: 8]\n",
    ]


def test_every_severity_has_its_level() -> None:
    class Noted(Sample):
        severity = Severity.NOTE

    class Warned(Sample):
        severity = Severity.WARNING

    span = within(Source("a.yaml", "x"), "x")

    assert [only(kind(span=span))["level"] for kind in (Sample, Warned, Noted)] == [
        "error",
        "warning",
        "note",
    ]


@pytest.mark.parametrize(
    ("text", "piece", "expected"),
    [
        ("層e\u0301👍\t: xy\n", "xy", region(1, 8, 1, 10)),
        ("a: [1,\r\n  2]\r\n", "[1,\r\n  2]", region(1, 4, 2, 5)),
        ("a: 1\rb: 2\n", "b", region(2, 1, 2, 2)),
        ("a: 1\n", "", region(2, 1, 2, 1)),
    ],
    ids=["code points", "several lines", "carriage returns", "an empty place"],
)
def test_regions(text: str, piece: str, expected: dict[str, int]) -> None:
    found = render([Sample(span=within(Source("a.yaml", text), piece))])
    run = only_run(found)

    assert run["columnKind"] == "unicodeCodePoints"
    assert run["newlineSequences"] == ["\r\n", "\n", "\r"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.yaml", file("a.yaml")),
        ("./sub/../sub/a.yaml", file("sub/a.yaml")),
        ("/work/here/sub/a.yaml", file("sub/a.yaml")),
        ("a b,%:#?.yaml", file("a%20b%2C%25%3A%23%3F.yaml")),
        ("層.yaml", file("%E5%B1%A4.yaml")),
        ("\udcff.yaml", file("%FF.yaml")),
        ("../a.yaml", {"uri": "file:///work/a.yaml"}),
        ("/work/here and there/a.yaml", {"uri": "file:///work/here%20and%20there/a.yaml"}),
        ("<stdin>", {"uri": "%3Cstdin%3E"}),
    ],
)
def test_files_are_relative_below_the_working_directory(
    schema: Draft4Validator, name: str, expected: dict[str, str]
) -> None:
    sample = Sample(span=within(Source(name, "x"), "x"))
    text = render([sample], Run(folder="/work/here"))
    (location,) = only_run(text)["results"][0]["locations"]

    schema.validate(json.loads(text))
    assert location["physicalLocation"]["artifactLocation"] == expected


def test_every_base_of_a_file_is_declared() -> None:
    run = only_run(render([]))

    assert set(run["originalUriBaseIds"]) == {"%SRCROOT%", "MTLC"}
    assert "/" not in json.dumps(run["originalUriBaseIds"])


def test_what_looks_like_a_link_is_none() -> None:
    sample = Sample(span=within(Source("a.yaml", "x"), "x"), words="see [a, b](c) and [d]")

    assert only(sample)["message"]["text"] == r"see \[a, b](c) and [d]"


def test_a_fix_of_the_library_is_none_of_the_users() -> None:
    source = Source("std/b.yaml", "x: 1\n", is_library=True)
    sample = Sample(span=within(source, "x"), edits=(Edit(within(source, "1"), "2"),))

    assert "fixes" not in only(sample)


def test_a_run_says_how_it_ended(schema: Draft4Validator) -> None:
    text = render([], Run(status=2, faults=("cannot read a.yaml: no such file",)))

    schema.validate(json.loads(text))
    assert only_run(text)["invocations"] == [
        {
            "executionSuccessful": False,
            "exitCode": 2,
            "toolExecutionNotifications": [
                {
                    "level": "error",
                    "message": {"text": "cannot read a.yaml: no such file"},
                }
            ],
        }
    ]
    assert only_run(render([], Run(status=0)))["invocations"] == [
        {"executionSuccessful": True, "exitCode": 0}
    ]
    assert only_run(render([]))["invocations"] == [{"executionSuccessful": True}]


def test_what_is_wrong_with_a_whole_file(schema: Draft4Validator) -> None:
    finding = Finding("stale-module", "/work/here/a.py", "a.py is missing")
    text = render([], Run(folder="/work/here", findings=(finding,)))
    run = only_run(text)

    schema.validate(json.loads(text))
    assert run["results"] == [
        {
            "ruleId": "stale-module",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "a.py is missing"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": file("a.py"),
                        "region": {"startLine": 1},
                    }
                }
            ],
        }
    ]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["stale-module"]


def test_every_diagnostic_is_valid(schema: Draft4Validator) -> None:
    text = render(all_found())
    run = only_run(text)

    schema.validate(json.loads(text))
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(all_codes())
    assert len(run["results"]) == len(all_found())
    assert render(all_found()) == text


def test_fixes_are_those_of_the_diagnostics() -> None:
    for one in all_found():
        if not one.fix:
            continue
        text = one.span.source.text
        expected = text
        for span, new in sorted(one.fix, reverse=True, key=lambda edit: edit.span[1:]):
            expected = expected[: span.start] + new + expected[span.end :]
        (fix,) = only(one)["fixes"]
        (change,) = fix["artifactChanges"]

        assert applied(text, change["replacements"]) == expected


def applied(text: str, replacements: list[dict[str, Any]]) -> str:
    """The text after the replacements, as a reader of SARIF makes it."""
    starts = [0, *(end.end() for end in re.finditer(r"\r\n|\n|\r", text))]

    def offset(place: dict[str, int], side: str) -> int:
        return starts[place[f"{side}Line"] - 1] + place[f"{side}Column"] - 1

    edits = [
        (offset(place, "start"), offset(place, "end"), one["insertedContent"]["text"])
        for one in replacements
        for place in [one["deletedRegion"]]
    ]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize(
    ("words", "stream", "status"),
    [
        (["check", "bad.yaml", "good.yaml"], "stdout", 1),
        (["check", "good.yaml"], "stdout", 0),
        (["check", "good.yaml", "missing.yaml"], "stdout", 2),
        (["compile", "bad.yaml"], "stdout", 1),
        (["compile", "--stdout", "good.yaml"], "stderr", 0),
        (["compile", "--check", "good.yaml"], "stdout", 1),
        (["fmt", "--check", "loose.yaml"], "stdout", 1),
        (["expand", "bad.yaml"], "stderr", 1),
        (["summary", "bad.yaml"], "stderr", 1),
        (["summary", "good.yaml"], "stderr", 0),
        (["verify", "bad.yaml"], "stderr", 1),
        (["import", "bad.yaml"], "stderr", 1),
        (["compare", "bad.yaml", "good.yaml"], "stderr", 2),
        (["fuse", "bad.yaml"], "stderr", 2),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_every_command_prints_one_document(
    tmp_path: Path, schema: Draft4Validator, words: list[str], stream: str, status: int
) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "loose.yaml").write_text(GOOD.replace(" [4]", "  [4]"))

    done = mtlc(tmp_path, *words, "--format", "sarif")

    document = getattr(done, stream)
    schema.validate(json.loads(document))
    assert done.status == status
    assert only_run(document)["invocations"][0]["exitCode"] == status


def test_a_stale_module_is_a_result(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    mtlc(tmp_path, "compile", "a.yaml")
    (tmp_path / "a.yaml").write_text(GOOD.replace("8", "9"))

    run = only_run(mtlc(tmp_path, "compile", "--check", "a.yaml", "--format", "sarif").stdout)

    assert [(one["ruleId"], one["message"]["text"]) for one in run["results"]] == [
        ("stale-module", "a.py is not what would be written")
    ]


def test_the_same_bytes_at_any_time_and_place(tmp_path: Path) -> None:
    texts = []
    for name, seed in (("one", "1"), ("another", "2")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "bad.yaml").write_text(BAD)
        done = subprocess.run(
            [sys.executable, "-m", "mtlc", "check", "bad.yaml", "--format", "sarif"],
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati"},
            capture_output=True,
            check=False,
        )
        texts.append(done.stdout)

    assert texts[0] == texts[1] != b""
