"""Rows for the normalization layers."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.catalogue.drawing.table import ANYTHING, NUMBERS, Table, chance
from tests.catalogue.drawing.values import VECTOR_INITIALIZERS, vector
from tests.catalogue.judge import Row

SIZES = (3, 2, 4, 5, 8, None)
EVEN = (4, 2, 4, 6, 8, 4, 3, None)
SOME_AXES = [1, -2, [1, 2], [-1, -2], [2, 1], [1, -1], [1, 1], 4, 0, []]
SCALE_AND_CENTER: dict[str, list[Any]] = {
    "epsilon": [0.1, 0, "x"],
    "center": [False],
    "scale": [False],
    **vector("beta"),
    **vector("gamma"),
}


def _training(rng: Random, row: Row) -> dict[str, Any]:
    return {"training": rng.choice((True, False))} if chance(rng, 15) else {}


TABLES = {
    "BatchNormalization": Table(
        {},
        {
            **SCALE_AND_CENTER,
            "axis": [1, -2, 2, 0, 5],
            "momentum": [0.5, 1.5],
            "moving_mean_initializer": VECTOR_INITIALIZERS,
            "moving_variance_initializer": ["zeros", {"Constant": 2.0}, "orthogonal"],
            "renorm": [True],
            "renorm_clipping": [
                {"rmax": 3.0, "rmin": 0.1},
                {"dmax": 2.0},
                {"dmax": -1.0},
                {"rmax": 0.1, "rmin": 3.0},
            ],
            "renorm_momentum": [0.5],
            "synchronized": [True],
        },
        (1, 2, 3),
        SIZES,
        NUMBERS,
        call=_training,
    ),
    "LayerNormalization": Table(
        {},
        {**SCALE_AND_CENTER, "axis": [1, -2, [1, 2], [-1, -2], [2, 1], [1, 1], 4, 0, []]},
        (2, 3, 1),
        SIZES,
        NUMBERS,
    ),
    "GroupNormalization": Table(
        {"groups": [2, 1, -1, 2, 4, 3, 0]},
        {**SCALE_AND_CENTER, "axis": [1, -2, 2, 0, 5]},
        (2, 3, 1),
        EVEN,
        ANYTHING,
    ),
    "RMSNormalization": Table(
        {},
        {"axis": SOME_AXES, "epsilon": [0.1, 0, -1, None, "x"]},
        (2, 3, 1),
        EVEN,
        ANYTHING,
    ),
    "UnitNormalization": Table({}, {"axis": SOME_AXES}, (2, 3, 1), dtypes=ANYTHING),
}
