"""Layers that prepare data: hand-written rows, each judged by Keras."""

import pytest

from tests.catalogue.judge import Row, check

ROWS = [
    Row("Normalization", None, [(2, 3)], [(2, 3)], parameters=7, frozen=7),
    Row("Normalization", None, [((3,), "uint8")], [(3,)], parameters=7, frozen=7),
    Row("Normalization", {"axis": None}, [()], [()], parameters=3, frozen=3),
    Row("Normalization", {"axis": [2, 1]}, [(2, 3)], [(2, 3)], parameters=13, frozen=13),
    Row("Normalization", {"axis": 1}, [(2, None)], [(2, None)], parameters=5, frozen=5),
    Row("Normalization", {"axis": 0}, [(3,)], [(3,)], batch=2, parameters=5, frozen=5),
    Row("Normalization", None, [(0,)], [(0,)], parameters=1, frozen=1),
    Row("Normalization", {"mean": 3, "variance": 2.5, "invert": True}, [(2, 3)], [(2, 3)]),
    Row("Normalization", {"mean": [1, 2, 3], "variance": [1.0, 1, 1]}, [(2, 3)], [(2, 3)]),
    Row("Normalization", {"mean": [1.0], "variance": [1.0]}, [(2, 3)], [(2, 3)]),
    Row(
        "Normalization",
        {"axis": [1, 2], "mean": [[1.0], [2.0]], "variance": [[1.0], [2.0]]},
        [(2, 3)],
        [(2, 3)],
    ),
    Row(
        "Normalization",
        {"dtype": "mixed_float16"},
        [(3,)],
        [((3,), "float16")],
        parameters=7,
        frozen=7,
    ),
    Row("Normalization", None, [(3,)], [(3,)], parameters=7, frozen=7, again=[(2, 3)]),
    Row("Normalization", None, [(3,)], refused="MTL3008", again=[(4,)]),
    Row("Normalization", None, [()], refused="MTL3004"),
    Row("Normalization", {"mean": 1.0, "variance": 1.0}, [(None,)], refused="MTL3004"),
    Row("Normalization", {"axis": 3}, [(2, 3)], refused="MTL3009"),
    Row("Normalization", {"axis": [1, -2]}, [(2, 3)], refused="MTL3009"),
    Row(
        "Normalization", {"mean": [1.0, 2.0], "variance": [1.0, 2.0]}, [(3,)], refused="MTL3005"
    ),
    Row("Normalization", None, [((3,), "string")], refused="MTL3006"),
    Row("Normalization", {"mean": 1.0}, [(3,)], refused="argument"),
    Row("Normalization", {"mean": [1.0], "variance": 1.0}, [(3,)], refused="argument"),
    Row("Normalization", {"mean": [[1.0]], "variance": [[1.0]]}, [(3,)], refused="argument"),
    Row("Normalization", {"mean": "a", "variance": "a"}, [(3,)], refused="argument"),
    Row(
        "Normalization",
        {"mean": [[1.0], [1.0, 2.0]], "variance": [[1.0], [1.0, 2.0]]},
        [(3,)],
        refused="argument",
    ),
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
