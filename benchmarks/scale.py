"""Checking large specs: against libyaml's scan, against ten times as many layers, in memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import yaml

import mtlc
from benchmarks.measuring import Process, Row, by_turns, process, seconds
from benchmarks.specs import residual_blocks, varied
from mtlc import driver
from mtlc_spec.source import Source

LAYERS = 10_000
RUNS = 5
PROCESS_RUNS = 3
BLOCKS = 1_000

PHASES = ("load", "expand", "infer", "refusals", "silence")
"""The driver's functions that are timed beside its checks; the rest is what is left."""


def rows(folder: Path) -> Iterator[Row]:
    yield from _against_the_scan()
    yield from _repeated_blocks()
    yield from _as_processes(folder)


def _against_the_scan() -> Iterator[Row]:
    texts = [varied(LAYERS, seed) for seed in range(RUNS + 1)]
    phases: list[dict[str, float]] = []

    def check(number: int) -> float:
        with _phases() as spent:
            whole = seconds(lambda: _check(texts[number]))
        phases.append({**spent, "the rest": whole - sum(spent.values())})
        return whole

    ours, theirs = by_turns(RUNS, check, lambda number: seconds(lambda: _scan(texts[number])))
    size = len(texts[0]) / LAYERS
    yield Row(
        f"checking {LAYERS:,} layers of {size:.0f} bytes in one process",
        f"{ours:.2f} s",
        f"{theirs:.3f} s for libyaml's scan of the events alone",
        ours / theirs,
        bar=12,
    )
    for name in phases[0]:
        spent = statistics.median(one[name] for one in phases[1:])
        print(f"    {name:<16}{spent:6.3f} s {spent / ours:5.0%}")


def _repeated_blocks() -> Iterator[Row]:
    """Checked and compiled from a dozen lines, against the scan of all that they stand for."""
    few, many = BLOCKS // 10, BLOCKS
    flat = driver.compile_source(Source("flat.yaml", residual_blocks(many)), want="flat").flat
    assert flat is not None

    def compile_(blocks: int, number: int) -> float:
        text = residual_blocks(blocks, seed=number)
        return seconds(lambda: mtlc.compile(text))

    ours, tenth, scan = by_turns(
        RUNS,
        lambda number: compile_(many, number),
        lambda number: compile_(few, number),
        lambda _: seconds(lambda: _scan(flat)),
    )
    what = f"checking and compiling {many:,} repeated residual blocks"
    layers = flat.count("from: ")
    text = f"{scan:.3f} s for the scan of the {layers:,} layers that `mtlc expand` prints"
    yield Row(what, f"{ours:.2f} s", text, ours / scan, bar=12)
    yield Row(what, f"{ours:.2f} s", f"{tenth:.3f} s for {few:,}", ours / tenth, bar=12)


def _check(text: str) -> None:
    result = mtlc.check(text)
    assert not result.diagnostics, result.diagnostics[0].message


def _scan(text: str) -> None:
    for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
        pass


@contextmanager
def _phases() -> Iterator[dict[str, float]]:
    """Time the driver's phases while it runs: seconds by phase."""
    spent: dict[str, float] = {}

    def timed(name: str, phase: Callable[..., Any], *, lazy: bool) -> Callable[..., Any]:
        spent[name] = 0.0

        def run(*arguments: Any) -> Any:
            started = time.perf_counter()
            try:
                given = phase(*arguments)
                return [*given] if lazy else given
            finally:
                spent[name] += time.perf_counter() - started

        return run

    clocked: dict[str, Any] = {
        name: timed(name, getattr(driver, name), lazy=name in ("refusals", "silence"))
        for name in PHASES
    }
    clocked["CHECKS"] = [timed(one.__name__, one, lazy=True) for one in driver.CHECKS]
    with mock.patch.multiple(driver, **clocked):
        yield spent


def _as_processes(folder: Path) -> Iterator[Row]:
    few = LAYERS // 4  # a spec of 40,000 holds more values than one may
    many = 10 * few
    found: dict[int, list[Process]] = {few: [], many: []}

    def check(layers: int, number: int) -> float:
        spec = folder / "large.yaml"
        spec.write_text(varied(layers, number), encoding="utf-8")
        found[layers].append(process(["-m", "mtlc", "check", str(spec)]))
        return found[layers][-1].seconds

    ours, theirs = by_turns(
        PROCESS_RUNS, lambda number: check(many, number), lambda number: check(few, number)
    )
    yield Row(
        f"mtlc check of {many:,} layers as a process",
        f"{ours:.1f} s",
        f"{theirs:.2f} s for {few:,}",
        ours / theirs,
        bar=12,
    )
    large, small = (statistics.median(one.peak for one in found[size]) for size in (many, few))
    each = (large - small) / (many - few) / 1024
    yield Row(
        "memory of each layer: the difference of those processes' peak resident sizes",
        f"{each:.1f} KB",
        "1 KB",
        each,
        bar=8,
    )
