"""Rows for the merging layers."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.catalogue.drawing.table import ANYTHING, SIZES, Table, chance

DTYPES = (*("float32",) * 12, *ANYTHING)


def _of_dtype(rng: Random, shape: tuple[Any, ...]) -> Any:
    dtype = rng.choice(DTYPES)
    return shape if dtype == "float32" else (shape, dtype)


def _alike(rng: Random, most: int) -> list[Any]:
    """Inputs, mostly of shapes that go together."""
    shape = tuple(rng.choice(SIZES) for _ in range(rng.choice((1, 2, 3))))
    found: list[Any] = []
    for _ in range(rng.choice([count for count in (2, 2, 2, 3, 3, 4, 1) if count <= most])):
        other = list(shape)
        if chance(rng, 30):
            other[rng.randrange(len(other))] = rng.choice((1, 4, None))
        found.append(_of_dtype(rng, tuple(other[1:] if chance(rng, 10) else other)))
    return found


def _several(rng: Random) -> list[Any]:
    return _alike(rng, most=4)


def _two(rng: Random) -> list[Any]:
    return _alike(rng, most=3 if chance(rng, 10) else 2)


def _for_dot(rng: Random) -> list[Any]:
    size = rng.choice((2, 3, None))
    shape = (size, size) if chance(rng, 50) else (size,)
    second = (size, 4) if chance(rng, 30) else shape
    return [_of_dtype(rng, shape), _of_dtype(rng, second)]


TABLES = {
    **{
        kind: Table(inputs=_several)
        for kind in ("Add", "Multiply", "Average", "Maximum", "Minimum")
    },
    "Subtract": Table(inputs=_two),
    "Concatenate": Table({}, {"axis": [1, 2, -2, 5, 0]}, inputs=_several),
    "Dot": Table(
        {"axes": [1, -1, [1, 1], [1, 2], 2, [-1, 1], 0, 3, [1, 2, 3]]},
        {"normalize": [True]},
        inputs=_for_dot,
    ),
}
