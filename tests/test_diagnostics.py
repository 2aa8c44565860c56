"""Diagnostics as pairs of files: a spec, and what `mtlc check` prints about it; or the JSON
of a saved model, and what `mtlc import` does; or a configuration, and what any command does."""

import io
import os
import re
from functools import cache
from pathlib import Path

import pytest

from mtlc import configuration, settings
from mtlc.codes import all_codes, explain
from mtlc.configuration.problems import ConfigurationProblem
from mtlc.driver import Options, Result, compile_source
from mtlc.importer import imported, source_of
from mtlc.importer.problems import ImportProblem
from mtlc.render import human
from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.reading import decode
from mtlc_spec.source import Source

FOLDER = Path(__file__).parent / "diagnostics"
SPECS = sorted(path for end in ("yaml", "json", "toml") for path in FOLDER.glob(f"*.{end}"))

_NOTATION = re.compile(
    r"<(?:byte (?P<byte>[0-9A-F]{2})"
    r"|U\+(?P<point>[0-9A-F]{4,6})"
    r"|(?P<count>[\d,]+) x (?P<text>[^>]+))>"
)


def spelt_out(example: str) -> bytes:
    """An example as the bytes that it stands for.

    `<byte E9>`, `<U+2028>` and `<100 x a>` stand for what no text file should hold.
    """

    def one(found: re.Match[str]) -> bytes:
        if found["byte"]:
            return bytes.fromhex(found["byte"])
        if found["point"]:
            return chr(int(found["point"], 16)).encode()
        return found["text"].encode() * int(found["count"].replace(",", ""))

    parts = []
    end = 0
    for found in _NOTATION.finditer(example):
        parts += [example[end : found.start()].encode(), one(found)]
        end = found.end()
    return b"".join([*parts, example[end:].encode()])


def check(name: str, example: str) -> Result:
    report = Report()
    if name.endswith(".json"):
        saved = source_of(name, io.BytesIO(spelt_out(example)), report)
        if saved is not None:
            imported(saved, report)
        return Result(tuple(report), report.ok)
    source = decode(name, spelt_out(example), report)
    if source is not None and name.endswith(".toml"):
        configuration.read(source, report)
        return Result(tuple(report), report.ok)
    if source is None:
        return Result(tuple(report), False)
    return compile_source(source, options(source.text), want="check")


@cache
def all_found() -> tuple[Diagnostic, ...]:
    """What one spec for each code shows."""
    specs = {spec.stem.split("-")[0]: spec for spec in SPECS}
    return tuple(
        one
        for spec in specs.values()
        for one in check(spec.name, spec.read_text(encoding="utf-8"))
    )


def options(text: str) -> Options:
    """What stands in a spec's first line: `# --set width=8`, `# --max-layers 100`."""
    word, _, value = text.partition("\n")[0].removeprefix("# ").partition(" ")
    if word == "--max-layers":
        return Options(max_layers=int(value), include=included)
    if word == "--set":
        name, _, given = value.partition("=")
        return Options(settings={name: settings.parse(given)}, include=included)
    return Options(include=included)


def included(name: str) -> Source | str:
    """The one file beside all of these specs."""
    if name != "blocks.yaml":
        return "there is no such file in the folder of the spec"
    return Source(name, "blocks: {head: {layers: [Dense: 1]}}\n")


FORMS = {ImportProblem: "json", ConfigurationProblem: "toml"}
"""What the examples of diagnostics are that are not of specs."""

COMPANIONS = {"MTL4004": {"MTL4002", "MTL4005"}, "MTL4006": {"MTL4002"}}
"""What always comes with a code: a branch ends in a merge or in several outputs, and an
output that is not the end is one of several."""


def assert_only(code: str, result: Result) -> None:
    found = {one.code for one in result}

    assert code in found
    assert found - {code} <= COMPANIONS.get(code, set())


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_a_spec_shows_its_code(spec: Path) -> None:
    result = check(spec.name, spec.read_text(encoding="utf-8"))
    shown = human.render(result)

    if os.environ.get("UPDATE_GOLDEN"):
        spec.with_suffix(".txt").write_text(shown, encoding="utf-8")
    assert_only(spec.stem.split("-")[0], result)
    assert shown == spec.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_code_has_a_pair() -> None:
    assert {spec.stem.split("-")[0] for spec in SPECS} == set(all_codes())


def test_every_output_has_a_spec() -> None:
    assert {spec.with_suffix(".txt") for spec in SPECS} == set(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_words(spec: Path) -> None:
    for one in check(spec.name, spec.read_text(encoding="utf-8")):
        labels = [label.message for label in one.labels]
        for words in (one.message, *labels, *([] if one.help is None else [one.help])):
            assert re.fullmatch(r"(?:[`a-z0-9(]|Keras )[^\n]*[^.\s]", words)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_fixes(spec: Path) -> None:
    found = check(spec.name, spec.read_text(encoding="utf-8"))
    for one in found:
        text = one.span.source.text
        for span, replacement in sorted(one.fix, reverse=True, key=lambda edit: edit.span[1:]):
            text = text[: span.start] + replacement + text[span.end :]
        if one.fix:
            left = compile_source(Source(spec.name, text), options(text), want="check")
            assert (one.code, one.message) not in {
                (other.code, other.message) for other in left
            }


@pytest.mark.parametrize("code", all_codes())
def test_the_example_of_an_explanation(code: str) -> None:
    text, wrong, right = explain(all_codes()[code])

    assert text.splitlines()[0].endswith(".")
    form = FORMS.get(all_codes()[code].__base__, "yaml")
    assert_only(code, check(f"wrong.{form}", wrong))
    assert [*check(f"right.{form}", right)] == []


FIXABLE = [spec for spec in SPECS if any(one.fix for one in check(spec.name, spec.read_text()))]


@pytest.mark.parametrize("spec", FIXABLE, ids=lambda spec: spec.stem)
def test_a_fix_repairs(spec: Path) -> None:
    text = spec.read_text(encoding="utf-8")
    found = [one for one in check(spec.name, text) if one.fix]
    edits = sorted({edit for one in found for edit in one.fix}, key=lambda one: -one.span.start)
    for span, replacement in edits:
        text = f"{text[: span.start]}{replacement}{text[span.end :]}"

    still = {one.code for one in check(spec.name, text) if one.fix}
    assert still & {one.code for one in found} == set()
