"""What a class is drawn from, and the chances with which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.catalogue.judge import Row

Choices = dict[str, list[Any]]

SIZES: tuple[int | None, ...] = (3, 1, 2, 4, 5, 8, None)
FLOATS = ("float32",) * 9 + ("float16", "float64", "bfloat16")
NUMBERS = (*FLOATS, "int32", "uint8")
ANYTHING = (*NUMBERS, "bool", "int64", "string", "complex64")


@dataclass(frozen=True)
class Table:
    """The values of each argument and the inputs; the simplest of each stand first."""

    required: Choices = field(default_factory=dict)
    optional: Choices = field(default_factory=dict)
    ranks: tuple[int, ...] = (1, 2)
    """The numbers of axes of its input, without the batch axis."""
    sizes: tuple[int | None, ...] = SIZES
    dtypes: tuple[str, ...] = NUMBERS
    inputs: Callable[[Random], list[Any]] | None = None
    """Draws the inputs of a layer that takes several, or wants them to fit each other."""
    call: Callable[[Random, Row], dict[str, Any]] | None = None
    """Draws further arguments of the call."""
    arrange: Callable[[Random, dict[str, Any]], None] | None = None
    """Changes arguments that are rarely fit for each other by chance."""
    often: int = 16
    """The least chance of each optional argument, in percent."""


def chance(rng: Random, percent: int) -> bool:
    """True in so many cases of a hundred; False is the simpler answer."""
    return rng.randrange(100) >= 100 - percent


def one_input(
    rng: Random,
    ranks: Sequence[int],
    sizes: Sequence[int | None] = SIZES,
    dtypes: Sequence[str] = FLOATS,
) -> Any:
    rank = rng.choice(ranks)
    if chance(rng, 6):
        rank = max(0, rank + rng.choice((-1, 1)))
    shape = tuple(rng.choice(sizes) for _ in range(rank))
    dtype = rng.choice(dtypes)
    return shape if dtype == "float32" else (shape, dtype)
