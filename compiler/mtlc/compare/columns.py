"""Columns of layers: where they lie, and what works on each by itself."""

from __future__ import annotations

from mtlc.compare.form import Vertex
from mtlc.compare.operations import Activate, ApplyLayer, Operation
from mtlc_spec.shapes import Size, Tensor


def column_axis(vertex: Vertex) -> int | None:
    """The axis of the columns, of a layer that can be cut into them; counted from the first."""
    operation = vertex.operation
    if (
        not isinstance(operation, ApplyLayer)
        or operation.inner
        or operation.layer.columns is None
    ):
        return None
    if vertex.keywords or len(vertex.weights) != 1 or vertex.tensor is None:
        return None
    return operation.layer.column_axis % vertex.tensor.rank


def is_per_unit(operation: Operation) -> bool:
    """Whether it works on every number by itself."""
    return isinstance(operation, Activate) and operation.acts_per_unit


def sized(tensor: Tensor, axis: int, size: Size) -> Tensor:
    """The tensor with another size along an axis."""
    shape = (*tensor.shape[:axis], size, *tensor.shape[axis + 1 :])
    return Tensor(shape, tensor.dtype)
