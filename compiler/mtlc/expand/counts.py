"""How much a spec may be expanded to; the bound is met before the memory is spent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mtlc.expand.problems import ExpansionTooLarge, TooNested
from mtlc.graph import Trace
from mtlc_spec.diagnostics import Report
from mtlc_spec.source import Span

MAX_LAYERS = 1_000_000
MAX_NESTING = 60
"""Blocks and chains inside each other."""


class Stop(Exception):
    """The bound is met, and reported."""


class Limits:
    """Counts calls while they are made."""

    def __init__(self, report: Report, most: int = MAX_LAYERS) -> None:
        self.report = report
        self.most = most
        self.made = 0
        self.depth = 0

    def count(self, span: Span, trace: Trace | None) -> None:
        """One more call."""
        self.made += 1
        if self.made > self.most:
            raise self._stop(self.made, span, trace)

    def several(self, times: int, trace: Trace | None, span: Span) -> None:
        """Something is about to be applied so many times."""
        if times > self.most:
            raise self._stop(times, span, trace)

    @contextmanager
    def first_of(
        self, times: int, number: int, span: Span, trace: Trace | None
    ) -> Iterator[None]:
        """The first application tells what all of them make."""
        before = self.made
        yield
        if number == 0:
            total = before + (self.made - before) * times
            if total > self.most:
                raise self._stop(total, span, trace)

    def enter(self, span: Span) -> None:
        """One level deeper."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.report.add(TooNested(span=span, most=MAX_NESTING))
            raise Stop

    def leave(self) -> None:
        self.depth -= 1

    def _stop(self, count: int, span: Span, trace: Trace | None) -> Stop:
        uses = () if trace is None else trace.origins()
        self.report.add(ExpansionTooLarge(span=span, most=self.most, count=count, trace=uses))
        return Stop()
