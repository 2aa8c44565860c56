"""Rows for the pooling layers."""

from __future__ import annotations

from random import Random
from typing import Any

from mtlc_spec.shapes import Tensor
from tests.catalogue.drawing.table import ANYTHING, Table, chance
from tests.catalogue.drawing.values import LAYOUT, windows
from tests.catalogue.judge import Row, tensors

SIZES = (4, 2, 3, 5, 6, None)
FEW_UNKNOWN = (4, 2, 3, 5, 2, 3, 4, 2, None)
FORMATS = ["channels_first", "channels_first", "channels_last", "x", "CHANNELS_LAST"]
PENALTIES = ["l1", {"L2": 0.1}, {"L1L2": {"l1": 0.1}}, "l3"]
"""None fails on a volume: 16-bit ones need a GPU, and the judge would not see it."""


def _mask(rng: Random, row: Row) -> dict[str, Any]:
    if not chance(rng, 20):
        return {}
    (x,) = tensors(row, row.inputs)
    shape = x.shape[:-1] if chance(rng, 80) else x.shape
    return {"mask": Tensor(shape, "float32" if chance(rng, 20) else "bool")}


TABLES: dict[str, Table] = {}

for axes in (1, 2, 3):
    image = (axes + 1,)
    sliding = {"strides": windows(axes), "padding": ["same", "SAME", "causal"], **LAYOUT}
    keep = {**LAYOUT, "keepdims": [True]}
    # Only one of them has a default size of the window.
    TABLES[f"MaxPooling{axes}D"] = Table(
        {}, {"pool_size": [3, *windows(axes)], **sliding}, image, SIZES, ANYTHING
    )
    TABLES[f"AveragePooling{axes}D"] = Table(
        {"pool_size": windows(axes)}, sliding, image, SIZES, ANYTHING
    )
    to_a_size = {
        "data_format": FORMATS,
        **({"activity_regularizer": PENALTIES} if axes > 2 else {}),
    }
    for kind in (f"AdaptiveMaxPooling{axes}D", f"AdaptiveAveragePooling{axes}D"):
        sizes = {"output_size": windows(axes)}
        TABLES[kind] = Table(sizes, to_a_size, image, FEW_UNKNOWN, ANYTHING)
    for kind in (f"GlobalMaxPooling{axes}D", f"GlobalAveragePooling{axes}D"):
        call = _mask if kind == "GlobalAveragePooling1D" else None
        TABLES[kind] = Table({}, keep, image, dtypes=ANYTHING, call=call)
