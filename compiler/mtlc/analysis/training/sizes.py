"""Whether params may decide how many units an output has."""

from __future__ import annotations

from mtlc.analysis.shapes import Shapes
from mtlc.graph import Graph, Value
from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import NotKnown, ShapeError, Tensor


def may_vary(graph: Graph, shapes: Shapes, value: Value | None) -> bool:
    """Whether the last axis of a tensor may have another size if other params are given.

    Where that is hard to say, it may.
    """
    if graph.decided == "nothing" or value is None:
        return False
    call = graph.calls.get(value.producer)
    if graph.decided == "structure" or call is None:
        return True
    node = graph.layers[call.layer]
    known = shapes.known(call)
    own = shapes.of(value)
    if node.is_computed or not isinstance(node.what, Layer) or known is None or own is None:
        return True
    tensors, arguments = known
    try:
        # A layer that makes the same of inputs twice as wide decides by itself.
        given = node.what.infer(*map(_wider, tensors), **arguments)
    except (ShapeError, NotKnown):
        return True
    widened = given if isinstance(given, Tensor) else given[value.index]
    if widened.shape[-1:] == own.shape[-1:]:
        return False
    return any(may_vary(graph, shapes, one) for one in call.values())


def _wider(tensor: Tensor) -> Tensor:
    *axes, last = tensor.shape
    return Tensor((*axes, None if last is None else 2 * last), tensor.dtype)
