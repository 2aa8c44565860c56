"""What a model is, in figures: layers, shapes, parameters, and which API builds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mtlc.analysis.parameters import Parameters, of_layer
from mtlc.analysis.shapes import Shapes
from mtlc.analysis.target import Choice, Target
from mtlc.graph import Call, Graph, Nested
from mtlc_spec.frozen import frozen
from mtlc_spec.layers.base import Tensors
from mtlc_spec.shapes import Shape, Tensor

VERSION = 1
"""Of the dictionary that `Summary.to_dict` gives."""


@frozen
class CallSummary:
    """One call: the entries and inputs that it takes, and its tensors if they are known."""

    sources: tuple[str, ...]
    outputs: Tensors | None


@frozen
class LayerSummary:
    """One layer, with the layers inside of it where it is a nested model."""

    name: str
    kind: str
    calls: tuple[CallSummary, ...]
    params: Parameters
    layers: tuple[LayerSummary, ...]


@dataclass(frozen=True, slots=True)
class End:
    """An input or output of the model."""

    name: str
    source: str
    tensor: Tensor | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The model as Keras would report it.

    Shapes have their batch axis; a shape that cannot be known is None as a whole.
    Functions of `keras.ops` are rows as well, as in Keras' own summary; those of
    constants alone are not part of the model.
    """

    name: str
    target: Target
    asked: bool
    """The target was asked for, not chosen."""
    why: tuple[tuple[str, str], ...]
    """The codes and sentences that speak against a plain stack."""
    inputs: tuple[End, ...]
    layers: tuple[LayerSummary, ...]
    outputs: tuple[End, ...]
    params: Parameters

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, as documented under "Summary" in the reference."""
        return {
            "version": VERSION,
            "name": self.name,
            "target": self.target,
            "why": [{"code": code, "message": message} for code, message in self.why],
            "inputs": [
                {"name": one.name, "shape": _shape(one.tensor), "dtype": _dtype(one.tensor)}
                for one in self.inputs
            ],
            "layers": [_layer(one) for one in self.layers],
            "outputs": [
                {
                    "name": one.name,
                    "from": one.source,
                    "shape": _shape(one.tensor),
                    "dtype": _dtype(one.tensor),
                }
                for one in self.outputs
            ],
            "params": _params(self.params),
        }


def _shape(tensor: Tensor | None) -> list[int | None] | None:
    return None if tensor is None else list(tensor.shape)


def _dtype(tensor: Tensor | None) -> str | None:
    return None if tensor is None else tensor.dtype


def _params(params: Parameters) -> dict[str, int] | None:
    if not params.complete:
        return None
    return {"trainable": params.trainable, "non_trainable": params.non_trainable}


def _layer(layer: LayerSummary) -> dict[str, Any]:
    return {
        "name": layer.name,
        "kind": layer.kind,
        "calls": [
            {
                "from": list(call.sources),
                "outputs": None
                if call.outputs is None
                else [{"shape": _shape(one), "dtype": one.dtype} for one in call.outputs],
            }
            for call in layer.calls
        ],
        "params": _params(layer.params),
        "layers": [_layer(one) for one in layer.layers],
    }


def summarize(graph: Graph, shapes: Shapes, choice: Choice) -> Summary:
    """The summary of a graph; layers that no output needs are not part of the model."""
    layers = _layers(graph, shapes)
    return Summary(
        name=graph.name,
        target=choice.target,
        asked=choice.asked,
        why=tuple((one.code, one.message) for one in choice.reasons),
        inputs=tuple(End(name, name, shapes.inputs.get(name)) for name in graph.inputs),
        layers=layers,
        outputs=tuple(
            End(one.name, one.reference, shapes.of(one.value)) for one in graph.outputs
        ),
        params=sum((one.params for one in layers), Parameters()),
    )


def _layers(graph: Graph, shapes: Shapes) -> tuple[LayerSummary, ...]:
    needed = graph.needed
    constants = graph.constants
    found = []
    for name in graph.built_layers:
        layer = graph.layers[name]
        uses = [
            one
            for one in graph.calls_of[name]
            if one.name in needed and one.name not in constants
        ]
        inner: tuple[LayerSummary, ...] = ()
        if isinstance(layer.what, Nested):
            inner = _layers(layer.what.graph, shapes.nested.get(name, Shapes()))
        found.append(
            LayerSummary(
                name,
                layer.kind,
                tuple(CallSummary(_sources(use), shapes.calls.get(use.name)) for use in uses),
                of_layer(layer, shapes),
                inner,
            )
        )
    return tuple(found)


def _sources(call: Call) -> tuple[str, ...]:
    return tuple(
        [
            f"{value.producer}.{value.index}" if value.index else value.producer
            for value in call.values()
        ]
    )


def shape_text(shape: Shape | None) -> str:
    """`(None, 28, 28, 1)`, as Keras prints shapes; `?` for one that is not known."""
    return "?" if shape is None else str(tuple(shape))
