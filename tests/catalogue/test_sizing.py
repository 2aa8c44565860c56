"""Layers that give images another size: hand-written rows, each judged by Keras."""

import pytest

from tests.catalogue.images import RGB, rows
from tests.catalogue.judge import Row, check

SIZE = {"height": 4, "width": 5}
OF_SIZE = ({"height": -1}, {"width": "5"}, {"height": 4.0})
SEED = ({"seed": 2**70}, {"seed": 0.5})
PAD = {"height": 8, "width": 10, "pad_to_aspect_ratio": True}
CROP = {**SIZE, "crop_to_aspect_ratio": True}
OPEN = (None, None, 3)
WHOLE = (RGB, "uint8")
OFF = {"training": False}

ROWS = [
    *rows("CenterCrop", SIZE, *OF_SIZE, {"factor": 0.5}, size=(4, 5)),
    Row("CenterCrop", {"height": 12, "width": 9}, [RGB], [(12, 9, 3)]),
    Row("CenterCrop", {"height": 0, "width": 5}, [RGB], [(0, 5, 3)]),
    Row("CenterCrop", {"height": 0, "width": 9}, [OPEN], [(0, 9, 3)]),
    Row("CenterCrop", {"height": 0, "width": 9}, [RGB], refused="MTL3005"),
    Row("CenterCrop", {"height": 9, "width": 0}, [(None, 8, 3)], [(9, 0, 3)]),
    Row("CenterCrop", SIZE, [(8, 8, 0)], [(4, 5, 0)]),
    Row("CenterCrop", SIZE, [(3, 8, 0)], refused="MTL3005"),
    Row("CenterCrop", SIZE, [(0, 8, 3)], refused="MTL3005"),
    Row("CenterCrop", SIZE, [(0, 8, 3)], refused="MTL3005", call=OFF),
    Row("CenterCrop", {"height": 12, "width": 9}, [RGB], [(12, 9, 3)], batch=0),
    Row("CenterCrop", SIZE, [(RGB, "complex64")], [(4, 5, 3)]),
    Row("CenterCrop", SIZE, [(RGB, "bool")], [(4, 5, 3)]),
    Row("CenterCrop", {**SIZE, "bounding_box_format": "xyxy"}, [RGB], [(4, 5, 3)]),
    Row("CenterCrop", {**SIZE, "activity_regularizer": "l2"}, [WHOLE], [(4, 5, 3)]),
    *rows("Resizing", SIZE, *OF_SIZE, {"interpolation": "linear"}, size=(4, 5)),
    Row("Resizing", CROP, [RGB], [(4, 5, 3)]),
    Row("Resizing", CROP, [WHOLE], [(4, 5, 3)]),
    Row("Resizing", PAD, [RGB], [(8, 10, 3)]),
    Row("Resizing", PAD, [(8, 0, 3)], [(8, 10, 3)]),
    Row("Resizing", PAD, [WHOLE], [(8, 10, 3)]),
    Row("Resizing", {**PAD, "fill_value": 7}, [WHOLE], [(8, 10, 3)]),
    Row("Resizing", PAD, [((None, 8, 3), "uint8")], [(8, 10, 3)]),
    Row("Resizing", {**PAD, "fill_value": 0.5}, [(6, 10, 3)], [(8, 10, 3)]),
    Row("Resizing", {**PAD, "crop_to_aspect_ratio": True}, [RGB], refused="argument"),
    Row("Resizing", {**SIZE, "fill_mode": "reflect"}, [RGB], refused="argument"),
    Row("Resizing", {**SIZE, "interpolation": "BILINEAR"}, [RGB], refused="argument"),
    Row("Resizing", {**SIZE, "height": 0}, [RGB], refused="argument"),
    Row("Resizing", {**SIZE, "height": 2**31}, [RGB], refused="argument"),
    Row("Resizing", {**SIZE, "factor": 0}, [RGB], refused="argument"),
    Row(
        "Resizing",
        {**SIZE, "antialias": 1},
        [RGB],
        refused="argument",
        keras_differs="a number for a boolean",
    ),
    Row("Resizing", {**SIZE, "interpolation": "lanczos3"}, [RGB], [(4, 5, 3)]),
    Row("Resizing", {**SIZE, "interpolation": "bicubic"}, [RGB], [(4, 5, 3)]),
    Row("Resizing", {**SIZE, "interpolation": "area", "antialias": True}, [RGB], [(4, 5, 3)]),
    Row("Resizing", SIZE, [(8, 8, 0)], refused="MTL3005"),
    Row("Resizing", SIZE, [(None, 0, 3)], refused="MTL3005"),
    Row("Resizing", SIZE, [RGB], [(4, 5, 3)], batch=0),
    Row("Resizing", SIZE, [(RGB, "bool")], [(4, 5, 3)]),
    Row("Resizing", SIZE, [(RGB, "uint32")], [(4, 5, 3)]),
    Row("Resizing", SIZE, [(RGB, "complex64")], [(4, 5, 3)]),
    Row("Resizing", {**SIZE, "activity_regularizer": "l2"}, [WHOLE], [(4, 5, 3)]),
    Row("Resizing", {**SIZE, "data_format": "Channels_First"}, [RGB], [(8, 4, 5)]),
    *rows("RandomCrop", SIZE, *OF_SIZE, *SEED, {"factor": 2}, size=(4, 5)),
    Row("RandomCrop", {"height": 12, "width": 9, "seed": 3}, [RGB], [(12, 9, 3)]),
    Row("RandomCrop", {**SIZE, "factor": [-9, 9]}, [RGB], [(4, 5, 3)]),
    Row("RandomCrop", {"height": 0, "width": 5}, [RGB], [(0, 5, 3)]),
    Row("RandomCrop", {"height": 0, "width": 5}, [RGB], refused="MTL3005", call=OFF),
    Row("RandomCrop", {"height": 0, "width": 8}, [RGB], refused="MTL3005"),
    Row("RandomCrop", {"height": 0, "width": 9}, [OPEN], [(0, 9, 3)]),
    Row("RandomCrop", SIZE, [(8, 5, 0)], [(4, 5, 0)]),
    Row("RandomCrop", SIZE, [(8, 4, 0)], refused="MTL3005"),
    Row("RandomCrop", SIZE, [(8, 4, 0)], [(4, 5, 0)], call=OFF),
    Row("RandomCrop", SIZE, [(None, 4, 0)], refused="MTL3005"),
    Row("RandomCrop", SIZE, [(None, 5, 0)], [(4, 5, 0)]),
    Row("RandomCrop", SIZE, [(0, None, 3)], refused="MTL3005"),
    Row("RandomCrop", SIZE, [(3, 9, 3)], [(4, 5, 3)]),
    Row("RandomCrop", SIZE, [(RGB, "string")], [(4, 5, 3)], call=OFF),
    Row("RandomCrop", {**SIZE, "activity_regularizer": "l2"}, [WHOLE], [(4, 5, 3)]),
    Row(
        "RandomCrop",
        {**SIZE, "activity_regularizer": "l2"},
        [(RGB, "string")],
        refused="MTL3006",
        call=OFF,
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
