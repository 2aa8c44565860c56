"""What fusing heads does to the time of a step of training."""

from __future__ import annotations

import os
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mtlc
from benchmarks.measuring import Row, by_turns, seconds
from benchmarks.specs import heads
from mtlc.driver import Options
from mtlc.fuse.rewriting import rewrite
from mtlc_spec.source import Source

RUNS = 9
STEPS = 10
"""Steps of one run, behind each other: one alone is too short to be measured."""


def rows(folder: Path) -> Iterator[Row]:
    for count in (2, 16, 128):
        yield _compare(count)


def _compare(count: int) -> Row:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    import numpy as np

    apart = heads(count)
    found = rewrite(Source("model.yaml", apart), Options()).rewritten
    assert found is not None
    numbers = np.random.default_rng(0)
    x = numbers.normal(size=(64, 32)).astype("float32")
    labels = {f"head{n}": numbers.normal(size=(64, 1)).astype("float32") for n in range(count)}

    def steps(model: Any) -> float:
        def work() -> None:
            for _ in range(STEPS):
                model.train_on_batch(x, labels)

        return seconds(work) / STEPS

    models = [_built(apart), _built(found.text)]
    theirs, ours = by_turns(RUNS, *(lambda _, one=one: steps(one) for one in models))
    return Row(
        f"{count} heads: a step of training, fused against apart",
        f"{ours * 1000:.2f} ms fused",
        f"{theirs * 1000:.2f} ms apart",
        ours / theirs,
        bar=1.2,
    )


def _built(text: str) -> Any:
    """The compiled model of a spec."""
    code = mtlc.compile(text).code
    assert code is not None
    module = types.ModuleType("generated")
    exec(compile(code, "generated.py", "exec"), module.__dict__)
    return module.compile_model(module.build_model())
