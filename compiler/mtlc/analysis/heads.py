"""Heads: the layers that outputs come from, and which of them one wider layer can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mtlc.graph import Call, Graph, OutputNode
from mtlc_spec.layers.base import Layer
from mtlc_spec.source import Span


@dataclass(frozen=True)
class Head:
    """A call that columns of a wider layer can stand for."""

    output: OutputNode
    call: Call
    layer: Layer

    @property
    def width(self) -> int:
        return self.layer.column_count


@dataclass(frozen=True)
class NoHead:
    """An output that no columns of a wider layer can stand for, and why."""

    name: str
    span: Span
    why: str


def heads(graph: Graph) -> Iterator[Head | NoHead]:
    """What each output comes from, each layer once."""
    seen: set[str] = set()
    for output in graph.outputs:
        found = _head(graph, output)
        if isinstance(found, NoHead):
            yield found
        elif found.call.name not in seen:
            seen.add(found.call.name)
            yield found


def alike(found: list[Head]) -> list[tuple[Head, ...]]:
    """The heads that differ in their columns alone, and take the same tensor."""
    groups: dict[object, list[Head]] = {}
    for one in found:
        key = (one.call.inputs, type(one.layer), tuple(one.layer.widened(1)))
        groups.setdefault(key, []).append(one)
    return [tuple(group) for group in groups.values()]


def why_alone(one: Head, others: list[Head]) -> str:
    """Why a head is like none of the others, said of the one that is most like it."""
    told = [_difference(one, other) for other in others if other is not one]
    return min(told)[1] if told else f"`{one.call.name}` is the only head"


def _difference(a: Head, b: Head) -> tuple[int, str]:
    """How far two heads are from being alike, and why."""
    names = f"`{a.call.name}` and `{b.call.name}`"
    if type(a.layer) is not type(b.layer):
        kinds = f"`{type(a.layer).__name__}` and `{type(b.layer).__name__}`"
        return 2, f"{names} are different layers: {kinds}"
    if a.call.inputs != b.call.inputs:
        return 1, f"{names} take different tensors"
    left, right = (dict(one.layer.widened(1)) for one in (a, b))
    name = next((key for key, value in left.items() if value != right[key]), "")
    return 0, f"{names} differ in `{name}`"


def _head(graph: Graph, output: OutputNode) -> Head | NoHead:
    """The layer with columns behind the activations that an output ends with."""
    value = output.value
    while value is not None and value.producer in graph.calls:
        call = graph.calls[value.producer]
        what = graph.layers[call.layer].what
        if not isinstance(what, Layer):
            break
        if what.columns is not None:
            return _callable(graph, output, call, what)
        passes = what.only_activates or what.is_idle or what.rests or what.acts_as is not None
        if not passes or len(call.inputs) != 1:
            return NoHead(output.name, call.span, _without_columns(call, what))
        value = call.inputs[0]
    producer = output.reference if value is None else value.producer
    why = f"`{output.name}` is what `{producer}` gives, which is no layer with columns"
    return NoHead(output.name, output.span, why)


def _callable(graph: Graph, output: OutputNode, call: Call, what: Layer) -> Head | NoHead:
    """The head, unless its call is more than that of one layer on one tensor."""
    count = len(graph.calls_of[call.layer])
    if count > 1:
        why = f"`{call.layer}` is shared: it is called {count} times"
        return NoHead(output.name, call.span, why)
    if call.call or len(call.inputs) != 1 or graph.layers[call.layer].inner:
        why = f"the call of `{call.name}` has further arguments"
        return NoHead(output.name, call.span, why)
    return Head(output, call, what)


def _without_columns(call: Call, what: Layer) -> str:
    kind = type(what).__name__
    if what.activates is not None and (own := getattr(what, what.activates)) is not None:
        bare: Layer = what.model_copy(update={what.activates: None})
        if bare.columns is not None:
            return f"`{own}` of `{call.name}` takes all columns together"
    return f"the columns of `{call.name}`, a `{kind}`, do not have weights of their own"
