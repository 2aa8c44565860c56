"""How long both models take: fresh processes, runs in turn, and what that shows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from statistics import median, quantiles
from time import monotonic
from typing import Any

from mtlc.prove.findings import Finding
from mtlc.verify.process import Ended, Process

PAIRS = 3
"""Of processes; each begins anew, since a process may be lucky with its memory."""

ROUNDS = 6
"""Of each pair: A and B are measured in turn, and the first one changes."""

SECONDS = 0.15
"""Of one measurement, or three calls if these take longer."""

WORDS = {"predict": "time to predict", "train": "time to train"}

Order = dict[str, Any]
Times = dict[str, list[tuple[int, float, float]]]
"""Of each work: the pair of processes, and the seconds of A and of B in one round."""


def measure(
    orders: tuple[Order, Order],
    module: str,
    backend: str,
    timeout: float,
    progress: Callable[[str], None],
) -> list[Finding]:
    """Time both, as long as there is time."""
    times: Times = {}
    end = monotonic() + timeout
    problem: str | None = None
    for pair in range(PAIRS):
        start = monotonic()
        progress(f"time both models, {pair + 1} of {PAIRS}")
        try:
            _measure_pair(pair, orders, module, backend, end - start, times)
        except (Failed, Ended) as error:
            problem = str(error)
            break
        if monotonic() - start > end - monotonic():
            break
    found = [judge(work, times[work]) for work in WORDS if work in times]
    if problem is not None and not found:
        return [Finding("time", "skipped", problem)]
    return found


class Failed(Exception):
    """A model could not be timed; says why."""


def _measure_pair(
    pair: int,
    orders: tuple[Order, Order],
    module: str,
    backend: str,
    timeout: float,
    times: Times,
) -> None:
    """Start one process for each model, let both get ready, and measure them in turn."""
    with ExitStack() as stack:
        processes = []
        for order in orders:
            process = stack.enter_context(Process(module, backend, timeout))
            process.tell(order)
            processes.append(process)
        for process in processes:
            for event in process.hear():
                if event.get("status") == "failed":
                    raise Failed(event["detail"])
                if "fault" in event:
                    raise RuntimeError(event["fault"])
        for number in range(ROUNDS):
            found: list[dict[str, float]] = [{}, {}]
            first = (pair + number) % 2
            for which in (first, 1 - first):
                processes[which].tell({"seconds": SECONDS})
                for event in processes[which].hear():
                    found[which][event["timed"]] = event["seconds"]
            for work in found[0].keys() & found[1].keys():
                times.setdefault(work, []).append((pair, found[0][work], found[1][work]))


def judge(work: str, times: list[tuple[int, float, float]]) -> Finding:
    """The medians, their ratio with its spread, and whether that is more than noise.

    It is if eight of ten ratios, and the median of every pair of processes, are on the same
    side of 1.
    """
    ratios = [b / a for _, a, b in times]
    low, high = _spread(ratios)
    ratio = median(ratios)
    pairs = sorted({pair for pair, _, _ in times})
    middles = [median(b / a for one, a, b in times if one == pair) for pair in pairs]
    a, b = median(one for _, one, _ in times), median(one for _, _, one in times)
    noise = low <= 1 <= high or min(middles) <= 1 <= max(middles)
    said = (
        "no difference beyond noise"
        if noise
        else (f"{'A' if ratio > 1 else 'B'} is faster, by {abs(max(ratio, 1 / ratio) - 1):.0%}")
    )
    message = (
        f"{_shown(a)} of A, {_shown(b)} of B, a ratio of {ratio:.2f} "
        f"({low:.2f} to {high:.2f}): {said}"
    )
    numbers = {
        "a": a,
        "b": b,
        "ratio": ratio,
        "spread": [low, high],
        "pairs": middles,
        "runs": len(times),
        "faster": None if noise else ("a" if ratio > 1 else "b"),
    }
    return Finding(WORDS[work], "ok", message, numbers)


def _spread(ratios: list[float]) -> tuple[float, float]:
    """What lies between the lowest and the highest tenth."""
    if len(ratios) == 1:
        return ratios[0], ratios[0]
    tenths = quantiles(ratios, n=10, method="inclusive")
    return tenths[0], tenths[-1]


def _shown(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:.3g} ms"
    return f"{seconds:.3g} s"
