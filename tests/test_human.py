"""What a person reads: the piece of the spec, the marks under it, and how they line up."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from mtlc.render import human
from mtlc.render.run import Run
from mtlc.render.terminal import Style, visible, width
from mtlc_spec.diagnostics import Label, Origin
from mtlc_spec.source import Source
from tests.samples import Sample, label, within


def shown(diagnostic: Sample) -> str:
    return human.render([diagnostic])


def body(diagnostic: Sample) -> list[str]:
    """The excerpt and the notes, without headline and place."""
    return shown(diagnostic).splitlines()[3:-1]


def marked(text: str, piece: str) -> list[str]:
    return body(Sample(span=within(Source("a.yaml", text), piece)))


def test_anatomy() -> None:
    stages = "\n".join(f"  stage{number}: {{Dense: 8}}" for number in range(1, 7))
    source = Source("resnet.yaml", f"layers:\n  main: a\n  short: b\n  sum: c\n{stages}\n")
    other = Source("blocks.yaml", "blocks:\n  residual: {filters: 64}\n")
    sample = Sample(
        span=within(source, "sum"),
        labels=(
            label(source, "main", "this one is (None, 28, 28, 128)"),
            label(source, "short", "this one is (None, 56, 56, 64)"),
            label(source, "sum", "height 28 and 56 differ"),
            label(other, "residual", "defined here"),
        ),
        trace=(Origin("stage2.0", within(source, "stage6: {Dense: 8}")),),
        advice="give both the same shape",
    )

    assert shown(sample) == dedent(
        """\
        error[MTL0000]: it is wrong
         --> resnet.yaml:4:3
          |
        2 |   main: a
          |   ---- this one is (None, 28, 28, 128)
        3 |   short: b
          |   ----- this one is (None, 56, 56, 64)
        4 |   sum: c
          |   ^^^ height 28 and 56 differ
         ::: blocks.yaml:2:3
          |
        2 |   residual: {filters: 64}
          |   -------- defined here
          |
          = in: stage2.0, from `stage6: {Dense: 8}` at resnet.yaml:10:3
          = help: give both the same shape

        """
    )


def test_the_gutter_is_as_wide_as_the_largest_number() -> None:
    source = Source("a.yaml", "a\nb\nc\n" + "d\n" * 6 + "e\n")
    sample = Sample(span=within(source, "e"), labels=(label(source, "a", "here"),))

    assert shown(sample).splitlines()[1:] == [
        "  --> a.yaml:10:1",
        "   |",
        " 1 | a",
        "   | - here",
        "...",
        "10 | e",
        "   | ^",
        "",
    ]


def test_one_line_between_two_marks_is_shown() -> None:
    source = Source("a.yaml", "first\nbetween\nlast\n")
    sample = Sample(span=within(source, "last"), labels=(label(source, "first", "here"),))

    assert body(sample) == [
        "1 | first",
        "  | ----- here",
        "2 | between",
        "3 | last",
        "  | ^^^^",
    ]


def test_labels_on_one_line() -> None:
    source = Source("a.yaml", "outputs: [one, two, three]\n")
    sample = Sample(
        span=within(source, "three"),
        labels=(label(source, "one", "the first"), label(source, "two", "the second")),
    )

    assert body(sample) == [
        "1 | outputs: [one, two, three]",
        "  |           ---  ---  ^^^^^",
        "  |           |    the second",
        "  |           the first",
    ]


def test_the_last_label_of_a_line_is_beside_its_mark() -> None:
    source = Source("a.yaml", "outputs: [one, two]\n")
    sample = Sample(span=within(source, "one"), labels=(label(source, "two", "the second"),))

    assert body(sample) == [
        "1 | outputs: [one, two]",
        "  |           ^^^  --- the second",
    ]


def test_labels_that_overlap_have_rows_of_their_own() -> None:
    source = Source("a.yaml", "outputs: [one, two]\n")
    sample = Sample(
        span=within(source, "one"), labels=(label(source, "[one, two]", "the list"),)
    )

    assert body(sample) == [
        "1 | outputs: [one, two]",
        "  |          ---------- the list",
        "  |           ^^^",
    ]


@pytest.mark.parametrize(
    ("text", "piece", "lines"),
    [
        ("a:\tb", "b", ["1 | a: b", "  |    ^"]),
        ("層: 畳み込み, b", "畳み込み", ["1 | 層: 畳み込み, b", "  |     ^^^^^^^^"]),
        ("層: 畳み込み, b", "b", ["1 | 層: 畳み込み, b", "  |               ^"]),
        ("e\u0301te\u0301: b", "b", ["1 | e\u0301te\u0301: b", "  |      ^"]),
        ("\u1112\u1161\u11ab: b", "b", ["1 | \u1112\u1161\u11ab: b", "  |     ^"]),
        ("👍: b", "b", ["1 | 👍: b", "  |     ^"]),
        ("❤\ufe0f: b", "b", ["1 | ❤\ufe0f: b", "  |    ^"]),
        ("a\u3000: b", "b", ["1 | a\u3000: b", "  |      ^"]),
        ("a\u200b: b", "b", ["1 | a\\u200b: b", "  |          ^"]),
        ("a\x1b[31m: b", "b", ["1 | a\\x1b[31m: b", "  |            ^"]),
        ("a\u202e: b", "b", ["1 | a\\u202e: b", "  |          ^"]),
        ("a\U000e0041: b", "b", ["1 | a\\U000e0041: b", "  |              ^"]),
    ],
    ids=[
        *("tab", "wide", "behind wide", "combining", "Hangul", "emoji", "variation"),
        *("wide space", "invisible", "escape", "right to left", "beyond 16 bits"),
    ],
)
def test_marks_stand_under_what_they_mark(text: str, piece: str, lines: list[str]) -> None:
    assert marked(text, piece) == lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends(end: str) -> None:
    text = end.join(["a: 1", "b: 2", "c: 3", ""])
    sample = Sample(span=within(Source("a.yaml", text), "b"))

    assert shown(sample).splitlines()[1] == " --> a.yaml:2:1"
    assert body(sample) == ["2 | b: 2", "  | ^"]


def test_an_empty_file() -> None:
    assert marked("", "") == ["1 |", "  | ^"]


def test_the_end_of_a_file() -> None:
    assert marked("a: 1", "") == ["1 | a: 1", "  |     ^"]
    assert marked("a: 1\n", "") == ["2 |", "  | ^"]


def test_a_place_of_several_lines_is_marked_on_the_first() -> None:
    text = "a:\n  - Dense: 8  \n  - Dense: 4\nb: 1\n"

    assert marked(text, "- Dense: 8  \n  - Dense: 4") == [
        "2 |   - Dense: 8",
        "  |   ^^^^^^^^^^",
    ]


def test_a_long_line_is_cut_around_its_mark() -> None:
    text = f"layers: [{'x, ' * 100}here, {'y, ' * 100}z]\n"

    line, marks = marked(text, "here")
    assert line == f"1 | …{' x,' * 13} here, {'y, ' * 12}y,…"
    assert line[marks.index("^") : marks.rindex("^") + 1] == "here"


def test_the_ends_of_a_long_line() -> None:
    text = f"begin: [{'x, ' * 100}end]"

    assert marked(text, "begin") == [f"1 | begin: [{'x, ' * 12}x…", "  | ^^^^^"]
    assert marked(text, "end") == [f"1 | …{' x,' * 13} end]", f"  | {' ' * 41}^^^"]


def test_marks_far_apart_on_a_long_line() -> None:
    source = Source("a.yaml", f"first: [{'x' * 300}, last]\n")
    sample = Sample(span=within(source, "last"), labels=(label(source, "first", "here"),))

    line, marks, below = body(sample)
    assert line == f"1 | first: [{'x' * 37}…{'x' * 38}, last]"
    assert line[marks.index("^") : marks.rindex("^") + 1] == "last"
    assert below == "  | here"


def test_a_long_mark_is_cut() -> None:
    long = "x" * 1000
    line, marks = marked(f"a: {long}", long)

    assert line == f"1 | a: {'x' * 120}…"
    assert marks == f"  |    {'^' * 120}"


def test_a_long_origin_is_cut() -> None:
    source = Source("a.yaml", f"a: 1\nb:\n  - {'x' * 100}\n")
    sample = Sample(
        span=within(source, "a"), trace=(Origin("b.0", within(source, source.text[5:-1])),)
    )

    assert body(sample)[-1] == f"  = in: b.0, from `b: - {'x' * 54}…` at a.yaml:2:1"


def test_nothing_from_a_spec_moves_the_cursor() -> None:
    source = Source("a\nb\x1b[2J.yaml", "a: 1\n")
    sample = Sample(
        span=within(source, "a"),
        words="a\nb\x1b[2J",
        labels=(Label(within(source, "1"), "c\rd"),),
        advice="e\x07f",
    )

    text = shown(sample)
    assert "a\\x0ab\\x1b[2J" in text
    assert "c\\x0dd" in text
    assert "e\\x07f" in text
    assert "\x1b" not in text


def test_width_and_visible_agree_on_text_without_surprises() -> None:
    assert visible("a: [1, 2]") == "a: [1, 2]"
    assert width("a: [1, 2]") == 9


def test_colour() -> None:
    sample = Sample(span=within(Source("a.yaml", "a: 1\n"), "a"))

    coloured = human.render([sample], Run(style=Style(colour=True)))
    assert coloured.startswith("\x1b[1;31merror[MTL0000]\x1b[0m\x1b[1m: it is wrong\x1b[0m\n")
    assert "\x1b[31m^\x1b[0m" in coloured


def on_a_terminal(folder: Path, **environment: str) -> str:
    """What `mtlc check` prints if its output is a terminal."""
    (folder / "a.yaml").write_text("inputs: {x: [4]}\nlayers: [Dens: 8]\n")
    inherited = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    ours, its = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "mtlc", "check", "a.yaml"],
        cwd=folder,
        stdout=its,
        stderr=subprocess.DEVNULL,
        check=False,
        env={**inherited, "TERM": "xterm", **environment},
    )
    os.close(its)
    text = b""
    try:
        while piece := os.read(ours, 4096):
            text += piece
    except OSError:  # how a terminal says that its other end is closed
        pass
    finally:
        os.close(ours)
    return text.decode()


def test_a_terminal_gets_colour(tmp_path: Path) -> None:
    assert "\x1b[1;31merror[MTL1001]\x1b[0m" in on_a_terminal(tmp_path)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_that_wants_no_colour(tmp_path: Path, environment: dict[str, str]) -> None:
    text = on_a_terminal(tmp_path, **environment)

    assert "error[MTL1001]" in text
    assert "\x1b" not in text


def test_a_pipe_gets_no_colour(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("inputs: {x: [4]}\nlayers: [Dens: 8]\n")
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    done = subprocess.run(
        [sys.executable, "-m", "mtlc", "check", "a.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )

    assert "error[MTL1001]" in done.stdout
    assert "\x1b" not in done.stdout
