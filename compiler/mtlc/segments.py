"""Graphs deeper than Keras can build, split into nested models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mtlc.expand.segments import DEEPEST, SEGMENT, DeepModel
from mtlc.graph import (
    SEGMENT_KIND,
    Argument,
    Call,
    Graph,
    InputNode,
    LayerNode,
    Nested,
    OutputNode,
    Value,
)
from mtlc_spec.diagnostics import Diagnostic, Label


class UnsplittableModel(Diagnostic, code="MTL4012"):
    """The model is deeper than Keras can build, and a shared layer keeps it from being split.

    Keras loses or doubles a layer that two nested models have in common when the model
    is saved.

    Example::

          inputs: {x: [4]}
          layers:
          - {Dense: 4, name: cell}
        - - &ten {chain: [<10 x LeakyReLU,>]}
        - - &hundred {chain: [<10 x *ten,>]}
        - - chain: [<9 x *hundred,>]
        + - chain: [<10 x LeakyReLU,>]
          - {share: cell}
    """

    depth: int
    layer: str

    @property
    def message(self) -> str:
        return (
            f"{self.depth} layers stand behind each other, more than Keras can build, and "
            f"they cannot be split into nested models, since `{self.layer}` is called in "
            f"several of them"
        )


def check_depth(graph: Graph) -> Iterator[Diagnostic]:
    """Report what is deeper than Keras can build: that it is split, or cannot be."""
    found = graph.levels
    depth = max(found.values(), default=0)
    if depth > DEEPEST:
        spread = _spread_layer(graph, found)
        if spread is None:
            count = -(-depth // SEGMENT)
            yield DeepModel(span=graph.order[0].span, depth=depth, segments=count)
        else:
            yield _unsplittable(graph, spread, depth)
    for layer in graph.layers.values():
        if isinstance(layer.what, Nested):
            yield from check_depth(layer.what.graph)


def is_deep(graph: Graph) -> bool:
    """Whether Keras cannot build a graph as it is."""
    return len(graph.calls) > DEEPEST and max(graph.levels.values()) > DEEPEST


def split(graph: Graph) -> Graph:
    """The graph, no deeper than Keras can build; the same graph where it already is.

    Nothing is split that `check_depth` calls unsplittable.
    """
    found = graph.levels
    while max(found.values(), default=0) > DEEPEST and _spread_layer(graph, found) is None:
        graph = _split_once(graph, found)
        found = graph.levels
    nested = {}
    for name, layer in graph.layers.items():
        if isinstance(layer.what, Nested) and layer.kind != SEGMENT_KIND:
            inner = split(layer.what.graph)
            if inner is not layer.what.graph:
                nested[name] = replace(layer, what=Nested(inner))
    return replace(graph, layers={**graph.layers, **nested}) if nested else graph


def _segment(level: int) -> int:
    return (level - 1) // SEGMENT


def _spread_layer(graph: Graph, found: dict[str, int]) -> str | None:
    """A layer whose calls would fall into several segments."""
    for layer, calls in graph.calls_of.items():
        if len(calls) > 1:
            segments = {_segment(found[call.name]) for call in calls if call.name in found}
            if len(segments) > 1:
                return layer
    return None


def _unsplittable(graph: Graph, layer: str, depth: int) -> Diagnostic:
    first, *others = graph.calls_of[layer]
    return UnsplittableModel(
        span=others[-1].span,
        depth=depth,
        layer=layer,
        labels=(Label(first.span, "its first call"),),
    )


def _split_once(graph: Graph, found: dict[str, int]) -> Graph:
    """One nested model for each run of `SEGMENT` levels."""
    segment = {name: _segment(level) for name, level in found.items()}
    members: dict[int, list[Call]] = {}
    for call in graph.order:
        members.setdefault(segment[call.name], []).append(call)
    outside: dict[str, set[Value]] = {}
    for output in graph.outputs:
        if output.value is not None:
            outside.setdefault(output.value.producer, set()).add(output.value)
    for call in graph.order:
        for value in call.values():
            if segment.get(value.producer, -1) != segment[call.name]:
                outside.setdefault(value.producer, set()).add(value)
    renamed: dict[Value, Value] = {}
    layers: dict[str, LayerNode] = {}
    calls: dict[str, Call] = {}
    for number, inside in members.items():
        name = _free_name(f"segment_{number}", graph)
        nested, taken, given = _nest(name, inside, graph, outside)
        span = inside[0].span
        layers[name] = LayerNode(name, SEGMENT_KIND, span, nested)
        inputs = tuple(renamed.get(value, value) for value in taken)
        calls[name] = Call(name, name, span, inputs, {}, {}, None)
        for index, value in enumerate(given):
            renamed[value] = Value(name, index)
    outputs = tuple(
        replace(output, value=renamed.get(output.value, output.value))
        if output.value is not None
        else output
        for output in graph.outputs
    )
    return replace(graph, layers=layers, calls=calls, outputs=outputs)


def _nest(
    name: str, inside: list[Call], graph: Graph, outside: dict[str, set[Value]]
) -> tuple[Nested, list[Value], list[Value]]:
    """A nested model of these calls, the tensors that it takes, and those that it gives."""
    own = {call.name for call in inside}
    taken = list(
        dict.fromkeys(
            value for call in inside for value in call.values() if value.producer not in own
        )
    )
    given = [value for call in inside for value in sorted(outside.get(call.name, ()))]
    suffixes = [""] if len(taken) == 1 else [f"_{number}" for number in range(len(taken))]
    inputs = {
        value: InputNode(f"{name}_input{suffix}", inside[0].span, None)
        for value, suffix in zip(taken, suffixes, strict=True)
    }
    local = {value: Value(node.name) for value, node in inputs.items()}
    calls = {call.name: _moved(call, local) for call in inside}
    outputs = tuple(
        OutputNode(f"{name}_{number}", value, str(value.producer), inside[-1].span)
        for number, value in enumerate(given)
    )
    nested = Graph(
        name=name,
        span=inside[0].span,
        inputs={node.name: node for node in inputs.values()},
        layers={call.layer: graph.layers[call.layer] for call in inside},
        calls=calls,
        outputs=outputs,
        output_form="one" if len(outputs) == 1 else "list",
        incomplete=False,
    )
    return Nested(nested), taken, given


def _moved(call: Call, local: dict[Value, Value]) -> Call:
    def move(argument: Argument) -> Argument:
        if isinstance(argument, Value):
            return local.get(argument, argument)
        if isinstance(argument, tuple):
            return tuple(
                local.get(one, one) if isinstance(one, Value) else one for one in argument
            )
        return argument

    inputs = tuple(value if value is None else local.get(value, value) for value in call.inputs)
    arguments = {name: move(argument) for name, argument in call.call.items()}
    return replace(call, inputs=inputs, call=arguments)


def _free_name(name: str, graph: Graph) -> str:
    while name in graph.layers or name in graph.inputs or name in graph.calls:
        name = f"{name}_"
    return name
