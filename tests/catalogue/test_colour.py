"""Layers that change colours: hand-written rows, each judged by Keras."""

import pytest

from tests.catalogue.images import FEW, RGB, rows
from tests.catalogue.judge import Row, check

OF_RANGE = ({"value_range": [0]}, {"value_range": 255})
OF_FACTOR = ({"factor": 1.5}, {"factor": [0.1, 0.2, 0.3]}, {"factor": "0.5"})
SEED = ({"seed": 2**70},)
TINY = {"factor": 0.2}
OF_BITS = ({"factor": 9}, {"factor": 0}, {"factor": 4.0}, {"factor": [2.5, 6]})
GRAY = (8, 8, 1)
CLAHE = "ContrastLimitedAdaptiveHistogramEqualization"
SURE = {"num_chains": 8, "chain_depth": 6, "seed": 1}
"""So many random choices that each of the layers is chosen."""

ROWS = [
    *rows(
        "AugMix",
        {"all_ops": False},
        *OF_FACTOR,
        {"factor": -0.1},
        {"factor": [-0.5, 0.5]},
        {"num_chains": 2.5},
        {"interpolation": "bicubic"},
        *SEED,
    ),
    Row("AugMix", {}, [RGB], [RGB]),
    Row("AugMix", {}, [GRAY], [GRAY]),
    Row("AugMix", SURE, [(8, 8, 4)], refused="MTL3005", batch=FEW),
    Row("AugMix", SURE | {"all_ops": False}, [(0, 8, 3)], refused="MTL3005", batch=FEW),
    Row("AugMix", SURE | {"value_range": [1, 1]}, [RGB], refused="MTL3010", batch=FEW),
    Row("AugMix", {"chain_depth": 0, "value_range": [1, 1]}, [(0, 8, 4)], [(0, 8, 4)]),
    Row("AugMix", {"num_chains": -1}, [(8, 8, 4)], [(8, 8, 4)]),
    Row("AugMix", {}, [(8, 8, 4)], [(8, 8, 4)], call={"training": False}),
    Row("AugMix", {"factor": [0.2, 0.4], "alpha": 0.5, "seed": 3}, [RGB], [RGB]),
    *rows("AutoContrast", {}, *OF_RANGE, {"factor": 0.5}),
    Row("AutoContrast", {"value_range": [0, 1]}, [RGB], [RGB]),
    Row("AutoContrast", {}, [(0, 8, 3)], [(0, 8, 3)]),
    *rows(
        CLAHE,
        {},
        {"clip_limit": "4"},
        {"tile_grid_size": [8]},
        {"tile_grid_size": [0, 1]},
    ),
    Row(CLAHE, {"value_range": [0, 1]}, [(RGB, "complex64")], [RGB]),
    Row(CLAHE, {}, [(RGB, "complex64")], [RGB]),
    Row(CLAHE, {}, [(4, 4, 3)], [(4, 4, 3)]),
    Row(CLAHE, {}, [(3, 8, 3)], refused="MTL3005"),
    Row(CLAHE, {"tile_grid_size": [3, 9]}, [RGB], [RGB]),
    Row(CLAHE, {"tile_grid_size": [20, 8]}, [RGB], refused="MTL3005"),
    Row(CLAHE, {"data_format": "channels_first"}, [RGB], refused="MTL3005"),
    Row(CLAHE, {}, [(0, 8, 3)], [(0, 8, 3)]),
    Row(CLAHE, {}, [(8, 3)], refused="MTL3005", batch=3),
    Row(CLAHE, {}, [(8, 3)], [(8, 3)]),
    Row(
        CLAHE,
        {"clip_limit": 2.0, "tile_grid_size": [2, 4]},
        [RGB],
        [RGB],
    ),
    *rows(
        "RandAugment",
        {},
        *OF_FACTOR,
        {"factor": [0.2, 1.5]},
        {"num_ops": "2"},
        *SEED,
        colours=(1, 3),
    ),
    Row("RandAugment", {}, [(8, 0, 3)], refused="MTL3005", batch=FEW),
    Row("RandAugment", {"value_range": [1, 1]}, [RGB], refused="MTL3010", batch=FEW),
    Row("RandAugment", {"num_ops": -1, "value_range": [1, 1]}, [(8, 8, 4)], [(8, 8, 4)]),
    Row("RandAugment", {}, [(8, 0, 4)], [(8, 0, 4)], call={"training": False}),
    Row("RandAugment", {"num_ops": 1, "factor": [0.1, 0.3], "seed": 3}, [RGB], [RGB]),
    *rows("RandomBrightness", TINY, *OF_RANGE, *OF_FACTOR, *SEED),
    Row("RandomBrightness", {"factor": [-0.2, 0.5], "seed": 3}, [RGB], [RGB]),
    Row("RandomBrightness", {"factor": None}, [RGB], [RGB]),
    Row("RandomBrightness", TINY, [(RGB, "bool")], [RGB]),
    Row("RandomBrightness", TINY, [(RGB, "bool")], [RGB], call={"training": False}),
    *rows("RandomColorDegeneration", TINY, *OF_RANGE, *OF_FACTOR, *SEED, colours=(3,)),
    Row("RandomColorDegeneration", {"factor": [0.1, 0.5], "seed": 3}, [RGB], [RGB]),
    Row("RandomColorDegeneration", TINY, [GRAY], refused="MTL3005", call={"training": False}),
    Row("RandomColorDegeneration", TINY, [(8, 8, None)], [(8, 8, None)]),
    *rows("RandomColorJitter", {}, {"hue_factor": 2}, {"contrast_factor": -0.5}, *SEED),
    Row("RandomColorJitter", {"brightness_factor": 0.2, "seed": 3}, [RGB], [RGB]),
    Row("RandomColorJitter", {"saturation_factor": -0.5}, [RGB], [RGB]),
    Row("RandomColorJitter", {"hue_factor": -0.5}, [RGB], refused="argument"),
    Row("RandomColorJitter", {"hue_factor": 0.5}, [GRAY], refused="MTL3005"),
    Row("RandomColorJitter", {"hue_factor": 0.5}, [GRAY], [GRAY], call={"training": False}),
    Row(
        "RandomColorJitter",
        {"saturation_factor": 0.5, "data_format": "channels_first"},
        [(3, 8, 8)],
        refused="MTL3005",
    ),
    *rows("RandomContrast", TINY, *OF_FACTOR, {"factor": -0.1}, *SEED),
    Row("RandomContrast", {"factor": [0.1, 0.5], "seed": 3}, [RGB], [RGB]),
    Row("RandomContrast", TINY, [(RGB, "uint8")], [RGB], call={"training": False}),
    *rows(
        "RandomGrayscale",
        {},
        {"factor": 1.5},
        {"factor": [0.1, 0.2]},
        *SEED,
        colours=(1, 3),
        keeps=True,
    ),
    Row("RandomGrayscale", {"factor": 1, "seed": 3}, [RGB], [RGB]),
    Row("RandomGrayscale", {}, [(GRAY, "string")], [(GRAY, "string")]),
    Row("RandomGrayscale", {}, [(RGB, "string")], [(RGB, "string")], call={"training": False}),
    *rows("RandomHue", TINY, *OF_FACTOR, {"factor": -0.1}, *SEED, colours=(3,)),
    Row("RandomHue", {"factor": [0.1, 0.5], "seed": 3}, [RGB], [RGB]),
    Row("RandomHue", TINY, [GRAY], [GRAY], call={"training": False}),
    Row("RandomHue", TINY | {"data_format": "channels_first"}, [(8, 2)], [(8, 2)]),
    *rows("RandomInvert", {}, *OF_FACTOR, {"factor": -0.1}, *SEED),
    Row("RandomInvert", {"factor": [0.1, 0.5], "seed": 3}, [RGB], [RGB]),
    *rows("RandomPosterization", {"factor": 4}, *OF_RANGE, *OF_BITS, *SEED),
    Row("RandomPosterization", {"factor": [8, 300]}, [RGB], [RGB]),
    Row("RandomPosterization", {"factor": [2, 2]}, [RGB], [RGB]),
    Row("RandomPosterization", {"factor": [2, 6], "seed": 3}, [RGB], [RGB]),
    *rows("RandomSaturation", TINY, *OF_RANGE, *OF_FACTOR, *SEED, colours=(3,)),
    Row("RandomSaturation", {"factor": [0.1, 0.5], "seed": 3}, [RGB], [RGB]),
    Row("RandomSaturation", TINY, [(GRAY, "int32")], [GRAY], call={"training": False}),
    *rows("RandomSharpness", TINY, *OF_RANGE, *OF_FACTOR, {"factor": -0.1}, *SEED),
    Row("RandomSharpness", {"factor": [0.1, 0.5], "seed": 3}, [RGB], [RGB]),
    *rows("Solarization", {}, *OF_RANGE, {"addition_factor": 1.5}, {"factor": 0.5}, *SEED),
    Row("Solarization", {"addition_factor": [0.1, 0.3], "seed": 3}, [RGB], [RGB]),
    Row("Solarization", {"threshold_factor": [-0.1, 0.3]}, [RGB], refused="argument"),
    Row("Equalization", {}, [RGB], refused="MTL3010"),
    Row("Equalization", {}, [(None, None, 1)], refused="MTL3010"),
    Row("Equalization", {"bins": 64}, [(RGB, "uint8")], refused="MTL3010"),
    Row("Equalization", {"value_range": [0, 1]}, [RGB], refused="MTL3010"),
    Row("Equalization", {"data_format": "channels_first"}, [RGB], refused="MTL3010"),
    Row("Equalization", {"value_range": 255}, [RGB], refused="argument"),
    Row("Equalization", {"bins": "256"}, [RGB], refused="argument"),
    Row("Equalization", {"no_such_argument": 1}, [RGB], refused="argument"),
]


@pytest.mark.proof
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
