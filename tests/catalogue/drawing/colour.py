"""Rows for the layers that change colours."""

from tests.catalogue.drawing.images import RANGE, SEED, factor, table

_ANY = (3, 3, 3, 1, 4, None)
_RGB = (3, 3, 3, 3, 1, 4)
_GRAY = (3, 3, 1, 1, 2)
_SMALL = factor(0.2, 0.5, [0.1, 0.4], 0)
_UNREAD = {"value_range": [[0, 1], [-1, 1]]}
"""Of a layer that does not look at its range before it needs it."""
_CHOSEN = {"interpolation": ["nearest", "nearest", "nearest", "cubic"]}

TABLES = {
    "AugMix": table(
        {},
        {
            **RANGE,
            "num_chains": [1, 2, 0, "x"],
            "chain_depth": [1, 2, 0],
            "factor": _SMALL,
            "alpha": [0.5, 2],
            "all_ops": [False],
            **_CHOSEN,
            **SEED,
        },
        (3, 3, 1),
    ),
    "AutoContrast": table({}, RANGE, _ANY),
    "ContrastLimitedAdaptiveHistogramEqualization": table(
        {},
        {
            **RANGE,
            "clip_limit": [2.0, 1],
            "tile_grid_size": [[2, 2], [4, 2], [9, 3], [20, 2], [2]],
            "factor": [0.5, 2],
        },
        (3, 3, 1),
    ),
    "Equalization": table({}, {**RANGE, "bins": [64, 16], "factor": [0.5]}, _ANY),
    "RandAugment": table(
        {}, {**RANGE, "num_ops": [1, 3, 0], "factor": _SMALL, **_CHOSEN, **SEED}, (3, 3, 3, 1)
    ),
    "RandomBrightness": table({"factor": factor(0.2, -0.5, [-0.1, 0.4])}, RANGE | SEED, _ANY),
    "RandomColorDegeneration": table({"factor": _SMALL}, RANGE | SEED, _RGB),
    "RandomColorJitter": table(
        {},
        {
            **_UNREAD,
            "brightness_factor": _SMALL,
            "contrast_factor": _SMALL,
            "saturation_factor": [*_SMALL, -0.5],
            "hue_factor": _SMALL,
            "factor": [0.5, 0.2, 2],
            **SEED,
        },
        (3, 3, 3, 3, 1, None),
    ),
    "RandomContrast": table({"factor": _SMALL}, _UNREAD | SEED, _ANY),
    "RandomGrayscale": table({}, {"factor": [0.2, 1, 0, 1.5, "x"], **SEED}, _GRAY),
    "RandomHue": table({"factor": _SMALL}, _UNREAD | SEED, _RGB),
    "RandomInvert": table({}, {"factor": _SMALL, **_UNREAD, **SEED}, _ANY),
    "RandomPosterization": table({"factor": factor(4, 1, 8, [2, 6], 4.0)}, RANGE | SEED, _ANY),
    "RandomSaturation": table({"factor": _SMALL}, RANGE | SEED, _RGB),
    "RandomSharpness": table({"factor": _SMALL}, RANGE | SEED, _ANY),
    "Solarization": table(
        {}, {"addition_factor": _SMALL, "threshold_factor": _SMALL, **RANGE, **SEED}, _ANY
    ),
}
