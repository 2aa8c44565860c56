"""Calls written by hand, ordinary, on the edge and refused, each judged by real Keras."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from mtlc_spec.shapes import Tensor
from tests.functions.judge import B, Refusal, Row, agree, ask_catalogue, ask_keras, tensor

X = (B, 3, 4)
INT: Any = ((B, 3, 4), "int32")

ELEMENTWISE = [
    Row("abs", None, [INT], [INT]),
    Row("sqrt", None, [INT], [X]),
    Row("sqrt", None, [((B, 2), "string")], refused="MTL3006"),
    Row("negative", None, [((B, 2), "uint8")], refused="MTL3006"),
    Row("round", 2, [X], [X]),
    Row("round", "2", [X], refused="argument"),
    Row("cast", "int32", [X], [INT]),
    Row("cast", "integer", [X], refused="argument"),
    Row("cast", None, [X], refused="argument"),
    Row("clip", {"x_min": 0.0, "x_max": 1.0}, [X], [X]),
    Row("clip", {"x_min": 0, "x_max": 1}, [INT], [INT]),
    Row("clip", {"x_min": 0.5, "x_max": 1}, [INT], refused="MTL3006"),
    Row("clip", 0, [X], refused="argument"),
    Row("relu", {"y": 1}, [X], refused="argument"),
]
BINARY = [
    Row("add", None, [X, (4,)], [X]),
    Row("add", 1, [INT], [INT]),
    Row("add", 0.5, [INT], [X]),
    Row("add", None, [(B, 1), (B, 5)], [(B, 5)]),
    Row("add", None, [(B, 4), (B, 5)], refused="MTL3002"),
    Row("add", [1, 2], [X], refused="MTL3006"),
    Row("add", None, [X], refused="argument"),
    Row("add", True, [((B, 2), "bool")], refused="MTL3006"),
    Row("subtract", {"x1": 1.0}, [], [X], call={"x2": Tensor(X)}),
    Row("subtract", {"x1": 1.0}, [X], refused="argument"),
    Row("multiply", None, [(B, 4), ((B, 4), "string")], refused="MTL3006"),
    Row("divide", 2, [INT], [X]),
    Row("power", 2, [X], [X]),
    Row("floor_divide", 2, [INT], [INT]),
    Row("maximum", 0, [X], [X]),
    Row("equal", [1, 2, 3, 4], [INT], [(X, "bool")]),
    Row("equal", [1, 2, 3], [INT], refused="MTL3002"),
    Row("greater", 0.5, [X], [(X, "bool")]),
    Row("less", None, [((B, 2), "bool"), ((B, 2), "bool")], refused="MTL3006"),
    Row("where", {"x1": 0.0}, [(X, "bool")], [X], call={"x2": Tensor(X)}),
    Row("where", {"x1": 1, "x2": 0}, [(X, "bool")], [INT]),
    Row("where", None, [(X, "bool")], [(X, "int64")]),
    Row("where", {"x1": 1}, [(X, "bool")], refused="MTL3010"),
    Row("where", None, [(X, "bool"), X, (B, 3, 5)], refused="MTL3002"),
    Row("allclose", None, [X, X], [((), "bool")]),
]
REDUCTION = [
    Row("sum", None, [X], [()]),
    Row("sum", 1, [X], [(B, 4)]),
    Row("sum", {"axis": [-1, 1], "keepdims": True}, [X], [(B, 1, 1)]),
    Row("sum", {"axis": []}, [X], [X]),
    Row("sum", 3, [X], refused="MTL3009"),
    Row("sum", [1, -2], [X], refused="MTL3009"),
    Row("sum", "1", [X], refused="argument"),
    Row("mean", -1, [INT], [(B, 3)]),
    Row("max", {"axis": 1, "initial": 0}, [X], [(B, 4)]),
    Row("argmax", -1, [X], [((B, 3), "int32")]),
    Row("argmax", [1], [X], refused="argument"),
    Row("prod", {"axis": 1, "dtype": "float64"}, [X], [((B, 4), "float64")]),
    Row("logsumexp", 1, [((B, 3), "float16")], [(B,)]),
    Row("norm", {"axis": 1}, [X], [(B, 4)]),
    Row("norm", {"ord": "fro", "axis": [1, 2]}, [X], [(B,)]),
    Row("norm", {"ord": inf, "axis": 1}, [X], [(B, 4)]),
    Row("norm", {"ord": 3, "axis": [1, 2]}, [X], refused="MTL3009"),
    Row("norm", {"ord": "fro", "axis": 1}, [X], refused="MTL3009"),
    Row("norm", None, [X], refused="MTL3009"),
    Row("moments", {"axes": [1]}, [X], [(B, 4), (B, 4)]),
    Row("cumsum", 1, [X], [X]),
    Row("cumsum", None, [X], [(B,)]),
    Row("cumsum", 3, [X], refused="MTL3009"),
    Row("quantile", {"q": [0.25, 0.75], "axis": 1}, [X], [(2, B, 4)]),
    Row("average", 1, [X, (3,)], [(B, 4)]),
    Row("average", {"axis": 1}, [X, (3,)], [(B, 4)]),
    Row("average", {"axis": 1}, [X, (4,)], refused="MTL3010"),
    Row("top_k", 2, [X], [(B, 3, 2), ((B, 3, 2), "int32")]),
    Row("top_k", 5, [X], refused="MTL3005"),
    Row("sort", {"axis": None}, [(2, 3)], [(6,)]),
]
PRODUCTS = [
    Row("matmul", None, [X, (B, 4, 5)], [(B, 3, 5)]),
    Row("matmul", None, [X, (4,)], [(B, 3)]),
    Row("matmul", None, [X, (B, 3, 5)], refused="MTL3002"),
    Row("matmul", 2.0, [X], refused="MTL3010"),
    Row("dot", None, [X, (4, 5)], [(B, 3, 5)]),
    Row("dot", None, [(B, 4), (5, 4)], refused="MTL3002"),
    Row("dot", 2.0, [X], [X]),
    Row("tensordot", 1, [X, (4, 5)], [(B, 3, 5)]),
    Row("tensordot", [[1], [0]], [X, (3, 5)], [(B, 4, 5)]),
    Row("tensordot", [[1], [0]], [X, (4, 5)], refused="MTL3002"),
    Row("outer", None, [(3,), (4,)], [(3, 4)]),
    Row("einsum", "bij,bjk->bik", [X, (B, 4, 5)], [(B, 3, 5)]),
    Row("einsum", "...i,ij->...j", [X, (4, 5)], [(B, 3, 5)]),
    Row("einsum", "bij->bji", [X], [(B, 4, 3)]),
    Row("einsum", "bij,bik", [X, (B, 3, 5)], [(4, 5)]),
    Row("einsum", "bij,bjk->bik", [X, (B, 3, 5)], refused="MTL3002"),
    Row("einsum", "bij,bjk->bik", [X], refused="MTL3003"),
    Row("einsum", "bi->b", [X], refused="MTL3003"),
    Row("einsum", "bij->bix", [X], refused="argument"),
    Row("einsum", None, [X], refused="argument"),
]
SHAPING = [
    Row("reshape", [-1, 12], [X], [(B, 12)]),
    Row("reshape", -1, [(2, 3)], [(6,)]),
    Row("reshape", [-1, 5], [(2, 3)], refused="MTL3005"),
    Row("reshape", [2, 13], [X], refused="MTL3005"),
    Row("reshape", [-1, -1], [X], refused="argument"),
    Row("transpose", [0, 2, 1], [X], [(B, 4, 3)]),
    Row("transpose", None, [X], [(4, 3, B)]),
    Row("transpose", [0, 1], [X], refused="MTL3003"),
    Row("transpose", [0, 1, 1], [X], refused="MTL3009"),
    Row("expand_dims", 1, [X], [(B, 1, 3, 4)]),
    Row("expand_dims", [1, -1], [X], [(B, 1, 3, 4, 1)]),
    Row("expand_dims", 4, [X], refused="MTL3009"),
    Row("expand_dims", None, [X], refused="argument"),
    Row("squeeze", None, [(B, 1, 4, 1)], [(B, 4)]),
    Row("squeeze", -1, [(B, 4, 1)], [(B, 4)]),
    Row("squeeze", 1, [X], refused="MTL3005"),
    Row("flip", 1, [X], [X]),
    Row("flip", 3, [X], refused="MTL3009"),
    Row("roll", {"shift": 1, "axis": 1}, [X], [X]),
    Row("roll", {"shift": [1, 2], "axis": 1}, [X], refused="MTL3009"),
    Row("swapaxes", {"axis1": 1, "axis2": -1}, [X], [(B, 4, 3)]),
    Row("moveaxis", {"source": 1, "destination": -1}, [X], [(B, 4, 3)]),
    Row("moveaxis", {"source": [1, 2], "destination": 0}, [X], refused="MTL3009"),
    Row("broadcast_to", [5, 3, 4], [(3, 4)], [(5, 3, 4)]),
    Row("broadcast_to", [5, 3, 5], [(3, 4)], refused="MTL3002"),
    Row("tile", [1, 2, 1], [X], [(B, 6, 4)]),
    Row("tile", -1, [X], refused="argument"),
    Row("repeat", {"repeats": 2, "axis": 1}, [X], [(B, 6, 4)]),
    Row("repeat", {"repeats": [1, 2, 3], "axis": 1}, [X], [(B, 6, 4)]),
    Row("repeat", {"repeats": [1, 2], "axis": 1}, [X], refused="MTL3005"),
    Row("pad", [[0, 0], [1, 1], [0, 2]], [X], [(B, 5, 6)]),
    Row("pad", 1, [X], refused="MTL3003"),
    Row(
        "pad",
        {"pad_width": [[0, 0], [3, 0], [0, 0]], "mode": "reflect"},
        [X],
        refused="MTL3001",
    ),
    Row("diagonal", {"axis1": 1, "axis2": 2}, [X], [(B, 3)]),
]
JOINING = [
    Row("concatenate", -1, [X, (B, 3, 1)], [(B, 3, 5)]),
    Row("concatenate", 1, [X, INT], [(B, 6, 4)]),
    Row("concatenate", 1, [X, (B, 3, 5)], refused="MTL3002"),
    Row("concatenate", 3, [X, X], refused="MTL3009"),
    Row("concatenate", 1, [], call={"xs": [Tensor(X), Tensor(X)]}, outputs=[(B, 6, 4)]),
    Row("stack", 1, [X, X], [(B, 2, 3, 4)]),
    Row("stack", 1, [X, (B, 3)], refused="MTL3002"),
    Row("split", {"indices_or_sections": 2, "axis": -1}, [X], [(B, 3, 2), (B, 3, 2)]),
    Row("split", {"indices_or_sections": [1], "axis": 2}, [X], [(B, 3, 1), (B, 3, 3)]),
    Row("split", {"indices_or_sections": 3, "axis": -1}, [X], refused="MTL3005"),
    Row("split", {"indices_or_sections": [5], "axis": 2}, [X], refused="MTL3005"),
    Row("split", 0, [X], refused="argument"),
    Row("array_split", {"indices_or_sections": 2, "axis": 1}, [X], [(B, 2, 4), (B, 1, 4)]),
    Row("unstack", {"num": 3, "axis": 1}, [X], [(B, 4), (B, 4), (B, 4)]),
    Row("unstack", {"num": 2, "axis": 1}, [X], refused="MTL3005"),
]
INDEXING = [
    Row("take", {"indices": 0, "axis": 1}, [X], [(B, 4)]),
    Row("take", {"indices": [0, 2], "axis": 1}, [X], [(B, 2, 4)]),
    Row("take", {"axis": 1}, [X, ((5,), "int32")], [(B, 5, 4)]),
    Row("take", {"indices": 3, "axis": 1}, [X], refused="MTL3005"),
    Row("take", {"axis": 1}, [X, (5,)], refused="MTL3006"),
    Row("take_along_axis", 1, [X, ((B, 2, 4), "int32")], [(B, 2, 4)]),
    Row("take_along_axis", 1, [X, ((B, 2), "int32")], refused="MTL3003"),
    Row("one_hot", 5, [((B, 3), "int32")], [(B, 3, 5)]),
    Row("one_hot", {"num_classes": 5, "axis": 3}, [((B, 3), "int32")], refused="MTL3009"),
    Row("multi_hot", 5, [((B, 3), "int32")], [((B, 5), "int32")]),
    Row("slice", {"start_indices": [0, 1, 0], "shape": [1, 2, 4]}, [X], [(1, 2, 4)]),
    Row("slice", {"start_indices": [0, 1, 0], "shape": [1, 3, 4]}, [X], refused="MTL3005"),
    Row("get_item", [0, 1], [X], [(4,)]),
    Row("get_item", [0, 5], [X], refused="MTL3005"),
]
ACTIVATION = [
    Row("softmax", None, [X], [X]),
    Row("softmax", 3, [X], refused="MTL3009"),
    Row("softmax", None, [INT], refused="MTL3006"),
    Row("leaky_relu", 0.1, [X], [X]),
    Row("elu", {"alpha": 0.5}, [X], [X]),
    Row("glu", -1, [X], [(B, 3, 2)]),
    Row("glu", 1, [X], refused="MTL3005"),
    Row("normalize", 1, [((B, 3), "float16")], [(B, 3)]),
    Row("normalize", {"order": 0}, [X], refused="argument"),
    Row("dot_product_attention", None, [(B, 2, 1, 4)] + [(B, 5, 1, 4)] * 2, [(B, 2, 1, 4)]),
    Row(
        "dot_product_attention",
        None,
        [(B, 2, 1, 4), (B, 5, 1, 3), (B, 5, 1, 4)],
        refused="MTL3010",
    ),
    Row("stop_gradient", None, [INT], [INT]),
]
CREATION = [
    Row("zeros", [2, 3], [], [(2, 3)]),
    Row("ones", {"shape": [2], "dtype": "int32"}, [], [((2,), "int32")]),
    Row("full", {"shape": [2], "fill_value": 1}, [], [(2,)]),
    Row("full", {"shape": 2, "fill_value": 1}, [], refused="argument"),
    Row("stack", {"x": [[1, 2], [3, 4]]}, [], [((2, 2), "int32")]),
    Row("multi_hot", {"inputs": [0, 1], "num_classes": 3}, [], refused="MTL3010"),
    Row("arange", 5, [], [((5,), "int32")]),
    Row("arange", {"start": 0, "stop": 1, "step": 0.25}, [], [(4,)]),
    Row("arange", {"start": 5, "stop": 0}, [], refused="MTL3005"),
    Row("linspace", {"start": 0.0, "stop": 1.0, "num": 5}, [], [(5,)]),
    Row("eye", 3, [], [(3, 3)]),
    Row("eye", 2.5, [], refused="argument"),
    Row("ones_like", "int32", [X], [INT]),
    Row("full_like", 2, [X], [X]),
    Row("log", 2.0, [], [()]),
    Row("add", {"x1": 1, "x2": 0.5}, [], [()]),
    Row("relu", [[1, 2], [3, 4]], [], [((2, 2), "int32")]),
]
IMAGES = [
    Row("image.resize", [8, 6], [(B, 4, 4, 3)], [(B, 8, 6, 3)]),
    Row(
        "image.resize",
        {"size": [8, 6], "data_format": "channels_first"},
        [(B, 3, 4, 4)],
        [(B, 3, 8, 6)],
    ),
    Row(
        "image.resize",
        {"size": [8, 6], "interpolation": "cubic"},
        [(B, 4, 4, 3)],
        refused="argument",
    ),
    Row("image.resize", [8, 6], [(B, 4)], refused="MTL3003"),
    Row("image.resize", 8, [(B, 4, 4, 3)], refused="argument"),
    Row("image.rgb_to_grayscale", None, [(B, 4, 4, 3)], [(B, 4, 4, 1)]),
    Row("image.rgb_to_grayscale", None, [(B, 4, 4, 2)], refused="MTL3005"),
    Row("image.rgb_to_hsv", None, [(B, 4, 4, 3)], [(B, 4, 4, 3)]),
    Row("image.hsv_to_rgb", None, [((B, 4, 4, 3), "uint8")], refused="MTL3006"),
]
ROWS = [
    *(ELEMENTWISE + BINARY + REDUCTION + PRODUCTS + SHAPING + JOINING + INDEXING),
    *(ACTIVATION + CREATION + IMAGES),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    ours = ask_catalogue(row)

    if row.refused is not None:
        assert ours == Refusal(row.refused, "")
    else:
        assert row.outputs is not None
        assert ours == tuple(tensor(one) for one in row.outputs)
    agree(ours, ask_keras(row))
