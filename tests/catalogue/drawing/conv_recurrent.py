"""Rows for the recurrent layers of images."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.catalogue.drawing.recurrent import ALONG, GATED, call_along
from tests.catalogue.drawing.table import FLOATS, Choices, Table
from tests.catalogue.drawing.values import LAYOUT, windows

SIZES = (2, 3, 2, 4, 3, 1)
OTHERS = {"use_cudnn"}


def _inputs(rank: int) -> Any:
    def draw(rng: Random) -> list[Any]:
        axes = rank + 2 if rng.randrange(20) else rank + 1
        shape = tuple(rng.choice(SIZES) for _ in range(axes))
        if not rng.randrange(12):
            at = rng.randrange(axes)
            shape = (*shape[:at], None, *shape[at + 1 :])
        dtype = rng.choice((*FLOATS, "int32"))
        return [shape if dtype == "float32" else (shape, dtype)]

    return draw


def _table(rank: int) -> Table:
    required: Choices = {
        "filters": [2, 1, 3, 2, 3, 0],
        "kernel_size": [1, 2, 1, 2, *windows(rank)],
    }
    optional: Choices = {
        **{key: values for key, values in GATED.items() if key not in OTHERS},
        **ALONG,
        **LAYOUT,
        "strides": [2, 3, [2] * rank, 2, 0],
        "padding": ["same", "same", "same", "causal"],
        "dilation_rate": [2, [2] * rank, 3],
        "unit_forget_bias": [False],
    }
    return Table(required, optional, inputs=_inputs(rank), call=call_along, often=21)


TABLES = {f"ConvLSTM{rank}D": _table(rank) for rank in (1, 2, 3)}
