"""What holds for any bytes at all, whoever wrote them."""

from __future__ import annotations

import gc
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from mtlc.driver import Options, Result, compile_source
from mtlc.formatting import Unusual, format_source
from mtlc.render import human
from mtlc.repair import repair
from mtlc_spec.diagnostics import Report, Severity
from mtlc_spec.reading import decode
from mtlc_spec.source import Source
from tests.test_diagnostics import included
from tests.test_mutations import assert_shown, assert_sound

OPTIONS = Options(include=included, max_layers=400)

SECONDS = 20
"""Of the processor, for one judgement, which takes some thousandth of one."""


class TooSlow(Exception):
    """Far more time was spent than any small spec may take."""


@contextmanager
def bounded(seconds: float = SECONDS) -> Iterator[None]:
    """Break off what hangs, by the time of the processor and not of the wall."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"more than {seconds} seconds of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def without_collecting() -> Iterator[None]:
    """As the command does; what is left behind is collected at the end."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def compiled(data: bytes) -> Result:
    """What a file with these bytes compiles to."""
    report = Report()
    source = decode("model.yaml", data, report)
    if source is None:
        return Result(tuple(report), False)
    return compile_source(source, OPTIONS)


def judge(data: bytes) -> Result:
    """A result, places inside the file, and code if and only if there are no errors."""
    result = compiled(data)
    assert_sound(result)
    assert bool(human.render(result)) == bool(result.diagnostics)
    assert result.ok == all(one.severity is not Severity.ERROR for one in result)
    return result


def judge_text(data: bytes) -> None:
    """What is shown of it is text without colours, and JSON."""
    assert_shown(compiled(data))


def judge_again(data: bytes) -> None:
    """The same bytes give the same result."""
    one, other = compiled(data), compiled(data)
    assert one.code == other.code
    assert [str(each) for each in one] == [str(each) for each in other]
    assert _said(one) == _said(other)
    assert _places(one) == _places(other)


def judge_layout(data: bytes) -> None:
    """`mtlc fmt` leaves it, or lays it out once and for all, and it says what it said."""
    source = decode("model.yaml", data, report := Report())
    if source is None:
        return
    try:
        new = format_source(source, report)
    except Unusual:
        return
    assert (new is None) == (not report.ok)
    if new is None or new == source.text:
        return
    assert format_source(Source("model.yaml", new), Report()) == new
    before, after = (
        compile_source(source, OPTIONS),
        compile_source(Source("model.yaml", new), OPTIONS),
    )
    assert _said(before) == _said(after)
    assert before.code == after.code


def judge_repair(data: bytes) -> None:
    """`mtlc check --fix` makes nothing worse, and has nothing left to do afterwards."""
    source = decode("model.yaml", data, Report())
    if source is None:
        return
    before = compile_source(source, OPTIONS, want="check")
    done = repair(source, OPTIONS)
    text = done.texts.get("model.yaml", source.text)
    assert bool(done.applied) == bool(done.texts)
    assert repair(Source("model.yaml", text), OPTIONS).texts == {}
    # what is repaired may have hidden more of its own phase and later ones, nothing earlier
    assert min(_families(done.result), default="99") >= min(_families(before), default="99")
    assert done.result.ok or not before.ok


def _said(result: Result) -> Counter[tuple[str, str]]:
    return Counter((one.code, one.message) for one in result)


def _places(result: Result) -> list[tuple[int, int]]:
    return [(one.span.start, one.span.end) for one in result]


def _families(result: Result) -> set[str]:
    """The first digits of the codes of errors, which grow with the phases."""
    return {one.code[3:5] for one in result if one.severity is Severity.ERROR}
