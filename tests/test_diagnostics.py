"""Diagnostics as pairs of files: a spec, and what `mtlc check` prints about it."""

import os
import re
from pathlib import Path

import pytest

from mtlc.codes import all_codes
from mtlc.driver import Result, compile_source
from mtlc.render import human
from mtlc_spec.diagnostics import Report
from mtlc_spec.reading import decode

FOLDER = Path(__file__).parent / "diagnostics"
SPECS = sorted(FOLDER.glob("*.yaml"))

_NOTATION = re.compile(r"<(?:byte (?P<byte>[0-9A-F]{2})|U\+(?P<point>[0-9A-F]{4,6})|(?P<count>[\d,]+) x (?P<text>[^>]+))>")


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
    source = decode(name, spelt_out(example), report)
    if source is None:
        return Result(tuple(report), False)
    return compile_source(source, want="check")


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_a_spec_shows_its_code(spec: Path) -> None:
    result = check(spec.name, spec.read_text(encoding="utf-8"))
    shown = human.render(result)

    if os.environ.get("UPDATE_GOLDEN"):
        spec.with_suffix(".txt").write_text(shown, encoding="utf-8")
    assert {one.code for one in result} == {spec.stem.split("-")[0]}
    assert shown == spec.with_suffix(".txt").read_text(encoding="utf-8")
