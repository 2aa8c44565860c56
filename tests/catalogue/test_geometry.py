"""Layers that move the pixels of images: hand-written rows, each judged by Keras."""

import pytest

from tests.catalogue.images import FEW, RGB, rows
from tests.catalogue.judge import Row, check

OF_FACTOR = ({"factor": 1.5}, {"factor": [0.1, 0.2, 0.3]}, {"factor": "0.5"})
OF_FILL = ({"fill_mode": "mirror"}, {"interpolation": "bicubic"}, {"fill_value": [1]})
SEED = ({"seed": 2**63}, {"seed": 0.5})
TINY = {"factor": 0.2}
BOTH = {"height_factor": 0.2, "width_factor": [-0.1, 0.3]}
OFF = {"training": False}
EMPTY = (0, 8, 3)


def transforms(kind: str, arguments: dict[str, object]) -> list[Row]:
    """Images without pixels, which TensorFlow cannot project."""
    return [
        Row(kind, arguments, [EMPTY], refused="MTL3005", batch=FEW),
        Row(kind, arguments, [EMPTY], [EMPTY], call=OFF),
        Row(kind, arguments, [(8, 8, 0)], [(8, 8, 0)]),
        Row(kind, arguments, [RGB], [RGB], batch=0),
        Row(kind, arguments, [(0, 3)], refused="MTL3005", batch=8),
    ]


ROWS = [
    *rows("RandomFlip", {}, {"factor": 0.5}, *SEED),
    Row("RandomFlip", {"mode": "vertical", "seed": 3}, [RGB], [RGB]),
    Row("RandomFlip", "horizontal", [EMPTY], [EMPTY]),
    Row("RandomFlip", {}, [(RGB, "complex64")], [RGB]),
    Row("RandomFlip", {}, [(RGB, "string")], refused="MTL3006", call=OFF),
    Row(
        "RandomFlip",
        {"mode": 5},
        [RGB],
        refused="argument",
        keras_differs="a number for a name: Keras flips nothing",
    ),
    *rows("RandomRotation", TINY, *OF_FACTOR, *OF_FILL, *SEED),
    *transforms("RandomRotation", TINY),
    Row("RandomRotation", {"factor": [-0.2, 0.3], "fill_mode": "wrap"}, [RGB], [RGB]),
    Row("RandomRotation", -1, [RGB], [RGB]),
    Row("RandomRotation", {"factor": [0.5, 7]}, [RGB], [RGB]),
    Row("RandomRotation", {"factor": [1, -1], "fill_value": 7}, [RGB], [RGB]),
    Row("RandomRotation", {"factor": [5, 6]}, [RGB], refused="argument"),
    Row("RandomRotation", {"factor": [-3, -2]}, [RGB], refused="argument"),
    Row("RandomRotation", {"factor": 0.2, "seed": -(2**63)}, [RGB], [RGB]),
    *rows(
        "RandomTranslation",
        BOTH,
        {"height_factor": 1.5},
        {"width_factor": [-2, 0]},
        {"width_factor": None},
        {"factor": 0.5},
        *OF_FILL,
    ),
    *transforms("RandomTranslation", BOTH),
    Row("RandomTranslation", {"height_factor": -1, "width_factor": [1, -1]}, [RGB], [RGB]),
    *rows("RandomZoom", {"height_factor": 0.2}, {"height_factor": -1}, *OF_FILL, *SEED),
    *transforms("RandomZoom", {"height_factor": 0.2}),
    Row("RandomZoom", BOTH, [RGB], [RGB]),
    Row("RandomZoom", {"height_factor": 1, "width_factor": -0.999}, [RGB], [RGB]),
    Row("RandomZoom", {"height_factor": [1, -1]}, [RGB], refused="argument"),
    Row("RandomZoom", {"height_factor": [2, 0]}, [RGB], refused="argument"),
    *rows("RandomShear", {"x_factor": 0.2}, {"x_factor": -0.1}, {"y_factor": 2}, *OF_FILL),
    *transforms("RandomShear", {"x_factor": 0.2}),
    Row("RandomShear", {"y_factor": [0.1, 0.3], "fill_value": 1.0}, [RGB], [RGB]),
    Row("RandomShear", {"x_factor": [1, 0]}, [RGB], [RGB]),
    Row("RandomShear", {"y_factor": [0, 1.01]}, [RGB], refused="argument"),
    *rows("RandomPerspective", {}, *OF_FACTOR, {"scale": 1.5}, {"fill_mode": "wrap"}, *SEED),
    *transforms("RandomPerspective", {}),
    Row("RandomPerspective", {"factor": 0.5, "scale": 0.3, "seed": 3}, [RGB], [RGB]),
    Row("RandomPerspective", {"factor": [0.2, 9], "scale": 0}, [RGB], [RGB]),
    Row("RandomPerspective", {"scale": [0.1, 0.2]}, [RGB], refused="argument"),
    Row("RandomPerspective", {}, [(2, 2, 1)], [(2, 2, 1)]),
    Row("RandomPerspective", {}, [(None, 1, 3)], refused="MTL3005", batch=FEW),
    Row("RandomPerspective", {"scale": 0}, [(1, 8, 3)], refused="MTL3005", batch=FEW),
    Row("RandomPerspective", {}, [(1, 8, 3)], [(1, 8, 3)], call=OFF),
    Row("RandomPerspective", {}, [(1, 8, 3)], [(1, 8, 3)], batch=0),
    Row("RandomPerspective", {}, [(8, 3)], refused="MTL3005", batch=1),
    *rows("RandomElasticTransform", {}, *OF_FACTOR, {"scale": 1.5}, {"fill_mode": "edge"}),
    Row("RandomElasticTransform", {"factor": 0.5, "scale": [0.1, 0.3]}, [RGB], [RGB]),
    Row("RandomElasticTransform", {"fill_mode": "mirror"}, [RGB], refused="MTL3005", batch=FEW),
    Row("RandomElasticTransform", {"fill_mode": "mirror"}, [RGB], [RGB], call=OFF),
    Row("RandomElasticTransform", {"fill_mode": "mirror", "factor": 0}, [RGB], [RGB]),
    Row("RandomElasticTransform", {}, [(8, 8, 0)], refused="MTL3005", batch=FEW),
    Row("RandomElasticTransform", {"scale": [-3, 0]}, [(8, 8, 0)], [(8, 8, 0)]),
    Row("RandomElasticTransform", {}, [RGB], refused="MTL3005", batch=0),
    Row("RandomElasticTransform", {}, [EMPTY], [EMPTY]),
    Row("RandomElasticTransform", {}, [(8, 3)], [(8, 3)], batch=6),
    Row("RandomElasticTransform", {"value_range": [0]}, [RGB], refused="argument"),
    Row("RandomElasticTransform", {"value_range": [1, 0]}, [RGB], [RGB]),
]


@pytest.mark.proof
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
