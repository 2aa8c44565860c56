"""Merging layers: hand-written rows, each judged by Keras."""

from __future__ import annotations

import pytest

from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Row, check

MANY = ["Add", "Multiply", "Average", "Maximum", "Minimum"]
ELEMENTWISE = [*MANY, "Subtract"]


def elementwise(kind: str) -> list[Row]:
    return [
        Row(kind, None, [(4,), (4,)], [(4,)]),
        Row(kind, None, [(4, 1), (1, 3)], [(4, 3)]),
        Row(kind, None, [(4, 3), (3,)], [(4, 3)]),
        Row(kind, None, [(3,), (5, 4, 3)], [(5, 4, 3)]),
        Row(kind, None, [(None,), (3,)], [(None,)]),
        Row(kind, None, [(None, 3), (1, 3)], [(None, 3)]),
        Row(kind, None, [(), (3,)], [(3,)]),
        Row(kind, None, [((4,), "int32"), ((4,), "int64")], [(4,)]),
        Row(kind, None, [((4,), "bool"), ((4,), "uint8")], [(4,)]),
        Row(kind, {"dtype": "mixed_float16"}, [(4,), (4,)], [((4,), "float16")]),
        Row(kind, {"dtype": "float64", "trainable": False}, [(4,)] * 2, [((4,), "float64")]),
        Row(kind, None, [Tensor((8, 4)), Tensor((None, 4))], [Tensor((8, 4))]),
        Row(kind, None, [(4,), (4,)], [(4,)], again=[(5, 4), (5, 1)]),
        # Built on different ranks, it goes on to line up the axes of different ranks.
        Row(kind, None, [(4, 3), (3,)], [(4, 3)], batch=2, again=[(5, 3), (3,)]),
        Row(kind, None, [(3,), (3,)], batch=2, again=[(4, 3), (3,)], refused="MTL3002"),
        Row(kind, None, [(4,), (3,)], refused="MTL3002"),
        Row(kind, None, [(4, 3), (4,)], refused="MTL3002"),
        Row(kind, None, [Tensor((1, 4)), Tensor((3, 4))], refused="MTL3002"),
        Row(kind, None, [((4,), "bool")] * 2, refused="MTL3006"),
        Row(kind, None, [((4,), "string"), (4,)], refused="MTL3006"),
        Row(kind, {"axis": 1}, [(4,), (4,)], refused="argument"),
        Row(kind, {"trainable": 1}, [(4,), (4,)], refused="argument"),
    ]


def of_many(kind: str) -> list[Row]:
    return [
        Row(kind, None, [(4,), (1,), (4,), (1,)], [(4,)]),
        Row(kind, None, [(4, 1), (3,), (1, 1, 1)], [(1, 4, 3)]),
        Row(kind, None, [(None,), (4,), (1,)], [(None,)]),
        Row(kind, None, [(4,), ((4,), "bool"), ((4,), "bool")], [(4,)]),
        # Each neighbour fits, but no size of the open axis fits both.
        Row(kind, None, [(3,), (None,), (4,)], refused="MTL3002"),
    ]


ROWS = [
    *(row for kind in ELEMENTWISE for row in elementwise(kind)),
    *(row for kind in MANY for row in of_many(kind)),
    Row("Add", None, [((4,), "string")] * 2, [(4,)]),
    Row("Add", None, [((4,), "complex64"), (4,)], [(4,)]),
    Row("Multiply", None, [((4,), "string")] * 2, refused="MTL3006"),
    Row("Subtract", None, [(4,)] * 3, refused="arity"),
    Row("Maximum", None, [((4,), "complex64"), (4,)], refused="MTL3006"),
    Row("Minimum", None, [(4,), (4,), ((4,), "complex128")], refused="MTL3006"),
    # Concatenate
    Row("Concatenate", None, [(4,), (3,)], [(7,)]),
    Row("Concatenate", 1, [(4, 2), (3, 2), (1, 2)], [(8, 2)]),
    Row("Concatenate", -2, [(4, 2), (3, 2)], [(7, 2)]),
    Row("Concatenate", {"axis": 2}, [(5, 4), (5, 3)], [(5, 7)]),
    Row("Concatenate", None, [(None, 4), (None, 3)], [(None, 7)]),
    Row("Concatenate", 1, [(None, 4), (3, 4)], [(None, 4)]),
    # An open size is taken from the first tensor, and not from one that knows it.
    Row("Concatenate", None, [(None, 4), (5, 3)], [(None, 7)]),
    Row("Concatenate", None, [(5, 4), (None, 3)], [(5, 7)]),
    Row("Concatenate", 0, [(4,), (4,)], [(4,)]),
    Row("Concatenate", 0, [Tensor((2, 4)), Tensor((3, 4))], [Tensor((5, 4))]),
    Row("Concatenate", -1, [(), ()], [()]),
    Row("Concatenate", None, [Tensor((None, 4)), Tensor((3, 4))], [Tensor((None, 8))]),
    Row("Concatenate", None, [((4,), "int32"), ((4,), "bool")], [(8,)]),
    Row("Concatenate", None, [((4,), "string")] * 2, [(8,)]),
    Row("Concatenate", {"dtype": "bfloat16"}, [(4,), (4,)], [((8,), "bfloat16")]),
    Row("Concatenate", None, [(4,), (3,)], [(7,)], again=[(2, 1), (2, 5)]),
    Row("Concatenate", None, [(4,), (3, 4)], refused="MTL3002"),
    Row("Concatenate", 1, [(), (4,)], refused="MTL3002"),
    Row("Concatenate", 2, [(None,), (4, 7)], refused="MTL3002"),
    Row("Concatenate", None, [(5, 4), (1, 4)], refused="MTL3002"),
    Row("Concatenate", None, [(5, 4), (None, 4), (6, 4)], refused="MTL3002"),
    Row("Concatenate", None, [Tensor((2, 4)), Tensor((3, 4))], refused="MTL3002"),
    Row("Concatenate", 2, [(4,), (4,)], refused="MTL3009"),
    Row("Concatenate", -3, [(4,), (4,)], refused="MTL3009"),
    Row("Concatenate", None, [((4,), "string"), (4,)], refused="MTL3006"),
    Row("Concatenate", "1", [(4,), (4,)], refused="argument"),
    Row("Concatenate", 1.0, [(4,), (4,)], refused="argument"),
    Row(
        "Concatenate",
        True,
        [(4,), (4,)],
        refused="argument",
        keras_differs="a bool is no axis",
    ),
    # Dot
    Row("Dot", 1, [(4,), (4,)], [(1,)]),
    Row("Dot", -1, [(5, 4), (6, 4)], [(5, 6)]),
    Row("Dot", (1, 2), [(3, 5), (10, 3)], [(5, 10)]),
    Row("Dot", {"axes": (-1, -2)}, [(5, 4), (4, 6)], [(5, 6)]),
    Row("Dot", 1, [(4,), (4, 6)], [(6,)]),
    Row("Dot", (2, 1), [(5, 4), (4,)], [(5,)]),
    Row("Dot", (3, 1), [(2, 5, 4), (4, 6, 7)], [(2, 5, 6, 7)]),
    Row("Dot", -1, [(None, 4), (6, 4)], [(None, 6)]),
    Row("Dot", 1, [(None,), (None,)], [(1,)]),
    # A negative number is wrapped around, a pair of them is not.
    Row("Dot", -5, [(4, 2), (4, 3)], [(2, 3)]),
    Row("Dot", (1, -4), [(4, 2), (4, 3)], refused="MTL3009"),
    Row("Dot", {"axes": 1, "normalize": True}, [(4,), (4,)], [(1,)]),
    Row("Dot", 1, [((4,), "int32"), ((4,), "bool")], [(1,)]),
    Row("Dot", {"axes": 1, "dtype": "float16"}, [(4,)] * 2, [((1,), "float16")]),
    Row("Dot", 1, [Tensor((None, 4)), Tensor((3, 4))], [Tensor((None, 1))]),
    Row("Dot", 1, [(4,), (4,)], [(1,)], again=[(5, 2), (5, 3)]),
    Row("Dot", 1, [(4,), (3,)], refused="MTL3002"),
    Row("Dot", 1, [(4,), (None,)], refused="MTL3002"),
    Row("Dot", 1, [Tensor((2, 4)), Tensor((3, 4))], refused="MTL3002"),
    Row("Dot", 2, [(4,), (5, 4)], refused="MTL3009"),
    Row("Dot", (1, 2), [(4,), (4,)], refused="MTL3009"),
    Row("Dot", -2, [(4,), (4,)], refused="MTL3009"),
    Row("Dot", (-3, 1), [(4, 2), (4,)], refused="MTL3009"),
    Row("Dot", 1, [(), (4,)], refused="MTL3003"),
    Row("Dot", 0, [(4,), (4,)], refused="argument"),
    Row("Dot", (0, 1), [(4,), (4,)], refused="argument"),
    Row("Dot", (1,), [(4,), (4,)], refused="argument"),
    Row("Dot", (1, 1, 1), [(4,), (4,)], refused="argument"),
    Row("Dot", "1", [(4,), (4,)], refused="argument"),
    Row("Dot", None, [(4,), (4,)], refused="argument"),
    Row("Dot", 1, [(4,)] * 3, refused="arity"),
    Row("Dot", 1, [((4,), "string")] * 2, refused="MTL3006"),
    Row("Dot", {"axes": 1, "normalize": True}, [((4,), "int32"), (4,)], refused="MTL3006"),
    Row(
        "Dot",
        {"axes": 1, "normalize": "yes"},
        [(4,), (4,)],
        refused="argument",
        keras_differs="a string is no bool",
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
