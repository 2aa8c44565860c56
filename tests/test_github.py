"""Diagnostics as commands of GitHub's workflows, read back as its runner reads them."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from mtlc.render import Finding
from mtlc.render.github import command, render
from mtlc.render.run import Run
from mtlc_spec.diagnostics import Diagnostic, Origin, Severity
from mtlc_spec.source import Source
from tests import commands
from tests.commands import Done
from tests.samples import Sample, label, within
from tests.test_diagnostics import all_found

GOOD = "inputs: {x: [4]}\nlayers: [Dense: 8]\n"
BAD = "inputs: {x: [4]}\nlayers: [Dens: 8]\n"


class Annotation(NamedTuple):
    """What the runner makes of a line."""

    command: str
    properties: dict[str, str]
    text: str


def read(line: str) -> Annotation:
    """A command as the runner takes it apart, escapes undone in the runner's order."""
    found = re.fullmatch(r"::([a-z]+)(?: ([^\r\n]*?))?::([^\r\n]*)", line)
    assert found is not None, line
    properties = {}
    for pair in (found[2] or "").split(","):
        name, equals, value = pair.partition("=")
        if equals:
            properties[name] = _plain(value.replace("%3A", ":").replace("%2C", ","))
    return Annotation(found[1], properties, _plain(found[3]))


def _plain(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def only(sample: Diagnostic, run: Run | None = None) -> Annotation:
    (line,) = render([sample], run).splitlines()
    return read(line)


def test_everything() -> None:
    source = Source("a.yaml", "layers:\n  sum: {Add, from: [a, bb]}\n")
    sample = Sample(
        span=within(source, "sum"),
        labels=(label(source, "bb", "this one"), label(source, "a,", "")),
        trace=(Origin("stage2.0", within(source, "layers")),),
        others=1,
        advice="write `b`",
    )

    assert render([sample]) == (
        "::error file=a.yaml,line=2,endLine=2,col=3,endColumn=6,title=MTL0000 sample::"
        "a.yaml:2:3: it is wrong%0A"
        "a.yaml:2:24: this one%0A"
        "in: stage2.0, at a.yaml:1:1%0A"
        "and 1 more use of it%0A"
        "help: write `b`\n"
    )


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("50 %", "50 %25"),
        ("%0A", "%250A"),
        ("a\r\nb", "a%0D%0Ab"),
        ("a: b, c::d", "a: b, c::d"),
        ("", ""),
    ],
)
def test_escapes_in_texts(text: str, escaped: str) -> None:
    line = command("error", text, {})

    assert line == f"::error::{escaped}"
    assert read(line).text == text


@pytest.mark.parametrize(
    ("value", "escaped"),
    [
        ("a,b:c.yaml", "a%2Cb%3Ac.yaml"),
        ("100%.yaml", "100%25.yaml"),
        ("%2C.yaml", "%252C.yaml"),
        ("a\nb\rc", "a%0Ab%0Dc"),
        ("a=b c", "a=b c"),
    ],
)
def test_escapes_in_properties(value: str, escaped: str) -> None:
    line = command("error", "it is wrong", {"file": value})

    assert line == f"::error file={escaped}::it is wrong"
    assert read(line).properties == {"file": value}


def test_every_severity_has_its_command() -> None:
    class Noted(Sample):
        severity = Severity.NOTE

    class Warned(Sample):
        severity = Severity.WARNING

    span = within(Source("a.yaml", "x"), "x")

    assert [only(kind(span=span)).command for kind in (Sample, Warned, Noted)] == [
        "error",
        "warning",
        "notice",
    ]


def test_a_place_of_several_lines_has_no_columns() -> None:
    found = only(Sample(span=within(Source("a.yaml", "a: [1,\n  2]\n"), "[1,\n  2]")))

    assert found.properties == {
        "file": "a.yaml",
        "line": "1",
        "endLine": "2",
        "title": "MTL0000 sample",
    }


def test_no_text_of_a_spec_begins_a_line() -> None:
    words = "`x\n::error::mine` \x1b[31m"
    sample = Sample(span=within(Source("a.yaml", "x"), "x"), words=words)

    assert len(render([sample]).splitlines()) == 1
    assert r"`x\x0a::error::mine` \x1b[31m" in only(sample).text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.yaml", "models/a.yaml"),
        ("../a.yaml", "a.yaml"),
        ("/work/repo/models/./a.yaml", "models/a.yaml"),
        ("/elsewhere/a.yaml", "/elsewhere/a.yaml"),
    ],
)
def test_files_are_relative_to_the_workspace(name: str, expected: str) -> None:
    sample = Sample(span=within(Source(name, "x"), "x"))
    run = Run(folder="/work/repo/models", root="/work/repo")

    assert only(sample, run).properties["file"] == expected


@pytest.mark.parametrize(
    "source", [Source("<stdin>", "x"), Source("std/a.yaml", "x", is_library=True)]
)
def test_what_is_no_file_has_no_place_but_in_its_text(source: Source) -> None:
    found = only(Sample(span=within(source, "x")))

    assert found.properties == {"title": "MTL0000 sample"}
    assert found.text.startswith(f"{source.name}:1:1: ")


def test_whole_files_and_faults() -> None:
    finding = Finding("stale-module", "a.py", "a.py is missing")
    run = Run(findings=(finding,), faults=("cannot read b.yaml: no such file",))

    assert render([], run) == (
        "::error file=a.py,title=stale-module::a.py is missing\n"
        "::error::cannot read b.yaml: no such file\n"
    )


def test_every_diagnostic_is_a_line_that_can_be_read() -> None:
    lines = render(all_found()).split("\n")

    assert lines.pop() == ""
    for one, line in zip(all_found(), lines, strict=True):
        annotation = read(line)
        assert annotation.properties["title"] == f"{one.code} {one.slug}"
        assert int(annotation.properties.get("line", 1)) >= 1


def mtlc(folder: Path, *words: str) -> Done:
    workspace = str(folder.parent)
    return commands.mtlc(folder, *words, "--format", "github", GITHUB_WORKSPACE=workspace)


def test_check_sums_up_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "good.yaml").write_text(GOOD)

    done = mtlc(tmp_path, "check", "bad.yaml", "good.yaml")

    assert done.status == 1
    assert read(done.stdout.rstrip("\n")).properties["file"] == f"{tmp_path.name}/bad.yaml"
    assert done.stderr == "2 specs checked: 1 error\n"


def test_compile_sums_up_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "good.yaml").write_text(GOOD)

    done = mtlc(tmp_path, "compile", "bad.yaml", "good.yaml")

    annotation, written = done.stdout.splitlines()
    assert done.status == 1
    assert read(annotation).text.startswith("bad.yaml:2:10: Keras has no layer `Dens`")
    assert written == "good.py: Sequential, 1 layer, 40 parameters"
    assert done.stderr == "1 error\n"


def test_a_stale_module_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)

    done = mtlc(tmp_path, "compile", "--check", "good.yaml")

    assert done.status == 1
    assert done.stdout == (
        f"::error file={tmp_path.name}/good.py,title=stale-module::good.py is missing\n"
    )


def test_a_file_that_would_be_laid_out(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD.replace(" [4]", "  [4]"))

    done = mtlc(tmp_path, "fmt", "--check", "good.yaml")

    assert done.status == 1
    assert done.stdout == (
        f"::error file={tmp_path.name}/good.yaml,title=layout::good.yaml would be changed\n"
    )
    assert done.stderr == "1 file would be formatted\n"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["compile", "--stdout"], 1),
        (["expand"], 1),
        (["summary"], 1),
        (["verify"], 1),
        (["import"], 1),
        (["fuse"], 2),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_what_prints_something_else_has_its_annotations_on_standard_error(
    tmp_path: Path, words: list[str], status: int
) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)

    done = mtlc(tmp_path, *words, "bad.yaml")

    annotation, summary = done.stderr.splitlines()
    assert (done.status, done.stdout) == (status, "")
    assert read(annotation).properties["title"]
    assert summary == "1 error"
