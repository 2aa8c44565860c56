"""Layers that arrange elements in other axes: hand-written rows, each judged by Keras."""

import pytest

from tests.catalogue.judge import Row, check

FLATTEN = [
    Row("Flatten", None, [(4, 5)], [(20,)]),
    Row("Flatten", None, [(4, 5, 6)], [(120,)], batch=3),
    Row("Flatten", None, [(4,)], [(4,)]),
    Row("Flatten", None, [()], [(1,)]),
    Row("Flatten", None, [(None, 5)], [(None,)]),
    Row("Flatten", None, [(0, 5)], [(0,)]),
    Row("Flatten", "channels_first", [(4, 5, 6)], [(120,)]),
    Row("Flatten", "CHANNELS_FIRST", [()], [(1,)]),
    Row("Flatten", None, [((4, 5), "int32")], [((20,), "int32")]),
    Row("Flatten", None, [((4, 5), "bool")], [((20,), "bool")]),
    Row("Flatten", None, [((4, 5), "string")], [((20,), "string")]),
    Row("Flatten", None, [((4, 5), "float64")], [(20,)]),
    Row("Flatten", {"dtype": "mixed_float16"}, [(4, 5)], [((20,), "float16")]),
    Row("Flatten", {"dtype": "float64"}, [((4, 5), "int8")], [((20,), "int8")]),
    Row("Flatten", None, [(4, 5)], [(20,)], again=[((7,), "int32")]),
    Row("Flatten", "channels", [(4, 5)], refused="argument"),
    Row("Flatten", 1, [(4, 5)], refused="argument"),
    Row("Flatten", {"start": 1}, [(4, 5)], refused="argument"),
    Row("Flatten", {"dtype": "int32x"}, [(4, 5)], refused="argument"),
]

RESHAPE = [
    Row("Reshape", [3, 4], [(12,)], [(3, 4)]),
    Row("Reshape", [12], [(3, 4)], [(12,)], batch=5),
    Row("Reshape", [-1], [(3, 4)], [(12,)]),
    Row("Reshape", [2, -1, 3], [(3, 4)], [(2, 2, 3)]),
    Row("Reshape", [-1, 4], [(None, 8)], [(None, 4)]),
    Row("Reshape", [-1, 5], [(None, 8)], [(None, 5)], unknown=5),
    Row("Reshape", [4, 6], [(None, 8)], [(4, 6)], unknown=3),
    Row("Reshape", [25], [(None, None)], [(25,)], unknown=5),
    Row("Reshape", [None, 4], [(12,)], [(None, 4)]),
    Row("Reshape", [None, 4], [(None, 8)], [(None, 4)]),
    Row("Reshape", [], [(1,)], [()]),
    Row("Reshape", [], [()], [()]),
    Row("Reshape", [-1], [()], [(1,)]),
    Row("Reshape", [1, 1], [()], [(1, 1)]),
    Row("Reshape", [0], [(0, 3)], [(0,)]),
    Row("Reshape", [0, None], [(0,)], [(0, None)]),
    Row("Reshape", [0], [(None,)], [(0,)], unknown=0),
    Row("Reshape", [-1, 3], [(0, 5)], [(0, 3)]),
    Row("Reshape", [3, 4], [((12,), "int32")], [((3, 4), "int32")]),
    Row("Reshape", [3, 4], [((12,), "string")], [((3, 4), "string")]),
    Row("Reshape", [3, 4], [((12,), "float16")], [(3, 4)]),
    Row(
        "Reshape",
        {"target_shape": [3, 4], "dtype": "bfloat16"},
        [(12,)],
        [((3, 4), "bfloat16")],
    ),
    Row("Reshape", [-1, 2], [(12,)], [(6, 2)], again=[(3, 4, 5)]),
    Row("Reshape", [-1, 2], [(12,)], refused="MTL3005", again=[(3, 5)]),
    Row("Reshape", [3, 4], [(12,)], refused="MTL3005", again=[(13,)]),
    Row("Reshape", [3, 5], [(12,)], refused="MTL3005"),
    Row("Reshape", [-1, 5], [(12,)], refused="MTL3005"),
    Row("Reshape", [None, 5], [(12,)], refused="MTL3005"),
    Row("Reshape", [7], [(None, 3)], refused="MTL3005", unknown=7),
    Row("Reshape", [3], [(None, 0)], refused="MTL3005"),
    Row("Reshape", [0, None], [(3,)], refused="MTL3005"),
    Row("Reshape", [], [(2,)], refused="MTL3005"),
    Row("Reshape", [-1, -1], [(12,)], refused="argument"),
    Row("Reshape", [None, None], [(12,)], refused="argument"),
    Row("Reshape", [None, -1], [(12,)], refused="argument"),
    Row("Reshape", [0, -1], [(0,)], refused="argument"),
    Row("Reshape", [0, -1], [(None,)], refused="argument", unknown=0),
    Row("Reshape", [-2, 6], [(12,)], refused="argument"),
    Row("Reshape", 12, [(12,)], refused="argument"),
    Row("Reshape", None, [(12,)], refused="argument"),
    Row("Reshape", [3.0, 4], [(12,)], refused="argument", keras_differs="a float for a size"),
    Row(
        "Reshape", [True, 12], [(12,)], refused="argument", keras_differs="a boolean for a size"
    ),
    Row("Reshape", "a", [(12,)], refused="argument", keras_differs="a string for a shape"),
]

PERMUTE = [
    Row("Permute", [2, 1], [(3, 4)], [(4, 3)]),
    Row("Permute", [3, 1, 2], [(3, 4, 5)], [(5, 3, 4)], batch=2),
    Row("Permute", [1], [(3,)], [(3,)]),
    Row("Permute", [], [()], [()]),
    Row("Permute", [2, 1], [(None, 4)], [(4, None)]),
    Row("Permute", [2, 1], [(0, 4)], [(4, 0)]),
    Row("Permute", [2, 1], [((3, 4), "int64")], [((4, 3), "int64")]),
    Row("Permute", [2, 1], [((3, 4), "bool")], [((4, 3), "bool")]),
    Row("Permute", [2, 1], [((3, 4), "float64")], [(4, 3)]),
    Row("Permute", {"dims": [2, 1], "dtype": "float64"}, [(3, 4)], [((4, 3), "float64")]),
    Row("Permute", [2, 1], [(3, 4)], [(4, 3)], again=[(5, 6)]),
    Row("Permute", [2, 1], [(3, 4)], refused="MTL3003", again=[(5, 6, 7)]),
    Row("Permute", [2, 1], [(3,)], refused="MTL3003"),
    Row("Permute", [2, 1], [(3, 4, 5)], refused="MTL3003"),
    Row("Permute", [0, 1], [(3, 4)], refused="argument"),
    Row("Permute", [1, 1], [(3, 4)], refused="argument"),
    Row("Permute", [1, 3], [(3, 4)], refused="argument"),
    Row("Permute", [-1, 1], [(3, 4)], refused="argument"),
    Row("Permute", 1, [(3,)], refused="argument"),
    Row(
        "Permute",
        [2, True],
        [(3, 4)],
        refused="argument",
        keras_differs="a boolean for an axis",
    ),
]

REPEAT_VECTOR = [
    Row("RepeatVector", 3, [(4,)], [(3, 4)]),
    Row("RepeatVector", 1, [(4,)], [(1, 4)], batch=2),
    Row("RepeatVector", 3, [(None,)], [(3, None)]),
    Row("RepeatVector", 3, [(0,)], [(3, 0)]),
    Row("RepeatVector", 3, [((4,), "int32")], [(3, 4)]),
    Row("RepeatVector", 3, [((4,), "string")], [(3, 4)]),
    Row("RepeatVector", {"n": 3, "dtype": "float16"}, [(4,)], [((3, 4), "float16")]),
    Row("RepeatVector", 3, [(4,)], [(3, 4)], again=[(5,)]),
    Row("RepeatVector", 3, [()], refused="MTL3003"),
    Row("RepeatVector", 3, [(4, 5)], refused="MTL3003"),
    Row("RepeatVector", 3, [(4,)], refused="MTL3003", again=[(4, 5)]),
    Row("RepeatVector", 0, [(4,)], refused="argument"),
    Row("RepeatVector", -1, [(4,)], refused="argument"),
    Row("RepeatVector", 2.0, [(4,)], refused="argument"),
    Row("RepeatVector", True, [(4,)], refused="argument"),
    Row("RepeatVector", None, [(4,)], refused="argument"),
]

ROWS = FLATTEN + RESHAPE + PERMUTE + REPEAT_VECTOR


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
