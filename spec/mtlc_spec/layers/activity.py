"""Whether what a layer gives can be penalized by its `activity_regularizer`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mtlc_spec.layers.base import Layer, Tensors
from mtlc_spec.shapes import Tensor
from mtlc_spec.values.dtypes import is_float
from mtlc_spec.values.regularizers import check_regularizable


def check_activity(layer: Layer, inputs: Sequence[Tensor], outputs: Tensor | Tensors) -> None:
    """Raise `ShapeError` if a layer's regularizer fails on what the layer gives.

    Keras calls it when the model runs, with the dtype that TensorFlow has then. Keras
    promises `compute_dtype`, but what only moves elements leaves integers as they are.
    """
    regularizer = getattr(layer, "activity_regularizer", None)
    if regularizer is None or layer.ignores_activity:
        return
    dtype = _promoted({x.dtype for x in inputs})
    if is_float(dtype) or not layer.keeps(dtype):
        dtype = layer.compute_dtype
    for output in outputs if isinstance(outputs, tuple) else (outputs,):
        check_regularizable(regularizer, Tensor(output.shape, dtype))


def _promoted(dtypes: Collection[str]) -> str:
    """The dtype of numbers of all these dtypes together."""
    if len(dtypes) == 1:
        return next(iter(dtypes))
    for kind in ("complex", "float"):
        found = [dtype for dtype in dtypes if kind in dtype]
        if found:
            return max(found)
    bits = max(int(dtype.removeprefix("u")[3:]) for dtype in dtypes if dtype != "bool")
    signed = any(dtype.startswith("int") for dtype in dtypes)
    unsigned = max((dtype for dtype in dtypes if dtype.startswith("u")), default="")
    if signed and unsigned == f"uint{bits}":
        bits *= 2
    return f"{'' if signed else 'u'}int{bits}"
