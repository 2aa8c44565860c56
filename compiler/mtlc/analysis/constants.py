"""What depends on no input of the model: constants, and what is made of them alone."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.shapes import Shapes
from mtlc.graph import Call, Graph, Nested
from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.layers.base import Layer


class LostWeights(Diagnostic, code="MTL2026"):
    """A layer with weights depends on no input, only on constants.

    Keras 3.15 computes what depends on no input while the model is built, and leaves the
    layer and its weights out of the model: they are not trained, and not saved.

    Example::

          inputs: {x: [4]}
          layers:
            ones: {ops.ones: {shape: [1, 4]}}
        -   scale: {Dense: 4, from: ones}
        +   scale: {Dense: 4, from: x}
            sum: {Add, from: [x, scale]}
        -   out: {Dense: 1, from: sum}
        +   out: {ops.add, from: [sum, ones]}
          outputs: out
    """

    layer: str

    @property
    def message(self) -> str:
        return f"`{self.layer}` has weights, but depends on no input of the model"

    @property
    def help(self) -> str:
        return "make an input of the constant, or let the layer take something of an input"


class ConstantOutput(Diagnostic, code="MTL2027"):
    """An output of the model depends on no input.

    Keras builds models of symbolic tensors alone, and refuses a constant.

    Example::

          inputs: {x: [4]}
          layers:
            steps: {ops.arange: 4}
            sum: {ops.add, from: [x, steps]}
        - outputs: [sum, steps]
        + outputs: sum
    """

    output: str

    @property
    def message(self) -> str:
        return f"the output `{self.output}` depends on no input of the model"

    @property
    def help(self) -> str:
        return "add the constant to something of an input, or leave the output out"


def check_constants(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Report weights and outputs that no input reaches."""
    if graph.incomplete:
        return
    reached = {*graph.inputs}
    for call in graph.order:
        for value in call.values():
            if value.producer in reached:
                reached.add(call.name)
                break
        if call.name in reached:
            continue
        if call.name in graph.needed and _has_weights(graph, shapes, call):
            yield LostWeights(span=call.span, layer=call.name, trace=call.origins)
    for output in graph.outputs:
        if output.value is not None and output.value.producer not in reached:
            yield ConstantOutput(span=output.span, output=output.name)


def _has_weights(graph: Graph, shapes: Shapes, call: Call) -> bool:
    layer = graph.layers[call.layer]
    what = layer.what
    if isinstance(what, Layer):
        return bool(shapes.variables(layer))
    if isinstance(what, Nested):
        inner, known = what.graph, shapes.nested.get(call.layer, Shapes())
        return any(_has_weights(inner, known, one) for one in inner.order)
    return False
