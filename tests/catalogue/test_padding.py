"""Padding, cropping and upsampling: hand-written rows, each judged by Keras."""

from collections.abc import Iterator
from typing import Any

import pytest

from mtlc_spec.layers import layer_class
from tests.catalogue.judge import Row, check

RANKS = (1, 2, 3)


def image(rank: int, size: int | None = 6, channels: int | None = 3) -> tuple[int | None, ...]:
    return (*(size,) * rank, channels)


def common(kind: str, rank: int, argument: str, after: int) -> Iterator[Row]:
    """What all of them do with an argument of 2, which makes 6 places `after`."""
    name = f"{kind}{rank}D"
    given = {argument: 2}
    large = image(rank, after)
    yield Row(name, 2, [image(rank)], [large])
    yield Row(name, 2, [image(rank)], [large], batch=4)
    yield Row(name, 2, [image(rank, None, None)], [image(rank, None, None)])
    yield Row(name, 2, [image(rank, 6, 0)], [image(rank, after, 0)])
    yield Row(name, 2, [(image(rank), "int32")], [large])
    yield Row(name, 2, [(image(rank), "bool")], [large])
    yield Row(name, 2, [(image(rank), "string")], [large])
    yield Row(name, 2, [(image(rank), "float64")], [large])
    yield Row(name, {**given, "dtype": "float64"}, [image(rank)], [(large, "float64")])
    yield Row(name, {**given, "dtype": "mixed_float16"}, [image(rank)], [(large, "float16")])
    yield Row(name, 2, [image(rank)], [large], again=[image(rank, 7, 1)])
    yield Row(name, 2, [image(rank)], refused="MTL3003", again=[image(rank + 1)])
    yield Row(name, 2, [image(rank - 1)], refused="MTL3003")
    yield Row(name, 2, [image(rank + 1)], refused="MTL3003")
    yield Row(name, -1, [image(rank)], refused="argument")
    yield Row(name, "2", [image(rank)], refused="argument")
    yield Row(name, 2.0, [image(rank)], refused="argument")
    if name in ("Cropping1D", "UpSampling1D"):
        format_ = {**given, "data_format": "channels_last"}
        yield Row(name, format_, [image(rank)], refused="argument")
    else:
        first = (3, *(6,) * rank), (3, *(after,) * rank)
        format_ = {**given, "data_format": "channels_first"}
        yield Row(name, format_, [first[0]], [first[1]])
        yield Row(name, {**given, "data_format": "first"}, [image(rank)], refused="argument")


def edges(kind: str, argument: str, sign: int) -> Iterator[Row]:
    """The forms in which the places at the ends of each axis are written."""
    one, two, three = f"{kind}1D", f"{kind}2D", f"{kind}3D"
    yield Row(one, {argument: [1, 2]}, [(9, 2)], [(9 + sign * 3, 2)])
    yield Row(one, {argument: [0, 0]}, [(9, 2)], [(9, 2)])
    yield Row(one, {argument: [2, 2]}, [(9, 2)], [(9 + sign * 4, 2)])
    yield Row(one, {argument: [1]}, [(9, 2)], refused="argument")
    yield Row(one, {argument: [1, 2, 3]}, [(9, 2)], refused="argument")
    yield Row(one, {argument: [[1, 2], [1, 2]]}, [(9, 2)], refused="argument")
    yield Row(one, {argument: [1, -1]}, [(9, 2)], refused="argument")
    yield Row(two, {argument: [1, 2]}, [(9, 9, 2)], [(9 + sign * 2, 9 + sign * 4, 2)])
    yield Row(two, {argument: [[1, 2], [0, 4]]}, [(9, 9, 2)], [(9 + sign * 3, 9 + sign * 4, 2)])
    yield Row(two, {argument: [[1, 2], 1]}, [(9, 9, 2)], [(9 + sign * 3, 9 + sign * 2, 2)])
    yield Row(two, {argument: [0, [1, 0]]}, [(9, None, 2)], [(9, None, 2)])
    yield Row(two, {argument: [1, 2, 3]}, [(9, 9, 2)], refused="argument")
    yield Row(two, {argument: [[1, 2], [1]]}, [(9, 9, 2)], refused="argument")
    yield Row(two, {argument: [1, [0, -1]]}, [(9, 9, 2)], refused="argument")
    yield Row(
        two,
        {argument: [True, 1]},
        [(9, 9, 2)],
        refused="argument",
        keras_differs="a boolean for a number",
    )
    yield Row(
        three,
        {argument: [1, [0, 3], 0]},
        [(9, 9, 9, 2)],
        [(9 + sign * 2, 9 + sign * 3, 9, 2)],
    )
    yield Row(three, {argument: [[1, 1]] * 3}, [image(3, 9)], [image(3, 9 + sign * 2)])
    yield Row(three, {argument: [1, 2]}, [image(3, 9)], refused="argument")
    yield Row(three, {argument: [[1, 2], [1, 2]]}, [image(3, 9)], refused="argument")


def interpolated(interpolation: str) -> Iterator[Row]:
    given = {"size": [2, 3], "interpolation": interpolation}
    yield Row("UpSampling2D", given, [(4, 5, 3)], [(8, 15, 3)])
    yield Row("UpSampling2D", given, [(None, 5, 3)], [(None, 15, 3)])
    yield Row("UpSampling2D", given, [((4, 5, 3), "int32")], [(8, 15, 3)])
    yield Row(
        "UpSampling2D",
        {**given, "dtype": "bfloat16"},
        [(4, 5, 3)],
        [((8, 15, 3), "bfloat16")],
    )
    yield Row(
        "UpSampling2D", {**given, "data_format": "channels_first"}, [(3, 4, 5)], [(3, 8, 15)]
    )
    if interpolation != "nearest":
        yield Row("UpSampling2D", given, [((4, 5, 3), "bool")], refused="MTL3006")
        yield Row("UpSampling2D", given, [((4, 5, 3), "uint32")], refused="MTL3006")
        yield Row("UpSampling2D", given, [((4, 5, 3), "string")], refused="MTL3006")
        yield Row("UpSampling2D", given, [(0, 5, 3)], refused="MTL3005")
        yield Row("UpSampling2D", given, [(4, 5, 0)], refused="MTL3005")


ROWS = [
    *(row for rank in RANKS for row in common("ZeroPadding", rank, "padding", 10)),
    *(row for rank in RANKS for row in common("Cropping", rank, "cropping", 2)),
    *(row for rank in RANKS for row in common("UpSampling", rank, "size", 12)),
    *edges("ZeroPadding", "padding", 1),
    *edges("Cropping", "cropping", -1),
    *(
        row
        for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area")
        for row in interpolated(interpolation)
    ),
    Row("ZeroPadding1D", None, [(6, 3)], [(8, 3)]),
    Row("ZeroPadding2D", None, [(6, 6, 3)], [(8, 8, 3)]),
    Row("ZeroPadding3D", None, [(6, 6, 6, 3)], [(8, 8, 8, 3)]),
    Row("ZeroPadding2D", 0, [(0, 6, 3)], [(0, 6, 3)]),
    Row(
        "ZeroPadding2D",
        {"padding": {0: 1, 1: 2}},
        [(6, 6, 3)],
        refused="argument",
        keras_differs="a mapping for a list",
    ),
    Row("Cropping1D", None, [(6, 3)], [(4, 3)]),
    Row("Cropping2D", None, [(6, 6, 3)], [(6, 6, 3)]),
    Row("Cropping3D", None, [(6, 6, 6, 3)], [(4, 4, 4, 3)]),
    Row("Cropping1D", [5, 0], [(6, 3)], [(1, 3)]),
    Row("Cropping1D", 3, [(6, 3)], refused="MTL3001"),
    Row("Cropping1D", [0, 6], [(6, 3)], refused="MTL3001"),
    Row("Cropping1D", 0, [(0, 3)], refused="MTL3001"),
    Row("Cropping1D", 1, [(6, 3)], refused="MTL3001", again=[(2, 3)]),
    Row("Cropping2D", 3, [(7, 6, 3)], refused="MTL3001"),
    Row("Cropping2D", 0, [(6, 0, 3)], refused="MTL3001"),
    Row("Cropping2D", [[0, 0], [9, 0]], [(None, None, 3)], [(None, None, 3)]),
    Row("Cropping3D", [0, 0, 3], [(6, 6, 6, 3)], refused="MTL3001"),
    Row(
        "Cropping3D",
        {"cropping": 2, "data_format": "channels_first"},
        [(3, 9, 4, 9)],
        refused="MTL3001",
    ),
    Row("UpSampling1D", None, [(6, 3)], [(12, 3)]),
    Row("UpSampling2D", None, [(6, 6, 3)], [(12, 12, 3)]),
    Row("UpSampling3D", None, [(6, 6, 6, 3)], [(12, 12, 12, 3)]),
    Row("UpSampling1D", 0, [(6, 3)], refused="argument"),
    Row("UpSampling1D", [2], [(6, 3)], refused="argument"),
    Row("UpSampling1D", True, [(6, 3)], refused="argument"),
    Row("UpSampling2D", 0, [(6, 6, 3)], refused="argument"),
    Row("UpSampling2D", [2], [(6, 6, 3)], refused="argument"),
    Row("UpSampling2D", [1, 3], [(0, 6, 3)], [(0, 18, 3)]),
    Row("UpSampling2D", {"interpolation": "BiLinear"}, [(6, 6, 3)], [(12, 12, 3)]),
    Row("UpSampling2D", {"interpolation": "gaussian"}, [(6, 6, 3)], refused="argument"),
    Row("UpSampling2D", {"interpolation": None}, [(6, 6, 3)], refused="argument"),
    Row("UpSampling3D", [1, 2, 3], [(6, 6, None, 3)], [(6, 12, None, 3)]),
    Row("UpSampling3D", [1, 2], [(6, 6, 6, 3)], refused="argument"),
    Row("UpSampling3D", [1, 2, 0], [(6, 6, 6, 3)], refused="argument"),
    Row("UpSampling3D", {"interpolation": "nearest"}, [(6, 6, 6, 3)], refused="argument"),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)


@pytest.mark.parametrize(
    ("kind", "written", "plain"),
    [
        ("ZeroPadding1D", (1, 1), 1),
        ("ZeroPadding1D", (1, 2), (1, 2)),
        ("ZeroPadding2D", ((1, 1), (1, 1)), 1),
        ("ZeroPadding2D", ((1, 1), (2, 2)), (1, 2)),
        ("ZeroPadding2D", ((1, 2), 3), ((1, 2), (3, 3))),
        ("ZeroPadding3D", (4, 4, (4, 4)), 4),
    ],
)
def test_padding_is_kept_as_a_person_would_write_it(
    kind: str, written: Any, plain: Any
) -> None:
    layer = layer_class(kind).model_validate({"padding": written})

    assert layer == layer_class(kind).model_validate({"padding": plain})
    assert layer.model_dump()["padding"] == plain
