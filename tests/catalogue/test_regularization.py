"""Layers that make training harder: hand-written rows, each judged by Keras."""

import pytest

from tests.catalogue.judge import Row, check

ROWS = [
    Row("Dropout", 0.5, [(4,)], [(4,)]),
    Row("Dropout", 0, [(4,)], [(4,)]),
    Row("Dropout", 1, [(4,)], [(4,)]),
    Row("Dropout", 0.5, [()], [()]),
    Row("Dropout", 0.5, [(None, 3)], [(None, 3)], batch=5),
    Row("Dropout", 0.5, [(0, 3)], [(0, 3)]),
    Row("Dropout", {"rate": 0.5, "noise_shape": [None, 1, 3]}, [(4, 3)], [(4, 3)]),
    Row("Dropout", {"rate": 0.5, "noise_shape": [None, 1]}, [(4,)], [(4,)]),
    Row("Dropout", {"rate": 0.5, "seed": 7}, [(4,)], [(4,)]),
    Row("Dropout", 1, [((4,), "int32")], [(4,)], call={"training": True}),
    Row("Dropout", 0.5, [((4,), "int32")], [(4,)]),
    Row("Dropout", 0.5, [((4,), "bool")], [(4,)]),
    Row("Dropout", 0.5, [((4,), "float64")], [(4,)]),
    Row("Dropout", {"rate": 0.5, "dtype": "mixed_float16"}, [(4,)], [((4,), "float16")]),
    Row("Dropout", {"rate": 0.5, "dtype": "float64"}, [(4,)], [((4,), "float64")]),
    Row("Dropout", 0.5, [(4,)], [(4,)], call={"training": True}),
    Row("Dropout", 0.5, [(4,)], [(4,)], call={"training": False}),
    Row("Dropout", 0.5, [(4,)], [(4,)], again=[(5, 6)]),
    Row("Dropout", 0.5, [((4,), "string")], [(4,)]),
    Row(
        "Dropout",
        {"rate": 0.5, "noise_shape": [None, 2]},
        [(4,)],
        refused="MTL3005",
        call={"training": True},
    ),
    Row("Dropout", 0.5, [((4,), "int32")], refused="MTL3006", call={"training": True}),
    Row("Dropout", 0.5, [((4,), "string")], refused="MTL3006", call={"training": True}),
    Row("Dropout", None, [(4,)], refused="argument"),
    Row("Dropout", -0.1, [(4,)], refused="argument"),
    Row("Dropout", 1.1, [(4,)], refused="argument"),
    Row("Dropout", "0.5", [(4,)], refused="argument"),
    Row("Dropout", {"rate": 0.5, "noise_shape": 1}, [(4,)], refused="argument"),
    Row("Dropout", {"rate": 0.5, "noise_shape": [0, 4]}, [(4,)], refused="argument"),
    Row("Dropout", {"rate": 0.5, "noise_shape": [-1, 4]}, [(4,)], refused="argument"),
    Row("Dropout", {"rate": 0.5, "seed": 0.5}, [(4,)], refused="argument"),
    Row("Dropout", {"rate": 0.5, "seed": "a"}, [(4,)], refused="argument"),
    Row("Dropout", {"p": 0.5}, [(4,)], refused="argument"),
    Row("Dropout", True, [(4,)], refused="argument", keras_differs="a boolean for a number"),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
