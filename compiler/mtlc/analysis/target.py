"""Sequential or Functional: whether a plain stack is enough, and every reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from mtlc.analysis.heads import Head, alike, heads
from mtlc.graph import SEGMENT_KIND, Call, Constant, Custom, Graph, Nested, Value
from mtlc_spec.diagnostics import Diagnostic, Label, Report
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer
from mtlc_spec.source import Span

Target = Literal["sequential", "functional"]


class NotSequential(Diagnostic):
    """The base of the reasons why a spec is not a plain stack."""

    @property
    def help(self) -> str | None:
        return "use `target: functional`"


class SeveralInputs(NotSequential, code="MTL4001"):
    """A Sequential model has one input.

    Example::

        - target: sequential
        + target: functional
          inputs: {x: [4], y: [4]}  # mtlc: allow unused-input
          layers:
            a: {Dense: 8, from: x}
          outputs: a
    """

    names: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"the model has {len(self.names)} inputs: {_listed(self.names)}"


@dataclass(frozen=True)
class Fused:
    """The wider layer that heads can be slices of."""

    kind: str
    width: int
    heads: tuple[str, ...]


class SeveralOutputs(NotSequential, code="MTL4002"):
    """A Sequential model has one output.

    Heads that only differ in their columns can be one wider layer: two `Dense: 1` on
    the same input are the two columns of one `Dense: 2`. `mtlc fuse` writes that layer,
    with the heads as slices of it, each with its own loss, and `mtlc weights` carries a
    checkpoint over. A Sequential model has the wider layer as its one output: the weights
    are the same, but the loss is then the mean over the columns, where Keras sums the
    losses of several outputs; multiply it by the number of heads to train alike.

    Example::

        - target: sequential
        + target: functional
          inputs: {x: [4]}
          layers:
            a: {Dense: 8, from: x}
          outputs: {first: a, second: a}
    """

    names: tuple[str, ...]
    fused: Fused | None = None

    @property
    def message(self) -> str:
        return f"the model has {len(self.names)} outputs: {_listed(self.names)}"

    @property
    def help(self) -> str | None:
        if self.fused is None:
            return "use `target: functional`"
        wide = self.fused
        return (
            f"use `target: functional`, where `mtlc fuse` makes {_some(wide.heads)} slices of "
            f"one `{wide.kind}` of {wide.width}; or write that layer as the one output: its "
            f"loss is the mean over the columns, where the losses of {len(wide.heads)} heads "
            "are summed"
        )


class SharedLayer(NotSequential, code="MTL4003"):
    """A Sequential model calls every layer once.

    Keras 3.15 silently drops the second use of a layer that is added to it twice.

    Example::

        - target: sequential
        + target: functional
          inputs: {x: [4]}
          layers: [{Dense: 4, name: cell}, {share: cell}]
    """

    layer: str
    count: int

    @property
    def message(self) -> str:
        return f"`{self.layer}` is called {self.count} times"


class Branch(NotSequential, code="MTL4004"):
    """In a Sequential model every tensor goes to one layer.

    Example::

        - target: sequential
        + target: functional
          inputs: {x: [4]}
          layers:
            a: {Dense: 4, from: x}
            sum: {Add, from: [x, a]}
          outputs: sum
    """

    tensor: str
    count: int

    @property
    def message(self) -> str:
        return f"`{self.tensor}` feeds {self.count} layers"


class Merge(NotSequential, code="MTL4005"):
    """In a Sequential model every layer is called on one tensor.

    Example::

        - target: sequential
        + target: functional
          inputs: {x: [4]}
          layers:
            doubled: {Add, from: [x, x]}
          outputs: doubled
    """

    layer: str
    count: int

    @property
    def message(self) -> str:
        return f"`{self.layer}` takes {self.count} tensors"


class OutputInside(NotSequential, code="MTL4006"):
    """The output of a Sequential model is what its last layer gives.

    Example::

        - target: sequential
        + target: functional
          inputs: {x: [4]}
          layers: [{Dense: 4, name: code}, {Dense: 8, name: image}]
          outputs: [code, image]
    """

    output: str
    layer: str

    @property
    def message(self) -> str:
        return (
            f"the output `{self.output}` is not the end of the stack: it feeds `{self.layer}`"
        )


class CallArguments(NotSequential, code="MTL4007"):
    """A Sequential model calls its layers on their input alone.

    Example::

        - target: sequential
        + target: functional
          inputs: {x: [4]}
          layers: [{Dropout: 0.5, call: {training: true}}]
    """

    layer: str
    names: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"the call of `{self.layer}` has further arguments: {_listed(self.names)}"


class SeveralTensors(NotSequential, code="MTL4008"):
    """In a Sequential model every layer gives one tensor.

    Example::

        - target: sequential
        + target: functional
          inputs: {x: [10, 4]}
          layers:
            a: {LSTM: {units: 8, return_state: true}, from: x}
          outputs: a.1
    """

    layer: str
    count: int

    @property
    def message(self) -> str:
        return f"`{self.layer}` gives {self.count} tensors"


class FunctionCall(NotSequential, code="MTL4009"):
    """A Sequential model is made of layers, and a function is none.

    Example::

        - target: sequential
        + target: functional
          inputs: {x: [4]}
          layers:
            a: {ops.abs, from: x}
          outputs: a
    """

    layer: str
    kind: str

    @property
    def message(self) -> str:
        return f"`{self.layer}` is a call of the function `{self.kind}`, which is not a layer"


class NothingButInput(NotSequential, code="MTL4010"):
    """A Sequential model has at least one layer.

    Example::

          target: sequential
          inputs: {x: [4]}
        - layers: []
        + layers: [Identity]
    """

    name: str

    @property
    def message(self) -> str:
        return f"the output is the input `{self.name}` itself, with no layer between them"


class BentStack(NotSequential, code="MTL4013"):
    """The params, a `when` or a path make a plain stack of what is a graph in the spec.

    The code keeps the structure of the spec, and is the same for all values of its
    params.

    Example::

        - target: sequential
        + target: functional
          params: {deep: false}
          inputs: {x: [4]}
          layers:
            a: {Dense: 8, from: x}
            b: {Dense: 8, from: x, when: deep}
            c: {Add, from: [a, b], when: deep}
          outputs: c
    """

    may_be_empty: bool = False

    @property
    def message(self) -> str:
        if self.may_be_empty:
            return "params can leave out every layer, and Sequential needs one"
        return "the structure of the spec is a graph here, even if its params leave a stack"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _some(names: tuple[str, ...]) -> str:
    """`a`, `b` and 3 more."""
    shown = [f"`{name}`" for name in names]
    if len(shown) > 4:
        shown = [*shown[:3], f"{len(shown) - 3} more"]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


Bend = Callable[[], tuple[Span, bool] | None]
"""Finds where the spec is more than a plain stack, even if its params make it one.

The boolean says that it may be less: no layer at all.
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """The API that was chosen, and what speaks against a plain stack."""

    target: Target
    asked: bool
    reasons: tuple[Diagnostic, ...]


def refusals(graph: Graph, bend: Bend, wanted: str, span: Span | None) -> Iterator[Diagnostic]:
    """What makes the wanted API impossible; `span` is where it is asked for."""
    if wanted == "sequential":
        asked = () if span is None else (Label(span, "asked for here"),)
        for one in _reasons(graph, bend):
            yield one.replace(labels=(*one.labels, *asked))


def _reasons(graph: Graph, bend: Bend) -> tuple[Diagnostic, ...]:
    """What speaks against a plain stack, each place once."""
    found = Report()
    found.extend(not_sequential(graph))
    reasons = tuple(found)
    if not reasons and (bent := bend()) is not None:
        return (BentStack(span=bent[0], may_be_empty=bent[1]),)
    return reasons


def choose_target(graph: Graph, bend: Bend, wanted: str) -> Choice:
    """The API to compile to."""
    reasons = _reasons(graph, bend)
    if wanted == "sequential":
        return Choice("sequential", True, reasons)
    if wanted == "functional":
        return Choice("functional", True, reasons)
    return Choice("functional" if reasons else "sequential", False, reasons)


def not_sequential(graph: Graph) -> Iterator[Diagnostic]:
    """Every reason why a graph is not a plain stack, each at its own place."""
    needed = graph.needed
    calls = [call for call in graph.calls.values() if call.name in needed]
    inputs = tuple(graph.inputs)
    if len(inputs) > 1:
        yield SeveralInputs(span=graph.inputs[inputs[1]].span, names=inputs)
    if len(graph.outputs) > 1:
        names = tuple(output.name for output in graph.outputs)
        yield SeveralOutputs(span=graph.outputs[1].span, names=names, fused=_fused(graph))
    uses = Counter(call.layer for call in calls)
    seen: set[str] = set()
    for call in calls:
        if uses[call.layer] > 1:
            if call.layer in seen:
                yield SharedLayer(
                    span=call.span,
                    layer=call.layer,
                    count=uses[call.layer],
                    labels=(Label(graph.layers[call.layer].span, "its first call"),),
                    trace=call.origins,
                )
            seen.add(call.layer)
        if len(call.inputs) > 1:
            yield Merge(
                span=call.span, layer=call.name, count=len(call.inputs), trace=call.origins
            )
        if call.call:
            yield CallArguments(
                span=call.span, layer=call.name, names=tuple(call.call), trace=call.origins
            )
        if not graph.layers[call.layer].has_name:
            kind = graph.layers[call.layer].kind
            yield FunctionCall(span=call.span, layer=call.name, kind=kind, trace=call.origins)
        layer = graph.layers[call.layer]
        if layer.kind == SEGMENT_KIND and isinstance(layer.what, Nested):
            yield from not_sequential(layer.what.graph)
        if (given := _given(graph, call)) > 1:
            yield SeveralTensors(
                span=call.span, layer=call.name, count=given, trace=call.origins
            )
    takers: dict[str, list[str]] = {}
    for call in calls:
        for producer in dict.fromkeys(value.producer for value in call.values()):
            takers.setdefault(producer, []).append(call.name)
    for producer, users in takers.items():
        if len(users) > 1:
            name, span = _known_as(graph, producer)
            places = dict.fromkeys(graph.calls[user].span for user in users)
            yield Branch(
                span=span,
                tensor=name,
                count=len(users),
                labels=tuple(Label(place, "takes it") for place in places),
                trace=graph.calls[producer].origins if producer in graph.calls else (),
            )
    for output in graph.outputs:
        if output.value is None:
            continue
        if output.value.producer in graph.inputs:
            yield NothingButInput(span=output.span, name=output.value.producer)
        elif output.value.producer in takers:
            taker = takers[output.value.producer][0]
            yield OutputInside(span=output.span, output=output.name, layer=taker)


def _given(graph: Graph, call: Call) -> int:
    """How many tensors a call gives."""
    what = graph.layers[call.layer].what
    if what is None:
        return 1
    if isinstance(what, Nested):
        return len(what.graph.outputs)
    if isinstance(what, Custom):
        return 1 if what.returns is None else len(what.returns)
    if isinstance(what, Layer) and not call.call:
        return what.results_of()
    constants = {key: one.value for key, one in call.call.items() if isinstance(one, Constant)}
    if isinstance(what, Function):
        return what.results_of(len(call.inputs), constants) or 1
    return what.results_of(**constants)


def _known_as(graph: Graph, producer: str) -> tuple[str, Span]:
    """What the author knows a tensor by: for the end of a chain, the chain."""
    if producer in graph.inputs:
        return producer, graph.inputs[producer].span
    call = graph.calls[producer]
    return call.stem or (producer, call.span)


def _fused(graph: Graph) -> Fused | None:
    """The one layer that all outputs are columns of, if the heads differ in nothing else."""
    found = [*heads(graph)]
    own = [one for one in found if isinstance(one, Head)]
    ends = {one.value for one in graph.outputs}
    if len(own) < len(graph.outputs) or len(alike(own)) != 1:
        return None
    if any(Value(one.call.name) not in ends for one in own):
        return None
    return Fused(
        type(own[0].layer).__name__,
        sum(one.width for one in own),
        tuple(one.call.name for one in own),
    )
