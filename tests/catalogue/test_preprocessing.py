"""Layers that prepare data: hand-written rows, each judged by Keras."""

import pytest

from tests.catalogue.judge import Row, check

ROWS = [
    Row("Rescaling", 0.5, [(4,)], [(4,)]),
    Row("Rescaling", {"scale": 1 / 127.5, "offset": -1}, [(8, 8, 3)], [(8, 8, 3)]),
    Row("Rescaling", 2, [()], [()]),
    Row("Rescaling", 0, [(None, 3)], [(None, 3)], batch=5),
    Row("Rescaling", 0.5, [(0, 3)], [(0, 3)]),
    Row("Rescaling", [1.0, 2.0, 3.0], [(8, 3)], [(8, 3)]),
    Row("Rescaling", {"scale": [1, 2], "offset": [0.5, 1]}, [(2,)], [(2,)]),
    Row("Rescaling", {"scale": 2.0, "offset": [1.0]}, [(8, 3)], [(8, 3)]),
    Row("Rescaling", [1.0, 2.0, 3.0], [(8, None)], [(8, None)], unknown=3),
    Row("Rescaling", [1.0, 2.0, 3.0], [(8, 1)], [(8, 1)]),
    Row("Rescaling", {"scale": [1.0, 2.0], "offset": [3.0]}, [(None,)], [(None,)], unknown=2),
    Row(
        "Rescaling",
        {"scale": [1.0, 2.0], "offset": [1.0, 2.0, 3.0]},
        [(None,)],
        refused="MTL3005",
    ),
    Row("Rescaling", 0.5, [((4,), "uint8")], [(4,)]),
    Row("Rescaling", 0.5, [((4,), "bool")], [(4,)]),
    Row("Rescaling", 0.5, [((4,), "float64")], [(4,)]),
    Row("Rescaling", {"scale": 2.0, "dtype": "float16"}, [(4,)], [((4,), "float16")]),
    Row(
        "Rescaling",
        {"scale": 2.0, "dtype": "mixed_bfloat16"},
        [((4,), "uint8")],
        [((4,), "bfloat16")],
    ),
    Row("Rescaling", 0.5, [(4,)], [(4,)], again=[(5, 6)]),
    Row("Rescaling", [1.0, 2.0], [(2,)], refused="MTL3005", again=[(3,)]),
    Row("Rescaling", [1.0, 2.0], [(8, 3)], refused="MTL3005"),
    Row("Rescaling", {"scale": 2.0, "offset": [1.0, 2.0]}, [(8, 3)], refused="MTL3005"),
    Row("Rescaling", {"scale": [1.0] * 3, "offset": [1.0] * 2}, [(1,)], refused="MTL3005"),
    Row("Rescaling", 0.5, [((4,), "string")], refused="MTL3006"),
    Row("Rescaling", "0.5", [(4,)], refused="argument"),
    Row("Rescaling", None, [(4,)], refused="argument"),
    Row("Rescaling", {"scale": 2.0, "offset": "1"}, [(4,)], refused="argument"),
    Row("Rescaling", {"scale": 2.0, "offset": None}, [(4,)], refused="argument"),
    Row("Rescaling", {"offset": 1.0}, [(4,)], refused="argument"),
    Row("Rescaling", {"scale": 2.0, "bias": 1.0}, [(4,)], refused="argument"),
    Row("Rescaling", True, [(4,)], refused="argument", keras_differs="a boolean for a number"),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
