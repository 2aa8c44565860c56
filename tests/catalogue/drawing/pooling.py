"""Rows for the pooling layers."""

from __future__ import annotations

from random import Random
from typing import Any

from mtlc_spec.shapes import Tensor
from tests.catalogue.drawing.table import ANYTHING, Table, chance
from tests.catalogue.drawing.values import LAYOUT, windows
from tests.catalogue.judge import Row, tensors

SIZES = (4, 2, 3, 5, 6, None)


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
    for kind in (f"GlobalMaxPooling{axes}D", f"GlobalAveragePooling{axes}D"):
        call = _mask if kind == "GlobalAveragePooling1D" else None
        TABLES[kind] = Table({}, keep, image, dtypes=ANYTHING, call=call)
