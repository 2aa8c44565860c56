"""A built model as plain data, in the terms of a summary."""

from __future__ import annotations

import math
from typing import Any

import keras

Described = dict[str, Any]


def describe(model: Any) -> Described:
    """Its names, shapes, dtypes and parameters; `mtlc.verify.compare` reads it."""
    return {
        "name": model.name,
        "api": "sequential" if isinstance(model, keras.Sequential) else "functional",
        "inputs": [{"name": one.name, **_tensor(one)} for one in model.inputs],
        "outputs": _outputs(model),
        "params": {
            "trainable": _count(model.trainable_weights),
            "non_trainable": _count(model.non_trainable_weights),
        },
        **_graph(model),
    }


def functional(model: Any) -> Any:
    """The graph of a model; a Sequential model holds one. None for models of other kinds."""
    graph = model._functional if isinstance(model, keras.Sequential) else model
    return graph if hasattr(graph, "_nodes_by_depth") else None


def _outputs(model: Any) -> list[Described]:
    """The outputs with the names under which they are trained; one alone has none."""
    given = getattr(model, "_outputs_struct", model.outputs)
    if isinstance(given, dict):
        return [{"name": name, **_tensor(one)} for name, one in given.items()]
    if isinstance(given, list) and hasattr(model, "_outputs_struct"):
        named = zip(model.output_names, given, strict=True)
        return [{"name": name, **_tensor(one)} for name, one in named]
    return [{"name": None, **_tensor(one)} for one in model.outputs]


def _graph(model: Any) -> Described:
    graph = functional(model)
    nodes = {id(node) for level in graph._nodes_by_depth.values() for node in level}
    layers = [
        _layer(layer, nodes)
        for layer in model.layers
        if not isinstance(layer, keras.layers.InputLayer)
    ]
    functions = [
        call
        for one in graph.operations
        if not isinstance(one, keras.Layer)
        for call in _calls(one, nodes)
    ]
    return {"layers": layers, "functions": functions}


def _layer(layer: Any, nodes: set[int]) -> Described:
    is_nested = isinstance(layer, keras.Model) and functional(layer) is not None
    return {
        "name": layer.name,
        "class": type(layer).__name__,
        "calls": _calls(layer, nodes),
        "params": layer.count_params(),
        **(_graph(layer) if is_nested else {"layers": None}),
    }


def _calls(operation: Any, nodes: set[int]) -> list[list[Described]]:
    """What each of its calls gives that belong to the model."""
    return [
        [_tensor(one) for one in node.output_tensors]
        for node in operation._inbound_nodes
        if id(node) in nodes
    ]


def _tensor(tensor: Any) -> Described:
    return {"shape": list(tensor.shape), "dtype": str(tensor.dtype)}


def _count(weights: list[Any]) -> int:
    return sum(math.prod(one.shape) for one in weights)
