"""The model as a flat graph: layers, their calls, and the tensors between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from mtlc_spec.diagnostics import Origin
from mtlc_spec.document import InputArguments, OutputForm, Places
from mtlc_spec.frozen import frozen
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer, Tensors
from mtlc_spec.nodes import Node
from mtlc_spec.source import Span
from mtlc_spec.tasks import TaskArguments, TrainingArguments

SEGMENT_KIND = "segment"
"""The kind of nested models that are there for their depth alone."""


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """One tensor: the `index`-th that an input or a call gives."""

    producer: str
    index: int = 0


@frozen
class Constant:
    """A call argument that is not a tensor."""

    value: object


Argument = Value | Constant | tuple["Value | Constant | None", ...] | None
"""What a keyword argument of a call is given; None for what could not be resolved."""


@dataclass(frozen=True, slots=True)
class InputNode:
    """An input of the model, or of a nested model.

    `arguments` is None where they could not be understood, and for a nested model,
    whose inputs take their shapes from the calls.
    """

    name: str
    span: Span
    arguments: InputArguments | None


@dataclass(frozen=True, slots=True)
class Nested:
    """A model that is used as one layer."""

    graph: Graph


@dataclass(frozen=True, slots=True)
class Custom:
    """A layer or function that is imported; what it gives is what `returns` says.

    `returns` is None where that is not known, without the batch axis of the call.
    """

    alias: str
    name: str
    arguments: object
    is_layer: bool
    returns: Tensors | None


What = Layer | Function | Custom | Nested
"""What can be called."""


@frozen
class LayerNode:
    """A layer with its weights, however often it is called; or a function.

    `what` is None for a layer that could not be understood. `inner` are the models
    that are arguments of the layer, and `written` is what stands behind its kind.
    """

    name: str
    kind: str
    span: Span
    what: What | None
    inner: Mapping[str, Nested] = field(default_factory=dict)
    written: Node | None = None
    is_computed: bool = False
    """Its arguments are expressions."""

    @property
    def has_name(self) -> bool:
        """Keras knows it by its name: functions are named by a counter of Keras' own."""
        what = self.what
        return not (
            isinstance(what, Function) or (isinstance(what, Custom) and not what.is_layer)
        )


class Trace(NamedTuple):
    """Where a call comes from: the use of a block, a repeat or copies, inside another."""

    origin: Origin
    outer: Trace | None

    def origins(self) -> tuple[Origin, ...]:
        """The innermost first."""
        found = []
        at: Trace | None = self
        while at is not None:
            if at.origin not in found:  # a block that is repeated is one place
                found.append(at.origin)
            at = at.outer
        return tuple(found)


class Stem(NamedTuple):
    """What a call is a step of: the entry or named step that its tensors go by."""

    name: str
    span: Span


@frozen
class Call:
    """One application of a layer to tensors.

    `name` is the path of its entry, joined with dots; what could not be resolved among
    its inputs is None. `stem` is None where its tensors go by its own name.
    """

    name: str
    layer: str
    span: Span
    inputs: tuple[Value | None, ...]
    call: Mapping[str, Argument]
    call_spans: Mapping[str, Span]
    stem: Stem | None
    trace: Trace | None = None

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The uses of blocks, repeats and copies that the call is inside of."""
        return () if self.trace is None else self.trace.origins()

    def values(self) -> Sequence[Value]:
        """The tensors that the call takes, those of its keyword arguments included."""
        found = [value for value in self.inputs if value is not None]
        if self.call:
            for argument in self.call.values():
                given = argument if isinstance(argument, tuple) else (argument,)
                found += [one for one in given if isinstance(one, Value)]
        return found

    @property
    def complete(self) -> bool:
        """Everything that the call takes is known."""
        return None not in self.inputs and not any(
            argument is None or (isinstance(argument, tuple) and None in argument)
            for argument in self.call.values()
        )


@dataclass(frozen=True, slots=True)
class TaskNode:
    """What an output is trained on, and where that is written; None if not understood."""

    arguments: TaskArguments | None
    places: Places
    computed: frozenset[str] = frozenset()
    """The losses and metrics that params decide on: `loss`, `metrics`, `metrics.0`."""

    @property
    def has_loss(self) -> bool:
        return self.arguments is not None and self.arguments.loss is not None


@dataclass(frozen=True, slots=True)
class TrainingNode:
    """How the model is trained, and where that is written."""

    span: Span
    arguments: TrainingArguments
    places: Places


@dataclass(frozen=True, slots=True)
class OutputNode:
    """One output of the model.

    `number` counts the outputs as they are written: the members of a bundle have one.
    `members` says what it is one of, if it is such a member: of outputs whose names are
    `fixed`, whatever the params, or `open` to these.
    """

    name: str
    value: Value | None
    reference: str
    span: Span
    number: int = 0
    task: TaskNode | None = None
    members: Literal["fixed", "open"] | None = None


@dataclass(frozen=True)
class Graph:
    """All that the model is; every call stands behind those that feed it.

    Inputs and calls share one name space; `incomplete` says that references are
    missing, so that what nothing seems to use may be used after all.
    """

    name: str
    span: Span
    inputs: dict[str, InputNode]
    layers: dict[str, LayerNode]
    calls: dict[str, Call]
    outputs: tuple[OutputNode, ...]
    output_form: OutputForm
    incomplete: bool
    optional: frozenset[Span] = frozenset()
    """Entries and inputs that computed names would mean if other params were given."""
    training: TrainingNode | None = None
    decided: Literal["nothing", "arguments", "structure"] = "nothing"
    """What params decide on at most: nothing, arguments, or which entries there are."""

    @property
    def tasks(self) -> tuple[OutputNode, ...]:
        """The outputs that have a loss."""
        return tuple(
            [one for one in self.outputs if one.task is not None and one.task.has_loss]
        )

    @property
    def has_tasks(self) -> bool:
        """Whether an output says more than what it is."""
        return any(one.task is not None for one in self.outputs)

    @property
    def order(self) -> tuple[Call, ...]:
        """The calls, each after those that feed it; the author's order where it is free."""
        return tuple(self.calls.values())

    @cached_property
    def calls_of(self) -> dict[str, list[Call]]:
        """The calls of each layer, in the author's order."""
        found: dict[str, list[Call]] = {name: [] for name in self.layers}
        for call in self.calls.values():
            found[call.layer].append(call)
        return found

    @cached_property
    def takers(self) -> dict[str, list[Call]]:
        """The calls that take a tensor of each input or call, in order."""
        found: dict[str, list[Call]] = {}
        for call in self.calls.values():
            for producer in {value.producer: None for value in call.values()}:
                found.setdefault(producer, []).append(call)
        return found

    @cached_property
    def levels(self) -> dict[str, int]:
        """How many calls stand behind each other up to each call, itself included."""
        return levels(self.order)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The inputs and calls that an output depends on."""
        ends = {output.value.producer for output in self.outputs if output.value is not None}
        found = set(ends)
        waiting = list(ends)
        while waiting:
            call = self.calls.get(waiting.pop())
            for value in () if call is None else call.values():
                if value.producer not in found:
                    found.add(value.producer)
                    waiting.append(value.producer)
        return frozenset(found)

    @cached_property
    def constants(self) -> frozenset[str]:
        """The calls that depend on no input: Keras computes them while the model is built."""
        found: set[str] = set()
        for call in self.calls.values():
            for value in call.values():
                if value.producer not in found:
                    break
            else:
                found.add(call.name)
        return frozenset(found)

    @cached_property
    def built_layers(self) -> tuple[str, ...]:
        """The layers that the model consists of, in order."""
        needed = self.needed - self.constants
        return tuple(dict.fromkeys([one.layer for one in self.order if one.name in needed]))


def levels(calls: Iterable[Call]) -> dict[str, int]:
    """How many calls stand behind each other up to each call, itself included."""
    found: dict[str, int] = {}
    for call in calls:
        deepest = 0
        for value in call.values():
            level = found.get(value.producer, 0)
            if level > deepest:
                deepest = level
        found[call.name] = deepest + 1
    return found
