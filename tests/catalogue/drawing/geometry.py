"""Rows for the layers that move pixels."""

from tests.catalogue.drawing.images import FILL, RANGE, SEED, factor, table

_ANY = (3, 3, 3, 1, 4, None)
_SMALL = factor(0.2, 0.5, [0.1, 0.4])
_SIGNED = factor(0.2, -0.5, [-0.1, 0.4])
_SIZE = {"height": [4, 4, 7, 12, -1], "width": [5, 4, 12, 6, "5"]}

TABLES = {
    "CenterCrop": table(_SIZE, {}, _ANY),
    "Resizing": table(
        _SIZE,
        {
            "interpolation": ["nearest", "bicubic", "lanczos3", "area", "linear"],
            "crop_to_aspect_ratio": [True],
            "pad_to_aspect_ratio": [True],
            "fill_mode": ["reflect", "nearest"],
            "fill_value": [1.0],
            "antialias": [True],
        },
        _ANY,
    ),
    "RandomCrop": table(_SIZE, {**SEED, "factor": [0.5, 2]}, _ANY),
    "RandomFlip": table({}, {"mode": ["horizontal", "vertical"], **SEED}, _ANY),
    "RandomRotation": table({"factor": _SIGNED}, {**FILL, **SEED}, _ANY),
    "RandomTranslation": table(
        {"height_factor": _SIGNED, "width_factor": _SIGNED}, {**FILL, **SEED}, _ANY
    ),
    "RandomZoom": table(
        {"height_factor": _SIGNED}, {"width_factor": _SIGNED, **FILL, **SEED}, _ANY
    ),
    "RandomShear": table({}, {"x_factor": _SMALL, "y_factor": _SMALL, **FILL, **SEED}, _ANY),
    "RandomPerspective": table(
        {},
        {
            "factor": _SMALL,
            "scale": [0.2, 0.5, 1.5],
            "interpolation": ["nearest", "cubic"],
            "fill_value": [1.0],
            **SEED,
        },
        _ANY,
    ),
    "RandomElasticTransform": table(
        {}, {"factor": _SMALL, "scale": _SMALL, **FILL, **RANGE, **SEED}, _ANY
    ),
    "RandomErasing": table(
        {}, {"factor": _SMALL, "scale": _SMALL, "fill_value": [1.0], **RANGE, **SEED}, _ANY
    ),
    "RandomGaussianBlur": table(
        {},
        {"factor": _SMALL, "kernel_size": [5, [3, 5], 1, 2], "sigma": _SMALL, **RANGE, **SEED},
        _ANY,
    ),
    "CutMix": table({}, {"factor": _SMALL, **SEED}, _ANY),
    "MixUp": table({}, {"alpha": [0.4, 1], **SEED, "factor": [0.5, 2]}, _ANY),
    "MaxNumBoundingBoxes": table(
        {"max_number": [3, 10, 1, None]}, {"fill_value": [0, 5], "factor": [0.5, 2]}, _ANY
    ),
}
