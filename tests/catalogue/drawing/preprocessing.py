"""Rows for the layers that prepare data."""

from tests.catalogue.drawing.table import ANYTHING, Table

TABLES = {
    "Rescaling": Table(
        {"scale": [0.5, 2, [1.0, 2.0], [1.0], "x"]},
        {"offset": [0.5, -1, [1.0, 2.0], [1.0], [1.0, 2.0, 3.0]]},
        (1, 0, 2),
        dtypes=ANYTHING,
    ),
}
