"""From the save of a spec to the answer of `--watch`, as a whole: what a person waits for."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Row

EXAMPLES = Path(__file__).parent.parent / "examples"
SPEC = "text_classifier.yaml"
SAVES = 30
BAR = 0.1
"""Seconds in which an answer feels immediate."""


def rows(folder: Path) -> Iterator[Row]:
    for command in ("check", "compile"):
        first, *others = _answers(command, folder / f"watched_{command}.yaml")
        yield _row(f"mtlc {command} --watch, {SAVES} saves of {SPEC}, median", others)
        yield _row(f"mtlc {command} --watch, the first save", [first])


def _row(what: str, times: list[float]) -> Row:
    median = statistics.median(times)
    ours = f"{median * 1000:.0f} ms"
    if len(times) > 1:
        ours += f" ({min(times) * 1000:.0f} to {max(times) * 1000:.0f})"
    return Row(what, ours, f"{BAR * 1000:.0f} ms", median / BAR, bar=1)


def _answers(command: str, spec: Path) -> list[float]:
    """Seconds from each save to the end of its answer, the first one besides."""
    text = (EXAMPLES / SPEC).read_text(encoding="utf-8")
    spec.write_text(text, encoding="utf-8")
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "mtlc", command, "--watch", "--format", "json", str(spec)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    output = process.stdout
    assert output is not None
    try:
        output.readline()
        time.sleep(3)  # a person who reads the first answer
        times = []
        for number in range(SAVES + 1):
            new = spec.with_suffix(".new")
            changed = text.replace("width: 128", f"width: {128 + 4 * (number + 1)}")
            new.write_text(changed, encoding="utf-8")
            started = time.perf_counter()
            os.replace(new, spec)
            if not output.readline():
                raise RuntimeError(f"mtlc {command} --watch ended")
            times.append(time.perf_counter() - started)
            # So that saves fall on no particular moment of what looks for them.
            time.sleep(0.2 + 0.007 * number % 0.05)
        return times
    finally:
        process.terminate()
        process.communicate()
