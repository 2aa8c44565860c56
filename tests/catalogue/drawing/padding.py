"""Rows for the layers that lengthen or shorten axes."""

from __future__ import annotations

from typing import Any

from tests.catalogue.drawing.table import ANYTHING, Table
from tests.catalogue.drawing.values import LAYOUT


def _edges(axes: int) -> list[Any]:
    pairs = [[1, 0], [0, 1], [1, 1]]
    if axes == 1:
        return [2, 1, 0, [1, 2], [0, 1], [2, 0], -1, [1, 2, 3]]
    return [2, 1, 0, pairs[:axes], [1, 2, 1][:axes], [[2, 1]] * axes, -1, [1] * (axes + 1)]


TABLES: dict[str, Table] = {}

for axes in (1, 2, 3):
    image = (axes + 1,)
    layout = LAYOUT if axes > 1 else {}
    TABLES[f"ZeroPadding{axes}D"] = Table(
        {}, {"padding": _edges(axes), **LAYOUT}, image, dtypes=ANYTHING
    )
    TABLES[f"Cropping{axes}D"] = Table(
        {}, {"cropping": _edges(axes), **layout}, image, dtypes=ANYTHING
    )
    each = [[3] * axes, [1, 2, 3][:axes]] if axes > 1 else []
    smooth = (
        {"interpolation": ["bilinear", "bicubic", "lanczos3", "lanczos5", "area", "x"]}
        if axes == 2
        else {}
    )
    TABLES[f"UpSampling{axes}D"] = Table(
        {}, {"size": [3, 1, *each, 0], **layout, **smooth}, image, dtypes=ANYTHING
    )
