"""A thousand small specs in one run, against a run for each of them, and against fewer."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Process, Row, by_turns, process

SPECS = 1_000
RUNS = 3
SINGLE_RUNS = 5
"""Runs of one spec for each run of all; the others are taken to be like them."""

SPEC = """\
mtlc: 1
inputs: {{series: [{steps}, 8]}}
layers:
  trunk: {{chain: [LSTM: {units}, Dense: {units}, ReLU], from: series}}
  price: {{chain: [Dense: 16, ReLU, Dropout: 0.{drop}, Dense: 1], from: trunk}}
  risk: {{chain: [Dense: 16, ReLU, {{Dense: {{units: 1, activation: sigmoid}}}}], from: trunk}}
outputs: [price, risk]
"""


def rows(folder: Path) -> Iterator[Row]:
    specs = folder / "specs"
    few = folder / "few"
    for number in range(SPECS):
        _write(specs / f"{number % 10}" / f"{number:04}.yaml", number)
    for number in range(SPECS // 10):
        _write(few / f"{number:04}.yaml", number)
    found: dict[Path, list[Process]] = {few: [], specs: []}

    def alone(at: Path) -> float:
        found[at].append(process(["-m", "mtlc", "check", str(at), "--jobs", "1"]))
        return found[at][-1].seconds

    def single(number: int) -> float:
        names = (
            specs / "7" / f"{SINGLE_RUNS * number + n:03}7.yaml" for n in range(SINGLE_RUNS)
        )
        return statistics.median(
            process(["-m", "mtlc", "check", str(name)]).seconds for name in names
        )

    default, one_process, _, each = by_turns(
        RUNS,
        lambda _: process(["-m", "mtlc", "check", str(specs)]).seconds,
        lambda _: alone(specs),
        lambda _: alone(few),
        single,
    )
    against = f"{each * SPECS:.0f} s for {SPECS:,} runs of {each * 1000:.0f} ms"
    for what, ours in (("", default), (", --jobs 1", one_process)):
        yield Row(
            f"mtlc check of a folder of {SPECS:,} small specs{what}",
            f"{ours:.2f} s",
            against,
            ours / (each * SPECS),
            bar=0.1,
        )
    many, tenth = (statistics.median(one.peak for one in found[at]) for at in (specs, few))
    yield Row(
        f"memory of that run with --jobs 1, against {SPECS // 10} specs",
        f"{many / 2**20:.0f} MB",
        f"{tenth / 2**20:.0f} MB",
        many / tenth,
        bar=1.2,
    )


def _write(path: Path, number: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = SPEC.format(steps=10 + number % 7, units=8 + number, drop=1 + number % 8)
    path.write_text(text, encoding="utf-8")
