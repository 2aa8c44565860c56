"""Rows for the layers that prepare data."""

from random import Random
from typing import Any

from tests.catalogue.drawing.table import ANYTHING, Table

MEANS = [1.0, 2, [1.0, 2.0, 3.0], [1.0], [[1.0], [2.0]], [1, 2], [[1.0, 2.0], [3.0]]]


def both(rng: Random, arguments: dict[str, Any]) -> None:
    """A mean goes with a variance of the same shape."""
    if "mean" in arguments or "variance" in arguments:
        values = arguments.setdefault("mean", rng.choice(MEANS))
        arguments["variance"] = values


TABLES = {
    "Normalization": Table(
        {},
        {
            "axis": [None, 1, -1, [1, 2], [2, 1], [], 0, [1, -1], 4],
            "mean": MEANS,
            "variance": MEANS,
            "invert": [True],
        },
        (1, 2, 0, 3),
        (3, 2, 1, 3, None),
        ANYTHING,
        arrange=both,
        often=22,
    ),
    "Rescaling": Table(
        {"scale": [0.5, 2, [1.0, 2.0], [1.0], "x"]},
        {"offset": [0.5, -1, [1.0, 2.0], [1.0], [1.0, 2.0, 3.0]]},
        (1, 0, 2),
        dtypes=ANYTHING,
    ),
}
