"""Dtypes that tensors have when the model runs, where Keras promises others.

Keras promises that a layer gives floats; TensorFlow hands integers on, through padding,
dropout and the like, until something cannot work with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from mtlc.analysis.shapes import Shapes
from mtlc.graph import Call, Graph, LayerNode, Nested, Value
from mtlc_spec.diagnostics import Diagnostic, Label
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer
from mtlc_spec.layers.running import as_run
from mtlc_spec.shapes import NotKnown, ShapeError, Tensor, WrongDtype
from mtlc_spec.values.dtypes import is_float

Tensors = tuple[Tensor, ...]


def check_running(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """What Keras builds, and what fails whenever the model runs."""
    if not _all_floats(shapes):
        yield from _Run(graph, shapes).problems
    for name, known in shapes.nested.items():
        nested = graph.layers[name].what
        assert isinstance(nested, Nested)
        yield from check_running(nested.graph, known)


def runs_otherwise(graph: Graph, shapes: Shapes) -> Set[Value]:
    """The tensors of a graph that have another dtype when it runs than Keras promises."""
    return frozenset() if _all_floats(shapes) else _Run(graph, shapes).tensors.keys()


def _all_floats(shapes: Shapes) -> bool:
    given = [one for one in shapes.inputs.values() if one is not None]
    return all(is_float(one.dtype) for one in given) and all(
        is_float(one.dtype) for found in shapes.calls.values() for one in found or ()
    )


class _Run:
    """One pass over a graph; `tensors` are those that are not as promised.

    A nested model casts what it takes to the dtype that it was built on.
    """

    def __init__(self, graph: Graph, shapes: Shapes) -> None:
        self.graph = graph
        self.shapes = shapes
        self.problems: list[Diagnostic] = []
        self.tensors: dict[Value, Tensor] = {}
        for call in graph.order:
            layer = graph.layers[call.layer]
            promised = shapes.calls.get(call.name)
            given = shapes.known(call)
            if promised is None or given is None or layer.inner:
                continue
            for index, one in enumerate(self._given(call, layer, *given, promised)):
                if one.dtype != promised[index].dtype:
                    self.tensors[Value(call.name, index)] = one

    def _given(
        self,
        call: Call,
        layer: LayerNode,
        tensors: Tensors,
        arguments: Mapping[str, object],
        promised: Tensors,
    ) -> Tensors:
        """What a call gives when the model runs."""
        what = layer.what
        pairs = zip(call.inputs, tensors, strict=True)
        actual = tuple(self.tensors.get(value, one) if value else one for value, one in pairs)
        if isinstance(what, Layer):
            if what.casts_in_graph:
                return promised
            if actual == tensors:
                return as_run(what, tensors, promised, **arguments)
        if actual == tensors or not isinstance(what, Layer | Function):
            return promised
        try:
            if isinstance(what, Function):
                found = what.infer(actual, arguments)
            else:
                found = as_run(what, actual, what.infer(*actual, **arguments), **arguments)
        except ShapeError as error:
            if error.kind is WrongDtype:
                self._refuse(call, error)
            return promised
        except NotKnown:
            return promised
        return found if isinstance(found, tuple) else (found,)

    def _refuse(self, call: Call, error: ShapeError) -> None:
        labels = []
        for value in call.inputs:
            if value is not None and (found := self.tensors.get(value)) is not None:
                span = self.graph.calls[value.producer].span
                labels.append(
                    Label(span, f"runs with {found.dtype}, and Keras promises floats")
                )
        self.problems.append(
            WrongDtype(
                span=call.span,
                layer=call.name,
                problem=error.problem,
                advice="cast the integers first: `ops.cast: float32`",
                labels=tuple(dict.fromkeys(labels)),
                trace=call.origins,
            )
        )
