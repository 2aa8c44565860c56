"""Two things measured by turns, and what their medians say."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Row:
    """One comparison: a figure of mtlc, what it is held against, and the bar."""

    what: str
    ours: str
    theirs: str
    ratio: float
    bar: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.ratio >= self.bar if self.at_least else self.ratio <= self.bar

    def __str__(self) -> str:
        bound = f"at {'least' if self.at_least else 'most'} {self.bar:g}"
        verdict = "met" if self.met else "NOT MET"
        figures = f"{self.ours} : {self.theirs} = {self.ratio:.2f}"
        return f"{self.what}\n    {figures} ({bound}: {verdict})"


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def by_turns(runs: int, *works: Callable[[int], float]) -> list[float]:
    """The median of each measurement; a first round warms up and does not count."""
    rounds = [[work(number) for work in works] for number in range(runs + 1)]
    return [statistics.median(column) for column in zip(*rounds[1:], strict=True)]


class Process(NamedTuple):
    """What a finished process took."""

    seconds: float
    peak: int
    """The most memory that it had, in bytes."""


def process(command: Sequence[str]) -> Process:
    """Run Python with these arguments to its end, with byte code as installed programs have it.

    Raises:
        RuntimeError: it failed.
    """
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    taken = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Process(taken, usage.ru_maxrss * unit)
