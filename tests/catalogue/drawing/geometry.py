"""Rows for the layers that move the pixels of images."""

from functools import partial

from tests.catalogue.drawing.images import FILL, SEED, factor, table
from tests.catalogue.drawing.table import Choices

_ANY = (3, 3, 3, 1, 4, None, 0)
_SMALL = factor(0.2, 0.5, [0.1, 0.4], 0, [0.4, 0])
_SIGNED = factor(0.2, -0.5, [-0.1, 0.4], 1, -1)

_RANGE: Choices = {"value_range": [[0, 1], [-1, 1], [1, 0]]}
_table = partial(table, channels=_ANY, strange=True)

TABLES = {
    "RandomFlip": _table({}, {"mode": ["horizontal", "vertical"], **SEED}),
    "RandomRotation": _table({"factor": [*_SIGNED, [-3, 0.5]]}, {**FILL, **SEED}),
    "RandomTranslation": _table(
        {"height_factor": _SIGNED, "width_factor": _SIGNED}, {**FILL, **SEED}
    ),
    "RandomZoom": _table({"height_factor": _SIGNED}, {"width_factor": _SIGNED, **FILL, **SEED}),
    "RandomShear": _table({}, {"x_factor": _SMALL, "y_factor": _SMALL, **FILL, **SEED}),
    "RandomPerspective": _table(
        {},
        {
            "factor": [*_SMALL, [0.5, 3]],
            "scale": [0.2, 0.5, 0, 1.5],
            "interpolation": ["nearest", "cubic"],
            "fill_value": [1.0],
            **SEED,
        },
    ),
    # Keras distorts each channel of each image by itself: it takes its time.
    "RandomElasticTransform": table(
        {},
        {"factor": _SMALL, "scale": _SMALL, **FILL, **_RANGE, **SEED},
        (1, 2, 0),
        strange=True,
    ),
}
