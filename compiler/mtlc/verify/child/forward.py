"""A forward pass: inputs that the model takes, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from mtlc.verify.child.inputs import STYLES, Maker

SIZES = (8, 16, 32, 64)
"""What sizes that are unknown are taken for, until the model takes one."""


@dataclass(frozen=True)
class Forward:
    """What a model made of inputs."""

    maker: Maker
    model: Any
    inputs: Any
    outputs: Any

    @property
    def arrays(self) -> list[Any]:
        return [to_array(one) for one in keras.tree.flatten(self.outputs)]

    @property
    def is_finite(self) -> bool:
        return all(map(is_finite, self.arrays))

    @property
    def detail(self) -> str:
        shapes = ", ".join(str(one.shape) for one in self.arrays)
        return f"gives {shapes}" + ("" if self.is_finite else ", not all of it finite")

    def problems(self) -> Iterator[str]:
        """Outputs that are not as Keras itself foresaw."""
        for name, one, array in zip(
            self.model.output_names, self.model.outputs, self.arrays, strict=True
        ):
            known = tuple(one.shape)
            if len(known) != len(array.shape) or any(
                size not in (None, own) for size, own in zip(known, array.shape, strict=True)
            ):
                yield f"`{name}` has the shape {array.shape}, and not {known}"


def find_inputs(model: Any) -> Forward:
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
            maker = Maker(model, style, size)
            inputs = maker.make(0)
            try:
                found = Forward(maker, model, inputs, model(inputs))
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


def to_array(tensor: Any) -> Any:
    """The values of a tensor of any backend."""
    if hasattr(tensor, "dtype") and "bfloat16" in str(tensor.dtype):
        tensor = keras.ops.cast(tensor, "float32")
    if type(tensor).__name__ in ("SparseTensor", "BCOO"):
        tensor = keras.ops.convert_to_tensor(tensor, sparse=False)
    return np.asarray(keras.ops.convert_to_numpy(tensor))


def is_finite(array: Any) -> bool:
    return array.dtype.kind not in "fc" or bool(np.isfinite(array).all())
