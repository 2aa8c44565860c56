"""Rows for the layers that give images another size."""

from functools import partial

from tests.catalogue.drawing.images import SEED, table

_ANY = (3, 3, 3, 1, 4, None, 0)
_SIZE = {"height": [4, 4, 7, 12, 8, 0, -1], "width": [5, 4, 12, 6, 8, "5"]}

_table = partial(table, channels=_ANY, strange=True)

TABLES = {
    "CenterCrop": _table(_SIZE, {}),
    "Resizing": _table(
        _SIZE,
        {
            "interpolation": ["nearest", "bicubic", "lanczos3", "lanczos5", "area", "linear"],
            "crop_to_aspect_ratio": [True],
            "pad_to_aspect_ratio": [True],
            "fill_mode": ["reflect"],
            "fill_value": [1, 2.5, 0],
            "antialias": [True],
        },
    ),
    "RandomCrop": _table(_SIZE, {**SEED, "factor": [0.5, [-3, 3], 2]}),
}
