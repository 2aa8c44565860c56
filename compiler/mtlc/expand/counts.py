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

MAX_IDLE = 100_000
"""Repeats, copies, blocks and chains that make no layer, but take time."""

MAX_BUNDLE = 100_000
"""Tensors in the outputs of one block, bundles in bundles counted to the end."""


class Stop(Exception):
    """The bound is met, and reported."""


class Limits:
    """Counts calls while they are made."""

    def __init__(self, report: Report, most: int = MAX_LAYERS) -> None:
        self.report = report
        self.most = most
        self.made = 0
        self.idle = 0
        self._open: list[int] = []
        """What had been made when each block or chain that is open was entered."""

    def count(self, span: Span, trace: Trace | None) -> None:
        """One more call."""
        self.made += 1
        if self.made > self.most:
            raise self._stop(self.made, span, trace)

    def expect(self, count: int, span: Span, trace: Trace | None) -> None:
        """At least so many calls are about to be made."""
        if self.made + count > self.most:
            raise self._stop(self.made + count, span, trace)

    def several(self, times: int, trace: Trace | None, span: Span) -> None:
        """Something is about to be applied so many times."""
        if times > self.most:
            raise self._stop(times, span, trace)

    @contextmanager
    def first_of(
        self, times: int, number: int, span: Span, trace: Trace | None, least: int
    ) -> Iterator[None]:
        """The first application tells what all of them make; `least` is known before."""
        if number == 0:
            self.expect(least * times, span, trace)
        before, idle = self.made, self.idle
        yield
        if self.made == before:
            self.idle += 1
        if number == 0:
            total = before + (self.made - before) * times
            if total > self.most:
                raise self._stop(total, span, trace)
            total = idle + (self.idle - idle) * times
            if total > MAX_IDLE:
                raise self._stop(total, span, trace, "steps that make no layer", MAX_IDLE)

    def enter(self, span: Span) -> None:
        """One level deeper."""
        self._open.append(self.made)
        if len(self._open) > MAX_NESTING:
            self.report.add(TooNested(span=span, most=MAX_NESTING))
            raise Stop

    def leave(self, span: Span, trace: Trace | None) -> None:
        """Back from a block or chain."""
        if self._open.pop() == self.made:
            self.idle += 1
            if self.idle > MAX_IDLE:
                raise self._stop(self.idle, span, trace, "steps that make no layer", MAX_IDLE)

    def bundle(self, size: int, span: Span, trace: Trace | None) -> None:
        """Something gives so many tensors."""
        if size > MAX_BUNDLE:
            raise self._stop(size, span, trace, "tensors in one bundle", MAX_BUNDLE)

    def _stop(
        self,
        count: int,
        span: Span,
        trace: Trace | None,
        what: str = "layers",
        most: int | None = None,
    ) -> Stop:
        uses = () if trace is None else trace.origins()
        self.report.add(
            ExpansionTooLarge(
                span=span, most=most or self.most, count=count, what=what, trace=uses
            )
        )
        return Stop()
