"""Random inputs that a model can take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import keras
import numpy as np

BATCH = 4
MOST = 10
"""Whole numbers are below it where no layer looks them up."""

WORDS = ("one", "two", "three", "a few words", "")

FEW = 3
"""Whole numbers are below it where larger ones are not taken."""

Style = Literal["normal", "unit", "whole", "few"]
"""Numbers around 0, between 0 and 1, or whole and not negative; and these, but few."""

STYLES: tuple[Style, ...] = ("normal", "unit", "whole", "few")


class NoInput(Exception):
    """No value of an input can be made up; says which, and why."""


@dataclass(frozen=True)
class Maker:
    """Makes inputs of a model: what is not known of their shapes is `size`."""

    model: Any
    style: Style = "normal"
    size: int = 8
    batch: int = BATCH

    def make(self, seed: int) -> Any:
        """Inputs as the model is called with; the same ones for the same seed.

        Raises:
            NoInput: there is an input of which no value can be made up.
        """
        random = np.random.default_rng(seed)
        batch = next((one.shape[0] for one in self.model.inputs if one.shape[0]), self.batch)
        least, most = _range(self.model)
        if self.style == "few":
            most = min(most, FEW)
        found = []
        for one in self.model.inputs:
            shape = (batch, *(size or self.size for size in one.shape[1:]))
            found.append(self._values(one, shape, random, least, most))
        return found[0] if len(found) == 1 else found

    def _values(
        self, one: Any, shape: tuple[int, ...], random: Any, least: int, most: int
    ) -> Any:
        dtype = one.dtype
        if dtype == "string":
            if keras.backend.backend() != "tensorflow":
                raise NoInput(
                    f"no input can be made up for `{one.name}`: "
                    f"the {keras.backend.backend()} backend has no strings"
                )
            return random.choice(np.array(WORDS, dtype=object), shape)
        if dtype == "bool":
            return random.integers(0, 2, shape).astype(bool)
        if "int" in dtype:
            end = min(most, np.iinfo(dtype).max)
            return random.integers(min(least, end - 1), end, shape).astype(dtype)
        if self.style in ("whole", "few"):
            values = random.integers(min(least, most - 1), most, shape)
        elif self.style == "unit":
            values = random.random(shape)
        else:
            values = random.normal(size=shape)
        if "complex" in dtype:
            values = values + 1j * random.normal(size=shape)
        # NumPy has no `bfloat16` of its own, and Keras casts what it is given.
        return values.astype("float32" if dtype == "bfloat16" else dtype)


def _range(model: Any) -> tuple[int, int]:
    """The whole numbers, from and below, that every layer of the model can look up.

    Where a layer takes 0 for padding, there is none, so that no sample is all padding.
    """
    bounds = [MOST]
    least = 0
    looked_up = False
    for layer in model._flatten_layers():
        bound = None
        if isinstance(layer, keras.layers.Embedding):
            bound = layer.input_dim
            least = max(least, int(bool(layer.mask_zero)))
        elif isinstance(layer, keras.layers.CategoryEncoding):
            bound = layer.num_tokens
        if isinstance(bound, int):
            bounds = [*bounds, bound] if looked_up else [bound]
            looked_up = True
    return least, min(bounds)
