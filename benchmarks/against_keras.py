"""From the text of a spec to code, against building the same model in Keras."""

from __future__ import annotations

import os
import types
from collections.abc import Iterator
from pathlib import Path

import mtlc
from benchmarks.measuring import Row, by_turns, seconds
from benchmarks.specs import bottlenecks, residual, stack

RUNS = 7


def rows(folder: Path) -> Iterator[Row]:
    yield _compare("a chain of 400 layers", stack(400))
    yield _compare("a residual network of 50 layers, as blocks", bottlenecks())
    yield _compare("a residual network of 50 layers, layer by layer", residual())


def _compare(what: str, text: str) -> Row:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    import keras

    code = mtlc.compile(text).code
    assert code is not None
    module = types.ModuleType("generated")
    exec(compile(code, "generated.py", "exec"), module.__dict__)

    def build(_: int) -> float:
        keras.backend.clear_session()
        return seconds(module.build_model)

    theirs, ours = by_turns(RUNS, build, lambda _: seconds(lambda: mtlc.compile(text)))
    return Row(
        f"{what}: building it in Keras, warmed up, against check and code",
        f"{theirs * 1000:.0f} ms in Keras",
        f"{ours * 1000:.1f} ms",
        theirs / ours,
        bar=50,
        at_least=True,
    )
