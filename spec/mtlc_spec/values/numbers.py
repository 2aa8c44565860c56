"""Numbers and per-axis numbers, with the ranges that Keras gives them."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import Field

from mtlc_spec.values.tagged import refused

PositiveInt = Annotated[int, Field(gt=0)]
NonNegativeInt = Annotated[int, Field(ge=0)]
Fraction = Annotated[float, Field(ge=0, le=1)]
"""From 0 to 1, both included."""
Seed = Annotated[int, Field(ge=-(2**63), lt=2**63)]
"""A seed of random numbers, which TensorFlow keeps in 64 bits."""

Axes = int | tuple[int, ...] | None
"""One axis, several, or all of them."""
Steps = PositiveInt | Annotated[float, Field(gt=0)]
"""How many steps of training something takes; Keras divides by it, so it may be broken."""

Window = PositiveInt | tuple[PositiveInt, ...]
"""A positive number for all axes, or one for each; the layer checks how many."""

T = TypeVar("T")


def one_or_each(value: T | tuple[T, ...], axes: int) -> T | tuple[T, ...]:
    """One value for all axes, or one for each; `(3, 3)` is `3`, as a person would write it."""
    if not isinstance(value, tuple):
        return value
    if len(value) != axes:
        each = "a list of one" if axes == 1 else f"a list of {axes}, one for each axis"
        raise refused(f"must be one number, or {each}")
    return value[0] if len(set(value)) == 1 else value
