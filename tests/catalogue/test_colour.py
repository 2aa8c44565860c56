"""Layers that change colours: hand-written rows, each judged by Keras."""

import pytest

from tests.catalogue.images import RGB, rows
from tests.catalogue.judge import Row, check

OF_RANGE = ({"value_range": [0]}, {"value_range": 255})
OF_FACTOR = ({"factor": 1.5}, {"factor": [0.1, 0.2, 0.3]}, {"factor": "0.5"})
SEED = ({"seed": 2**70},)
TINY = {"factor": 0.2}

ROWS = [
    *rows("AugMix", {}, *OF_FACTOR, {"factor": -0.1}, *SEED, colours=(1, 3)),
    Row("AugMix", {"all_ops": False, "num_chains": 2, "chain_depth": 1}, [RGB], [RGB]),
    Row("AugMix", {"factor": [0.2, 0.4], "alpha": 0.5, "seed": 3}, [RGB], [RGB]),
    *rows("AutoContrast", {}, *OF_RANGE, {"factor": 0.5}),
    Row("AutoContrast", {"value_range": [0, 1]}, [RGB], [RGB]),
    *rows(
        "ContrastLimitedAdaptiveHistogramEqualization",
        {},
        {"clip_limit": "4"},
        {"tile_grid_size": [8]},
    ),
    Row(
        "ContrastLimitedAdaptiveHistogramEqualization",
        {"clip_limit": 2.0, "tile_grid_size": [2, 4]},
        [RGB],
        [RGB],
    ),
    *rows("RandAugment", {}, *OF_FACTOR, *SEED, colours=(1, 3)),
    Row("RandAugment", {"num_ops": 1, "factor": [0.1, 0.3], "seed": 3}, [RGB], [RGB]),
    *rows("RandomBrightness", TINY, *OF_RANGE, *OF_FACTOR, *SEED),
    Row("RandomBrightness", {"factor": [-0.2, 0.5], "seed": 3}, [RGB], [RGB]),
    *rows("RandomColorDegeneration", TINY, *OF_RANGE, *OF_FACTOR, *SEED, colours=(3,)),
    Row("RandomColorDegeneration", {"factor": [0.1, 0.5], "seed": 3}, [RGB], [RGB]),
    *rows("RandomColorJitter", {}, {"hue_factor": 2}, {"contrast_factor": -0.5}, *SEED),
    Row("RandomColorJitter", {"brightness_factor": 0.2, "seed": 3}, [RGB], [RGB]),
    *rows("RandomContrast", TINY, *OF_FACTOR, {"factor": -0.1}, *SEED, integers=False),
    Row("RandomContrast", {"factor": [0.1, 0.5], "seed": 3}, [RGB], [RGB]),
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
    *rows("RandomHue", TINY, *OF_FACTOR, {"factor": -0.1}, *SEED, colours=(3,)),
    Row("RandomHue", {"factor": [0.1, 0.5], "seed": 3}, [RGB], [RGB]),
    *rows("RandomInvert", {}, *OF_FACTOR, {"factor": -0.1}, *SEED),
    Row("RandomInvert", {"factor": [0.1, 0.5], "seed": 3}, [RGB], [RGB]),
    *rows("RandomPosterization", {"factor": 4}, *OF_RANGE, {"factor": 9}, {"factor": 0}, *SEED),
    Row("RandomPosterization", {"factor": [2, 6], "seed": 3}, [RGB], [RGB]),
    *rows("RandomSaturation", TINY, *OF_RANGE, *OF_FACTOR, *SEED, colours=(3,), integers=False),
    Row("RandomSaturation", {"factor": [0.1, 0.5], "seed": 3}, [RGB], [RGB]),
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


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
