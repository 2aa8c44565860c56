"""Categories as numbers, and their encoding as vectors: what several layers share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from mtlc_spec.layers.base import Unary
from mtlc_spec.shapes import (
    MismatchedInputs,
    NotKnown,
    Shape,
    ShapeError,
    Size,
    Tensor,
    WrongDtype,
    require_dtype,
)
from mtlc_spec.values.dtypes import NUMBERS, AnyPolicy
from mtlc_spec.values.regularizers import Regularizer

Mode = Literal["int", "one_hot", "multi_hot", "count"]

LongInt = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Salt = LongInt | tuple[LongInt, LongInt]
"""What makes a hash of one's own."""

COUNTED: frozenset[str] = frozenset({"int32", "int64", "float32", "float64"})
"""What TensorFlow counts in."""
UNCOUNTABLE: frozenset[str] = frozenset(
    {"int8", "int16", "uint8", "uint16", "uint32", "uint64"}
)
"""Whole numbers that TensorFlow does not count the occurrences of."""


class Encoder(Unary):
    """A layer without weights, whose dtype is that of its output and may be an integer."""

    dtype: AnyPolicy | None = None  # type: ignore[assignment]

    def check_graph(self, *inputs: Tensor) -> None:
        if getattr(self, "sparse", False):
            raise ShapeError(
                MismatchedInputs,
                "a graph of Keras gives no sparse tensors",
                "leave `sparse` out",
            )
        raise NotKnown


def one_hot(shape: Shape, depth: Size) -> Shape:
    """The shape after each number became a vector; a last axis of size 1 becomes the vector."""
    if len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    return (*shape, depth)


def check_dense(penalty: Regularizer | None, *, dense: bool) -> None:
    """Raise `ShapeError` if there is a penalty on what is not one dense tensor."""
    if penalty is not None and not dense:
        raise ShapeError(
            WrongDtype, "its `activity_regularizer` cannot penalize a sparse or ragged tensor"
        )


def check_any(check: Callable[[Tensor], None], x: Tensor, dtype: str) -> None:
    """Check what a layer of data sees: the tensor itself, or numbers cast to its dtype.

    Keras casts them inside a `tf.function`, and so in `fit`, but not in a direct call.

    Raises:
        ShapeError: neither is fit.
    """
    try:
        check(x)
    except ShapeError:
        if x.dtype == "string":
            raise
        try:
            check(Tensor(x.shape, dtype))
        except ShapeError:
            pass
        else:
            return
        raise


def check_encoding(mode: str, x: Tensor, dtype: str, *, sparse: bool = False) -> None:
    """Raise `ShapeError` if TensorFlow cannot encode such numbers in this dtype.

    Up to two axes it counts occurrences, with more it adds up one-hot vectors.
    """
    require_dtype(x.dtype, NUMBERS, "encode")
    counts = mode != "one_hot" and x.rank <= 2
    if counts and sparse and x.dtype not in ("int32", "int64"):
        raise ShapeError(
            WrongDtype, f"with `sparse` it encodes int32 and int64 only, and gets {x.dtype}"
        )
    if counts and x.dtype in UNCOUNTABLE:
        raise ShapeError(WrongDtype, f"it encodes int32 and int64, and gets {x.dtype}")
    if counts and not sparse:
        fits = dtype in COUNTED
    elif mode == "multi_hot" and x.rank > 2:
        fits = dtype != "string" and not dtype.startswith("complex")
    else:
        fits = dtype != "string"
    if not fits:
        raise ShapeError(
            WrongDtype,
            f"it cannot encode in {dtype} with `output_mode: {mode}`",
            "give the layer `dtype: float32`",
        )
