"""What the outputs of a model end with: the activation that they have passed last."""

from __future__ import annotations

from typing import NamedTuple, get_args

from mtlc.graph import Call, Graph, LayerNode, Nested, Value
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer
from mtlc_spec.source import Span
from mtlc_spec.values.activations import Activation

_NAMES = frozenset(get_args(Activation)) - {"linear"}


class Ending(NamedTuple):
    """An activation, `linear` for none, and the layer that applies it."""

    activation: str
    span: Span


def ending(graph: Graph, value: Value | None) -> Ending | None:
    """What a tensor ends with; None where that cannot be said."""
    while value is not None:
        call = graph.calls.get(value.producer)
        if call is None:
            return None
        layer = graph.layers[call.layer]
        if isinstance(layer.what, Nested):
            graph, value = layer.what.graph, layer.what.graph.outputs[value.index].value
        elif isinstance(layer.what, Layer) and layer.what.keeps_values:
            value = call.inputs[0] if call.inputs else None
        else:
            return applied(call, layer)
    return None


def applied(call: Call, layer: LayerNode) -> Ending | None:
    """What the call of a layer applies last; None where that cannot be said."""
    what = layer.what
    activation = None
    if isinstance(what, Layer):
        activation = None if what.keeps_values else what.ends_with
    elif isinstance(what, Function):
        name = layer.kind.rpartition(".")[2]
        activation = name if name in _NAMES else None
    return None if activation is None else Ending(activation, call.span)
