"""What Keras accepts and hardly anybody means, found in the graph."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.endings import Ending, applied, ending
from mtlc.analysis.shapes import Shapes
from mtlc.graph import Call, Graph, LayerNode, Nested, Value
from mtlc_spec.diagnostics import Diagnostic, Edit, Label
from mtlc_spec.layers.base import Layer
from mtlc_spec.oddities import (
    ConstantSoftmax,
    ManyFlattened,
    RedundantBias,
    UselessActivation,
    added_argument,
    argument_node,
    first_span,
)
from mtlc_spec.templates import is_dynamic
from mtlc_spec.values.activations import changes_nothing
from mtlc_spec.values.tagged import argument_names

MANY_WEIGHTS = 10_000_000


def check_oddities(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Warn of what is odd in a graph, and in the models that are nested in it."""
    given = {output.value for output in graph.outputs}
    for call in graph.order:
        if call.span.source.is_library:
            continue  # its authors mean it
        node = graph.layers[call.layer]
        if isinstance(node.what, Layer):
            yield from _of_the_call(call, node, node.what, shapes)
            if node.what.bias_axis is not None and Value(call.name) not in given:
                yield from _bias(graph, call, node, node.what, shapes)
            yield from _flattened(graph, call, shapes)
        elif isinstance(node.what, Nested) and (inside := shapes.nested.get(node.name)):
            yield from check_oddities(node.what.graph, inside)
        if (own := applied(call, node)) is not None:
            yield from _activation(graph, call, own, shapes)
        for argument, nested in node.inner.items():
            for facts in shapes.inner.get((node.name, argument), [])[:1]:
                yield from check_oddities(nested.graph, facts)


def _of_the_call(
    call: Call, node: LayerNode, layer: Layer, shapes: Shapes
) -> Iterator[Diagnostic]:
    """What the catalogue says of the layer and the tensors that it is called on."""
    known = shapes.known(call)
    if known is None or shapes.calls.get(call.name) is None:
        return
    tensors, arguments = known
    for odd in layer.oddities(*tensors, **arguments):
        span = call.span
        if odd.argument is not None:
            written = argument_node(node.written, odd.argument, _first(layer))
            if is_dynamic(written):
                continue  # other params may mean it
            span = first_span(written, span)
        yield odd.kind(span=span, layer=call.name, problem=odd.problem, trace=call.origins)


def _first(layer: Layer) -> str:
    return next(iter(argument_names(type(layer))), "")


def _activation(graph: Graph, call: Call, own: Ending, shapes: Shapes) -> Iterator[Diagnostic]:
    """A softmax over one number, or an activation after one that leaves it nothing to do."""
    layer = graph.layers[call.layer].what
    tensor = shapes.of(Value(call.name))
    if own.activation in ("softmax", "sparsemax") and tensor is not None and tensor.shape:
        axes = getattr(layer, "axis", -1)
        over = {tensor.shape[axis] for axis in (axes if isinstance(axes, tuple) else (axes,))}
        trained = any(one.value == Value(call.name) for one in graph.tasks)
        if over == {1} and not trained:
            yield ConstantSoftmax(
                span=call.span,
                layer=call.name,
                problem=f"takes {own.activation} over an axis of 1, which gives 1 always",
                trace=call.origins,
            )
    if not call.inputs or not _only_activates(layer):
        return
    before = ending(graph, call.inputs[0])
    if before is not None and changes_nothing(own.activation, before.activation):
        yield UselessActivation(
            span=call.span,
            layer=call.name,
            activation=own.activation,
            before=before.activation,
            labels=(Label(before.span, f"this ends with {before.activation}"),),
            trace=call.origins,
        )


def _only_activates(what: object) -> bool:
    return not isinstance(what, Layer) or what.only_activates


def _bias(
    graph: Graph,
    call: Call,
    node: LayerNode,
    layer: Layer,
    shapes: Shapes,
) -> Iterator[Diagnostic]:
    """A bias that every taker of what the layer gives subtracts again."""
    tensor = shapes.of(Value(call.name))
    if layer.bias_axis is None or tensor is None:
        return
    users = graph.takers.get(call.name)
    if not users:
        return
    axis = layer.bias_axis % tensor.rank
    for user in users:
        what = graph.layers[user.layer].what
        centred = what.centred_axis if isinstance(what, Layer) else None
        if centred is None or user.values() != [Value(call.name)]:
            return
        if centred % tensor.rank != axis:
            return
    if is_dynamic(argument_node(node.written, "use_bias", "")):
        return
    if len(graph.calls_of[call.layer]) > 1:
        return
    size = tensor.shape[axis]
    yield RedundantBias(
        span=call.span,
        layer=call.name,
        normalization=users[0].name,
        weights=size or 0,
        edit=_without_bias(node, layer),
        labels=(Label(users[0].span, "this subtracts the mean of each channel"),),
        trace=call.origins,
    )


def _without_bias(node: LayerNode, layer: Layer) -> Edit | None:
    if argument_node(node.written, "use_bias", "") is not None:
        return None
    return added_argument(node.written, "use_bias: false", _first(layer))


def _flattened(graph: Graph, call: Call, shapes: Shapes) -> Iterator[Diagnostic]:
    """Many weights for the places of an image that was flattened."""
    weights = shapes.trainable.get(call.layer, 0) + shapes.frozen.get(call.layer, 0)
    if weights <= MANY_WEIGHTS or shapes.built.get(call.layer) is not call:
        return
    flattened = _flattening(graph, call.inputs[0] if call.inputs else None)
    if flattened is None or flattened.inputs[0] is None:
        return
    before, after = shapes.of(flattened.inputs[0]), shapes.of(Value(flattened.name))
    if before is None or after is None or before.rank < 4:
        return
    yield ManyFlattened(
        span=call.span,
        layer=call.name,
        weights=weights,
        features=after.shape[-1] or 0,
        labels=(Label(flattened.span, "flattened here"),),
        trace=call.origins,
    )


def _flattening(graph: Graph, value: Value | None) -> Call | None:
    """The call that flattened a tensor, behind dropout and the like."""
    while value is not None and (call := graph.calls.get(value.producer)) is not None:
        what = graph.layers[call.layer].what
        if not isinstance(what, Layer):
            return None
        if what.flattens:
            return call
        if not what.keeps_values:
            return None
        value = call.inputs[0] if call.inputs else None
    return None
