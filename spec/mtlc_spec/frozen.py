"""Frozen dataclasses that cost no more to make than others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """A dataclass with slots that nobody may change, as type checkers see to.

    `dataclass(frozen=True)` checks it at run time as well, and takes three times as long
    to make an object. This is for those of which every layer has some.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
