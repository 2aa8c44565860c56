"""A forward pass: inputs that the model takes, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import keras
import numpy as np

from mtlc.verify.child.inputs import BATCH, STYLES, Maker

SIZES = (8, 16, 32, 64)
"""What sizes that are unknown are taken for, until the model takes one."""


@dataclass(frozen=True)
class Forward:
    """What a model made of inputs; `names` are those of the spec's outputs."""

    maker: Maker
    names: tuple[str, ...]
    inputs: Any
    outputs: Any

    @cached_property
    def arrays(self) -> dict[str, Any]:
        """The outputs by name."""
        named = by_name(self.outputs, self.names)
        return {name: to_array(one) for name, one in named.items()}

    @property
    def is_finite(self) -> bool:
        return all(map(_is_finite, self.arrays.values()))

    @property
    def detail(self) -> str:
        return ", ".join(
            f"{name} {one.shape}" + ("" if _is_finite(one) else " (not all of it finite)")
            for name, one in self.arrays.items()
        )

    def problems(self) -> Iterator[str]:
        """Outputs that are not as Keras itself foresaw."""
        foreseen = by_name(structure(self.maker.model), self.names)
        for name, array in self.arrays.items():
            known = tuple(foreseen[name].shape)
            if len(known) != len(array.shape) or any(
                size not in (None, own) for size, own in zip(known, array.shape, strict=True)
            ):
                yield f"`{name}` has the shape {array.shape}, and not {known}"


def find_inputs(model: Any, names: tuple[str, ...], batch: int = BATCH) -> Forward:
    """The first kind of inputs that the model takes, if possible one of finite results.

    Which sizes are possible, and whether negative numbers are, only the model knows.

    Raises:
        NoInput: there is an input of which no value can be made up.
        Exception: what the model raised for the first kind, if it takes none.
    """
    is_open = any(None in one.shape[1:] for one in model.inputs)
    first: Exception | None = None
    infinite: Forward | None = None
    for size in SIZES if is_open else SIZES[:1]:
        for style in STYLES:
            maker = Maker(model, style, size, batch)
            inputs = maker.make(0)
            try:
                given = model(inputs, training=False)
                found = Forward(maker, names, inputs, given)
                if found.is_finite:
                    return found
            except Exception as error:
                first = first or error
            else:
                infinite = infinite or found
    if infinite is not None:
        return infinite
    assert first is not None
    raise first


def structure(model: Any) -> Any:
    """The symbolic outputs of a model, in the form in which it gives them."""
    return getattr(model, "_outputs_struct", model.outputs)


def by_name(outputs: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """The outputs of a model by the names of the spec; Keras sorts those of a dictionary."""
    if isinstance(outputs, dict):
        return {name: outputs[name] for name in names}
    return dict(zip(names, keras.tree.flatten(outputs), strict=True))


def to_array(tensor: Any) -> Any:
    """The values of a tensor of any backend."""
    if "bfloat16" in str(getattr(tensor, "dtype", "")):
        tensor = keras.ops.cast(tensor, "float32")
    if type(tensor).__name__ in ("SparseTensor", "BCOO"):
        tensor = keras.ops.convert_to_tensor(tensor, sparse=False)
    return np.asarray(keras.ops.convert_to_numpy(tensor))


def _is_finite(array: Any) -> bool:
    return array.dtype.kind not in "fc" or bool(np.isfinite(array).all())
