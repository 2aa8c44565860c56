"""Layers that cover, blur and blend images: hand-written rows, each judged by Keras."""

import pytest

from tests.catalogue.images import RGB, rows
from tests.catalogue.judge import Row, check

OF_FACTOR = ({"factor": 1.5}, {"factor": [0.1, 0.2, 0.3]}, {"factor": "0.5"})
OF_RANGE = ({"value_range": [0]}, {"value_range": 255})
SEED = ({"seed": 2**63}, {"seed": 0.5})
OFF = {"training": False}
COLOUR = {"fill_value": [1, 2.5, 3]}
EMPTY = (0, 8, 3)
WHOLE = (RGB, "uint8")

ROWS = [
    *rows("RandomErasing", {}, *OF_FACTOR, *OF_RANGE, {"scale": [2, 3]}, *SEED),
    Row("RandomErasing", {"scale": 0.3, "fill_value": 7, "seed": 3}, [RGB], [RGB]),
    Row("RandomErasing", {"scale": [-5, 7], "fill_value": -1.5}, [RGB], [RGB]),
    Row("RandomErasing", COLOUR, [RGB], [RGB]),
    Row("RandomErasing", COLOUR, [(8, 8, None)], [(8, 8, None)]),
    Row("RandomErasing", COLOUR, [(8, 8, 1)], refused="MTL3005"),
    Row("RandomErasing", COLOUR, [(8, 8, 1)], [(8, 8, 1)], call=OFF),
    Row(
        "RandomErasing",
        {**COLOUR, "data_format": "channels_first"},
        [(3, 8, 8)],
        refused="MTL3005",
    ),
    Row("RandomErasing", {**COLOUR, "data_format": "channels_first"}, [(4, 8, 3)], [(4, 8, 3)]),
    Row("RandomErasing", {"fill_value": [1, 2]}, [(8, 8, 2)], refused="argument"),
    Row("RandomErasing", {"fill_value": "a"}, [RGB], refused="argument"),
    Row("RandomErasing", {"scale": [7, 0.1]}, [RGB], refused="argument"),
    Row("RandomErasing", {}, [EMPTY], [EMPTY]),
    Row("RandomErasing", {"value_range": [1, 0]}, [RGB], [RGB], batch=0),
    *rows("RandomGaussianBlur", {}, *OF_FACTOR, *OF_RANGE, {"kernel_size": 2}, {"sigma": 2}),
    Row("RandomGaussianBlur", {"kernel_size": [3, 5], "sigma": [0.1, 0.5]}, [RGB], [RGB]),
    Row("RandomGaussianBlur", {"kernel_size": 99, "sigma": [-9, 0]}, [RGB], [RGB]),
    Row("RandomGaussianBlur", {"kernel_size": [3, 4]}, [RGB], refused="argument"),
    Row("RandomGaussianBlur", {"kernel_size": [3]}, [RGB], refused="argument"),
    Row("RandomGaussianBlur", {"kernel_size": -3}, [RGB], refused="argument"),
    Row(
        "RandomGaussianBlur",
        {"kernel_size": 3.0},
        [RGB],
        refused="argument",
        keras_differs="a float for a whole number",
    ),
    Row("RandomGaussianBlur", {"dtype": "bfloat16"}, [RGB], [(RGB, "bfloat16")]),
    Row("RandomGaussianBlur", {}, [EMPTY], [EMPTY]),
    *rows("CutMix", {}, *OF_FACTOR, {"factor": -0.1}, *SEED),
    Row("CutMix", {"factor": [0.2, 5], "seed": 3}, [RGB], [RGB]),
    Row("CutMix", {"dtype": "bfloat16"}, [RGB], refused="MTL3006"),
    Row("CutMix", {"dtype": "mixed_bfloat16"}, [WHOLE], refused="MTL3006"),
    Row("CutMix", {"dtype": "bfloat16"}, [RGB], [(RGB, "bfloat16")], call=OFF),
    Row("CutMix", {"dtype": "bfloat16"}, [(8, 3)], [((8, 3), "bfloat16")]),
    Row("CutMix", {}, [EMPTY], [EMPTY]),
    *rows("MixUp", {}, {"alpha": "0.2"}, {"alpha": None}, {"factor": 2}, *SEED),
    Row("MixUp", {"alpha": 0.4, "seed": 3}, [RGB], [RGB]),
    Row("MixUp", {"alpha": -1, "factor": [0.5, 7]}, [RGB], [RGB]),
    Row("MixUp", {"dtype": "bfloat16"}, [RGB], [(RGB, "bfloat16")]),
    Row("MixUp", {}, [(RGB, "string")], [RGB], call=OFF),
    Row("MixUp", {"activity_regularizer": "l2"}, [WHOLE], [RGB]),
    Row("MixUp", {"activity_regularizer": "l2"}, [WHOLE], [RGB], call=OFF),
    Row(
        "MixUp",
        {"activity_regularizer": "l2"},
        [(RGB, "string")],
        refused="MTL3006",
        call=OFF,
    ),
    *rows(
        "MaxNumBoundingBoxes",
        {"max_number": 3},
        {"max_number": "x"},
        {"max_number": None},
        {"fill_value": "a"},
        {"factor": 5},
        strings=True,
    ),
    Row("MaxNumBoundingBoxes", {"max_number": -3, "fill_value": 0}, [RGB], [RGB]),
    Row("MaxNumBoundingBoxes", {"max_number": 0, "factor": 0.5}, [EMPTY], [EMPTY]),
    Row(
        "MaxNumBoundingBoxes",
        {"max_number": 2.5},
        [RGB],
        refused="argument",
        keras_differs="a float for a whole number",
    ),
    Row(
        "MaxNumBoundingBoxes",
        {"max_number": 3, "activity_regularizer": "l2"},
        [(RGB, "string")],
        refused="MTL3006",
    ),
]


@pytest.mark.proof
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
