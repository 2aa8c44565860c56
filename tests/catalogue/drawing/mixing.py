"""Rows for the layers that cover, blur and blend images."""

from functools import partial

from tests.catalogue.drawing.images import SEED, factor, table
from tests.catalogue.drawing.table import Choices

_ANY = (3, 3, 3, 1, 4, None, 0)
_SMALL = factor(0.2, 0.5, [0.1, 0.4], 0, [0.5, 3])

_RANGE: Choices = {"value_range": [[0, 1], [-1, 1], [1, 0]]}
_table = partial(table, channels=_ANY, strange=True)

TABLES = {
    "RandomErasing": _table(
        {},
        {
            "factor": _SMALL,
            "scale": _SMALL,
            "fill_value": [1.0, 7, [1, 2, 3], [1.5, 0, 3]],
            **_RANGE,
            **SEED,
        },
    ),
    "RandomGaussianBlur": _table(
        {},
        {
            "factor": _SMALL,
            "kernel_size": [5, [3, 5], 1, [3, 3], 2],
            "sigma": _SMALL,
            **_RANGE,
            **SEED,
        },
    ),
    "CutMix": _table({}, {"factor": _SMALL, **SEED}),
    "MixUp": _table({}, {"alpha": [0.4, 1, 0, "a"], **SEED, "factor": [0.5, 2]}),
    "MaxNumBoundingBoxes": _table(
        {"max_number": [3, 10, 0, None]}, {"fill_value": [0, 5], "factor": [0.5, 2]}
    ),
}
