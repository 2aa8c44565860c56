"""Layers that move pixels: hand-written rows, each judged by Keras."""

import pytest

from tests.catalogue.images import RGB, rows
from tests.catalogue.judge import Row, check

SIZE = {"height": 4, "width": 5}
OF_FACTOR = ({"factor": 1.5}, {"factor": [0.1, 0.2, 0.3]}, {"factor": "0.5"})
OF_SIZE = ({"height": -1}, {"width": "5"})
OF_FILL = ({"fill_mode": "mirror"}, {"interpolation": "cubic"})
SEED = ({"seed": 2**70},)
TINY = {"factor": 0.2}

ROWS = [
    *rows("CenterCrop", SIZE, *OF_SIZE, {"factor": 0.5}, size=(4, 5)),
    Row("CenterCrop", {"height": 0, "width": 5}, [RGB], [(0, 5, 3)]),
    Row("CenterCrop", {"height": 12, "width": 9}, [RGB], [(12, 9, 3)]),
    *rows("Resizing", SIZE, *OF_SIZE, {"interpolation": "linear"}, size=(4, 5)),
    Row("Resizing", {**SIZE, "crop_to_aspect_ratio": True}, [RGB], [(4, 5, 3)]),
    Row("Resizing", {**SIZE, "pad_to_aspect_ratio": True}, [RGB], [(4, 5, 3)]),
    Row("Resizing", {**SIZE, "interpolation": "lanczos3"}, [RGB], [(4, 5, 3)]),
    Row("Resizing", {**SIZE, "interpolation": "area", "antialias": True}, [RGB], [(4, 5, 3)]),
    *rows("RandomCrop", SIZE, *OF_SIZE, *SEED, size=(4, 5)),
    Row("RandomCrop", {"height": 12, "width": 9, "seed": 3}, [RGB], [(12, 9, 3)]),
    *rows("RandomFlip", {}, {"factor": 0.5}, *SEED),
    Row("RandomFlip", {"mode": "vertical", "seed": 3}, [RGB], [RGB]),
    *rows("RandomRotation", TINY, *OF_FACTOR, *OF_FILL, *SEED),
    Row("RandomRotation", {"factor": [-0.2, 0.3], "fill_mode": "wrap"}, [RGB], [RGB]),
    *rows(
        "RandomTranslation",
        {"height_factor": 0.2, "width_factor": [-0.1, 0.3]},
        {"height_factor": 1.5},
        {"width_factor": [-2, 0]},
        *OF_FILL,
    ),
    *rows("RandomZoom", {"height_factor": 0.2}, {"height_factor": -1}, *OF_FILL, *SEED),
    Row("RandomZoom", {"height_factor": 0.2, "width_factor": [0.1, 0.3]}, [RGB], [RGB]),
    *rows("RandomShear", {"x_factor": 0.2}, {"x_factor": -0.1}, {"y_factor": 2}, *OF_FILL),
    Row("RandomShear", {"y_factor": [0.1, 0.3], "fill_value": 1.0}, [RGB], [RGB]),
    *rows("RandomPerspective", {}, *OF_FACTOR, {"scale": 1.5}, *SEED),
    Row("RandomPerspective", {"factor": 0.5, "scale": 0.3, "seed": 3}, [RGB], [RGB]),
    *rows("RandomElasticTransform", {}, *OF_FACTOR, {"scale": 1.5}, *OF_FILL),
    Row("RandomElasticTransform", {"factor": 0.5, "scale": [0.1, 0.3]}, [RGB], [RGB]),
    *rows("RandomErasing", {}, *OF_FACTOR, {"scale": [2, 3]}, *SEED),
    Row("RandomErasing", {"scale": 0.3, "fill_value": 7, "seed": 3}, [RGB], [RGB]),
    *rows("RandomGaussianBlur", {}, *OF_FACTOR, {"kernel_size": 2}, {"sigma": 2}),
    Row("RandomGaussianBlur", {"kernel_size": [3, 5], "sigma": [0.1, 0.5]}, [RGB], [RGB]),
    *rows("CutMix", {}, *OF_FACTOR, {"factor": -0.1}, *SEED),
    Row("CutMix", {"factor": [0.2, 0.5], "seed": 3}, [RGB], [RGB]),
    *rows("MixUp", {}, {"alpha": "0.2"}, {"factor": 2}, *SEED),
    Row("MixUp", {"alpha": 0.4, "seed": 3}, [RGB], [RGB]),
    *rows(
        "MaxNumBoundingBoxes",
        {"max_number": 3},
        {"max_number": "x"},
        {"max_number": None},
        strings=True,
    ),
    Row("MaxNumBoundingBoxes", {"max_number": 10, "fill_value": 0}, [RGB], [RGB]),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
