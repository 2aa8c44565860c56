"""Layers that prepare data."""

from __future__ import annotations

from mtlc_spec.layers.base import Same
from mtlc_spec.shapes import ShapeError, Tensor, WrongSize, require_dtype, show
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.regularizers import Regularizer

Numbers = float | tuple[float, ...]


class Rescaling(Same):
    """x * scale + offset, with one number each or one for each place of the last axis."""

    passes_mask = True
    prepares = True

    scale: Numbers
    offset: Numbers = 0.0
    activity_regularizer: Regularizer | None = None

    def infer(self, x: Tensor) -> Tensor:
        """The shape stays, whatever the numbers would broadcast it to."""
        require_dtype(x.dtype, NUMBERS, "scale")
        places = x.shape[-1] if x.shape else 1
        for name, numbers in (("scale", self.scale), ("offset", self.offset)):
            if not isinstance(numbers, tuple):
                continue
            count = len(numbers)
            if places is None:  # it can only be 1 or as many
                places = count if count > 1 else None
                continue
            if count == places or 1 in (count, places):
                places = max(count, places)
                continue
            raise ShapeError(
                WrongSize,
                f"`{name}` has {count} numbers, and the last axis of {show(x.shape)} "
                f"has {places} places",
            )
        return self.like(x)
