"""Which weights a tensor depends on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mtlc.verify.child.describe import functional


def weights_behind(tensors: Iterable[Any]) -> dict[int, Any]:
    """The trainable weights that tensors of a model get gradients to, by identity.

    Whole numbers pass none on, and neither does `stop_gradient`.

    Of a nested model only what leads to those of its outputs that are used; of any other
    layer all.
    """
    found: dict[int, Any] = {}
    seen: set[int] = set()
    waiting = list(tensors)
    while waiting:
        tensor = waiting.pop()
        if id(tensor) in seen or "float" not in str(tensor.dtype):
            continue
        seen.add(id(tensor))
        operation, node_index, tensor_index = tensor._keras_history
        if type(operation).__name__ == "StopGradient":
            continue
        waiting += operation._inbound_nodes[node_index].input_tensors
        graph = functional(operation)
        if graph is not None:
            waiting.append(graph.outputs[tensor_index])
        else:
            for one in getattr(operation, "trainable_weights", ()):
                found[id(one)] = one
    return found
