"""Rows for the layers that make training harder on purpose."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.catalogue.drawing.table import ANYTHING, Table, chance
from tests.catalogue.drawing.values import LAYOUT
from tests.catalogue.judge import Row

RATES = [0.5, 0, 0.1, 1, 1.5, -0.1]
SEEDS = [3, -1, 2**63, 0.5]
NOISE_SHAPES: list[Any] = [[None, 1], [2], [0], [None, 3], [2, 1, 1]]


def _training(rng: Random, row: Row) -> dict[str, Any]:
    return {"training": rng.choice((True, False))} if chance(rng, 15) else {}


def _often_training(rng: Random, row: Row) -> dict[str, Any]:
    return {"training": True} if chance(rng, 50) else {}


TABLES = {
    "Dropout": Table(
        {"rate": RATES},
        {"noise_shape": NOISE_SHAPES, "seed": [3]},
        dtypes=ANYTHING,
        call=_training,
    ),
    "AlphaDropout": Table(
        {"rate": RATES},
        {"noise_shape": [*NOISE_SHAPES, [1, None, None], [-1, 1]], "seed": SEEDS},
        dtypes=ANYTHING,
        call=_often_training,
    ),
    "GaussianDropout": Table(
        {"rate": RATES}, {"seed": SEEDS}, dtypes=ANYTHING, call=_often_training
    ),
    "GaussianNoise": Table(
        {"stddev": RATES}, {"seed": SEEDS}, dtypes=ANYTHING, call=_often_training
    ),
    "ActivityRegularization": Table(
        {}, {"l1": [0.1, 1, -1, "x"], "l2": [0.5, 0, 2, -1]}, dtypes=ANYTHING
    ),
}

for axes in (1, 2, 3):
    TABLES[f"SpatialDropout{axes}D"] = Table(
        {"rate": RATES},
        {"seed": SEEDS, **(LAYOUT if axes > 1 else {})},
        (axes + 1,),
        dtypes=ANYTHING,
        call=_often_training,
    )
