"""How many numbers the weights of a model hold."""

from __future__ import annotations

from mtlc.analysis.shapes import Shapes
from mtlc.graph import Custom, Graph, LayerNode, Nested
from mtlc_spec.frozen import frozen
from mtlc_spec.functions.base import Function


@frozen
class Parameters:
    """How many numbers the weights hold."""

    trainable: int = 0
    non_trainable: int = 0
    complete: bool = True
    """Nothing is left out; what imported layers hold, and give, is not known."""

    def __add__(self, other: Parameters) -> Parameters:
        return Parameters(
            self.trainable + other.trainable,
            self.non_trainable + other.non_trainable,
            self.complete and other.complete,
        )

    @property
    def total(self) -> int:
        return self.trainable + self.non_trainable

    def __str__(self) -> str:
        return self.shown(self.total)

    def shown(self, count: int) -> str:
        """`1,024`; `at least 1,024`, or `?`, where not everything is known."""
        if self.complete:
            return f"{count:,}"
        return f"at least {count:,}" if count else "?"


def of_model(graph: Graph, shapes: Shapes) -> Parameters:
    """Those of all layers that the outputs of a model need."""
    built = (graph.layers[name] for name in graph.built_layers)
    return sum((of_layer(one, shapes) for one in built), Parameters())


def of_layer(layer: LayerNode, shapes: Shapes) -> Parameters:
    """Those of one layer; of a nested model all that is in it."""
    what = layer.what
    if isinstance(what, Nested):
        return of_model(what.graph, shapes.nested.get(layer.name, Shapes()))
    if isinstance(what, Custom):
        return Parameters(complete=not what.is_layer)
    if isinstance(what, Function):
        return Parameters()
    name = layer.name
    known = name in shapes.built
    if layer.inner:
        known &= not any(_has_custom(one.graph) for one in layer.inner.values())
    return Parameters(shapes.trainable.get(name, 0), shapes.frozen.get(name, 0), known)


def _has_custom(graph: Graph) -> bool:
    """Whether imported layers are in it, at any depth."""
    return any(
        (isinstance(layer.what, Custom) and layer.what.is_layer)
        or (isinstance(layer.what, Nested) and _has_custom(layer.what.graph))
        or any(_has_custom(one.graph) for one in layer.inner.values())
        for layer in (graph.layers[name] for name in graph.built_layers)
    )
