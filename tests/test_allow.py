"""`# mtlc: allow NAME`: what it silences, and what can be wrong with it."""

import pytest

import mtlc
from mtlc.driver import Options, compile_source
from mtlc_spec.source import Source

UNUSED = "  b: {Dense: 8, from: x}"
"""An entry that the outputs below do not need."""


def spec(line: str) -> str:
    return f"inputs: {{x: [4]}}\nlayers:\n  a: {{Dense: 8, from: x}}\n{line}\noutputs: a\n"


def found(text: str) -> list[tuple[str, str]]:
    """The codes that are left, each with the piece of the spec that it marks."""
    return [(one.code, one.span.text) for one in mtlc.check(text).diagnostics]


def test_without_a_comment_there_is_a_warning() -> None:
    assert found(spec(UNUSED)) == [("MTL2005", "b")]


@pytest.mark.parametrize(
    "comment",
    [
        "# mtlc: allow unused-layer",
        "# mtlc: allow MTL2005",
        "#mtlc:allow unused-layer",
        "# mtlc: allow unused-layer # for the notebook",
        "# the other head # mtlc: allow unused-layer",
    ],
)
def test_at_the_end_of_the_line(comment: str) -> None:
    assert found(spec(f"{UNUSED}  {comment}")) == []


@pytest.mark.parametrize(
    "above",
    [
        "  # mtlc: allow unused-layer",
        "# mtlc: allow unused-layer",
        "  # mtlc: allow unused-layer\n  # the other head",
        "  # mtlc: allow unused-layer\n",
    ],
    ids=["indented", "at the margin", "a comment between", "an empty line between"],
)
def test_on_the_line_above(above: str) -> None:
    assert found(spec(f"{above}\n{UNUSED}")) == []


@pytest.mark.parametrize("between", [" ", ", ", ","])
def test_several_names(between: str) -> None:
    text = (
        "inputs: {x: [4, 4, 3]}\nlayers:\n"
        "  a: {MaxPool2D: 2, from: x}\n"
        f"  b: {{MaxPool2D: 2, from: x}}  # mtlc: allow keras-alias{between}unused-layer\n"
        "outputs: a\n"
    )

    assert found(text) == [("MTL9001", "MaxPool2D")]


def test_several_comments_above_one_line() -> None:
    above = "  # mtlc: allow keras-alias\n  # mtlc: allow unused-layer\n"

    assert (
        found(spec(f"{above}  b: {{MaxPool1D: 2, from: x}}").replace("x: [4]", "x: [4, 4]"))
        == []
    )


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_other_line_ends(end: str) -> None:
    same = spec(f"{UNUSED}  # mtlc: allow unused-layer")
    above = spec(f"  # mtlc: allow unused-layer\n{UNUSED}")

    assert found(same.replace("\n", end)) == []
    assert found(above.replace("\n", end)) == []


@pytest.mark.parametrize(
    "description",
    [
        '"a # mtlc: allow unused-layer"',
        "'a # mtlc: allow unused-layer'",
        "a#mtlc: allow unused-layer",
        "|\n  a\n  # mtlc: allow unused-layer",
    ],
    ids=["double quotes", "single quotes", "plain", "block"],
)
def test_a_string_is_no_comment(description: str) -> None:
    text = f"{spec(UNUSED)}description: {description}\n"

    # As a comment it would have nothing to allow at its line.
    assert found(text.replace("a#mtlc: allow", "a#mtlc:allow")) == [("MTL2005", "b")]


def test_a_comment_behind_a_block_of_text() -> None:
    text = "description: |\n  text\n# mtlc: allow unused-input\ninputs: {x: [4], y: [4]}\n"

    assert found(f"{text}layers:\n  a: {{Dense: 8, from: x}}\noutputs: a\n") == []


def test_a_line_that_is_commented_out_allows_nothing() -> None:
    assert found(spec(f"#{UNUSED}  # mtlc: allow unused-layer\n{UNUSED}")) == [("MTL2005", "b")]


def test_an_unknown_name() -> None:
    left, unknown = mtlc.check(spec(f"{UNUSED}  # mtlc: allow unused-layr")).diagnostics

    assert left.code == "MTL2005"
    assert (unknown.code, unknown.span.text) == ("MTL9002", "unused-layr")
    assert unknown.help == "did you mean `unused-layer`?"


def test_no_name() -> None:
    assert found(spec(f"{UNUSED}  # mtlc: allow")) == [("MTL2005", "b"), ("MTL9002", "allow")]


def test_an_error_cannot_be_allowed() -> None:
    line = "  b: {Dens: 8, from: x}  # mtlc: allow unknown-layer"

    assert found(spec(line)) == [("MTL1001", "Dens"), ("MTL9003", "unknown-layer")]


def test_what_is_wrong_with_a_comment_cannot_be_allowed() -> None:
    line = f"{UNUSED}  # mtlc: allow unused-layer, unused-allow"

    assert found(spec(line)) == [("MTL9003", "unused-allow")]


def test_an_allow_without_a_warning() -> None:
    line = "  # mtlc: allow unused-layer"

    assert found(spec(line)) == [("MTL9004", "unused-layer")]


def test_an_error_may_hide_the_warning_that_is_allowed() -> None:
    line = f"{UNUSED}  # mtlc: allow unused-layer\n  c: {{Dens: 8, from: x}}"

    assert found(spec(line)) == [("MTL1001", "Dens")]


def test_a_text_that_is_no_yaml() -> None:
    assert found("inputs: [  # mtlc: allow unused-layer\n")[0][0] == "MTL0002"


def test_deep_nesting_is_not_followed() -> None:
    text = f"inputs: {'[' * 200_000}\n# mtlc: allow unused-layer\n"

    assert [code for code, _ in found(text)] == ["MTL0007"]


BLOCKS = """\
blocks:
  head:
    layers:
      a: {Dense: 1, from: x}
      b: {Dense: 1, from: x}COMMENT
    outputs: a
"""
USE = "include: [blocks.yaml]\ninputs: {x: [4]}\nlayers: [head]COMMENT\n"


def with_blocks(comment: str, own: str = "", *, is_library: bool = False) -> list[str]:
    """What is found where the warning lies in a file of blocks."""
    blocks = Source("blocks.yaml", BLOCKS.replace("COMMENT", comment), is_library)
    spec = Source("spec.yaml", USE.replace("COMMENT", own))
    options = Options(include=lambda name: blocks)
    return [one.code for one in compile_source(spec, options, want="check")]


ALLOW = "  # mtlc: allow unused-layer"


@pytest.mark.parametrize("is_library", [False, True], ids=["included", "library"])
def test_comments_in_files_of_blocks(is_library: bool) -> None:
    """Warnings of the library are shown where it is used; both places can allow them."""
    shown_at_use = [] if is_library else ["MTL2005", "MTL9004"]

    assert with_blocks("", is_library=is_library) == ["MTL2005"]
    assert with_blocks(ALLOW, is_library=is_library) == []
    assert sorted(with_blocks("", ALLOW, is_library=is_library)) == shown_at_use


def test_what_a_file_of_blocks_allows_for_nothing_is_no_mistake() -> None:
    assert with_blocks("  # mtlc: allow unused-block") == ["MTL2005"]
