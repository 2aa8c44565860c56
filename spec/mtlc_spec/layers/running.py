"""What fails only when a model runs: dtypes that Keras does not look at while it builds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from mtlc_spec.layers.base import Layer, Tensors
from mtlc_spec.shapes import ShapeError, Tensor, WrongDtype
from mtlc_spec.values.dtypes import MIXED, is_float, variable_dtype
from mtlc_spec.values.regularizers import check_regularizable


def check_activity(
    layer: Layer, inputs: Sequence[Tensor], outputs: Tensor | Tensors, **call: Any
) -> None:
    """Raise `ShapeError` if a layer's `activity_regularizer` fails on what the layer gives.

    Keras calls it with the dtype that TensorFlow has then. Keras promises `compute_dtype`,
    but what only moves elements leaves integers as they are.
    """
    regularizer = getattr(layer, "activity_regularizer", None)
    if regularizer is None or layer.ignores_activity:
        return
    for output in as_run(layer, inputs, outputs, **call):
        check_regularizable(regularizer, output)


def as_run(
    layer: Layer, inputs: Sequence[Tensor], outputs: Tensor | Tensors, **call: Any
) -> Tensors:
    """What a layer gives when the model runs, for what Keras promises of it."""
    promised = outputs if isinstance(outputs, tuple) else (outputs,)
    own = layer.own_dtype(*inputs, **call)
    if own is not None:
        return tuple([Tensor(one.shape, own) for one in promised])
    dtype = _promoted({x.dtype for x in inputs})
    if is_float(dtype):
        return promised
    if layer.casts_in_graph:
        dtype = dtype if dtype == "string" else layer.compute_dtype
        return tuple([Tensor(one.shape, dtype) for one in promised])
    return tuple(
        Tensor(one.shape, layer.run_dtype(dtype)) if is_float(one.dtype) else one
        for one in promised
    )


def _promoted(dtypes: Collection[str]) -> str:
    """The dtype of elements of all these dtypes together."""
    if len(dtypes) == 1:
        return next(iter(dtypes))
    if "string" in dtypes:
        return "string"
    for kind in ("complex", "float"):
        found = [dtype for dtype in dtypes if kind in dtype]
        if found:
            return max(found)
    bits = max(int(dtype.removeprefix("u")[3:]) for dtype in dtypes if dtype != "bool")
    signed = any(dtype.startswith("int") for dtype in dtypes)
    if signed and f"uint{bits}" in dtypes:
        bits *= 2
    return f"{'' if signed else 'u'}int{bits}"


def check_step(layer: Layer, inner: Layer, step: Tensor) -> None:
    """Raise `ShapeError` if a layer inside of another wants a cast, which Keras leaves out.

    Under a mixed policy, the outer layer casts the weights of the inner one.
    """
    policy = layer.dtype or "float32"
    seen = layer.input_dtype(step)
    weights = seen if policy in MIXED else variable_dtype(inner.dtype or "float32")
    if inner.wants_one_dtype and is_float(seen) and seen != weights:
        raise ShapeError(
            WrongDtype,
            f"its layer has weights of {weights}, and gets steps of {seen}",
            "give both layers the same `dtype`",
        )


def check_dropout(layer: Layer, rate: float, x: Tensor) -> None:
    """Raise `ShapeError` if a layer that drops out of its input gets no floats."""
    if 0 < rate < 1 and layer.input_dtype(x) != layer.compute_dtype:
        raise ShapeError(
            WrongDtype, f"`dropout` wants floating-point numbers, and gets {x.dtype}"
        )
