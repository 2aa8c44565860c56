"""Rows for layers of images."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.catalogue.drawing.table import Choices, Table, chance
from tests.catalogue.judge import Row

RANGE: Choices = {"value_range": [[0, 1], [-1, 1], [0, 1], [0], 255]}
SEED: Choices = {"seed": [3, 7, 2**70]}
FILL: Choices = {
    "fill_mode": ["constant", "wrap", "nearest", "mirror"],
    "interpolation": ["nearest", "nearest", "cubic"],
    "fill_value": [1.0, 7],
}
_COMMON: Choices = {"bounding_box_format": ["xyxy"]}
_SIZES = ((8, 8), (6, 10), (None, None), (8, None))
_STRANGE_SIZES = ((8, 8), (4, 5), (5, 4), (1, 8), (0, 8))
_DTYPES = ("float32",) * 9 + ("float16", "float64", "int32", "uint8", "bool", "string")


def factor(*values: Any) -> list[Any]:
    """Good values of a factor, and a few bad ones."""
    return [*values, *values, *values, 9.5, [0.1, 0.2, 0.3], "x"]


def table(
    required: Choices,
    optional: Choices,
    channels: tuple[int | None, ...],
    first: bool = True,
    strange: bool = False,
) -> Table:
    """The table of a layer that takes images of so many channels, `strange` ones too."""

    def inputs(rng: Random) -> list[Any]:
        height, width = rng.choice(_SIZES + _STRANGE_SIZES if strange else _SIZES)
        shape: tuple[Any, ...] = (height, width, rng.choice(channels))
        if chance(rng, 6):
            shape = rng.choice(((3,), (2, 8, 8, 3)))
        elif strange and chance(rng, 6):
            shape = (*rng.choice(((8,), (1,), (0,))), rng.choice((3, 1, None)))
        return [(shape, rng.choice((*_DTYPES, "complex64") if strange else _DTYPES))]

    def call(rng: Random, row: Row) -> dict[str, Any]:
        return {"training": rng.choice((True, False))} if chance(rng, 30) else {}

    layout: Choices = (
        {"data_format": ["channels_last", "channels_last", "first"]} if first else {}
    )
    return Table(required, {**optional, **layout, **_COMMON}, inputs=inputs, call=call)
