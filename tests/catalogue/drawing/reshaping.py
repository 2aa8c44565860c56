"""Rows for the layers that arrange the same elements in other axes."""

from tests.catalogue.drawing.table import ANYTHING, Table
from tests.catalogue.drawing.values import LAYOUT

TABLES = {
    "Flatten": Table({}, LAYOUT, (2, 0, 1, 3), dtypes=ANYTHING),
    "Reshape": Table(
        {
            "target_shape": [
                *([-1], [8], [4, 4], [2, -1], [-1, 2], [2, 4], [1, 8, 1], [None, 2]),
                *([3, 4], [], [-1, -1], [-2]),
            ]
        },
        {},
        (2, 1, 3),
        (4, 1, 2, 8, None),
        ANYTHING,
    ),
    "Permute": Table(
        {"dims": [[2, 1], [1, 2], [1], [3, 1, 2], [2, 3, 1], [1, 1], [0, 1], [2]]},
        {},
        (2, 2, 3, 1),
        dtypes=ANYTHING,
    ),
    "RepeatVector": Table({"n": [3, 1, 2, 5, 0, 2.5]}, {}, (1,), dtypes=ANYTHING),
}
