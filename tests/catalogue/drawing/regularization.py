"""Rows for the layers that make training harder on purpose."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.catalogue.drawing.table import ANYTHING, Table, chance
from tests.catalogue.judge import Row


def _training(rng: Random, row: Row) -> dict[str, Any]:
    return {"training": rng.choice((True, False))} if chance(rng, 15) else {}


TABLES = {
    "Dropout": Table(
        {"rate": [0.5, 0, 0.1, 1, 1.5, -0.1]},
        {"noise_shape": [[None, 1], [2], [0], [None, 3], [2, 1, 1]], "seed": [3]},
        dtypes=ANYTHING,
        call=_training,
    ),
}
