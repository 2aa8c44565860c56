"""The model as a flat graph: layers, their calls, and the tensors between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from mtlc_spec.document import InputArguments
from mtlc_spec.layers.base import Layer
from mtlc_spec.source import Span

OutputForm = Literal["one", "list", "dict"]
"""How a model gives its outputs: one tensor, a list, or a dictionary by name."""


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """One tensor: the `index`-th that an input or a call gives."""

    producer: str
    index: int = 0


@dataclass(frozen=True, slots=True)
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
class LayerNode:
    """A layer with its weights, however often it is called.

    `what` is None for a layer that could not be understood. `named` says that its name
    was written, rather than made from its kind.
    """

    name: str
    kind: str
    span: Span
    what: Layer | Nested | None
    named: bool


class Stem(NamedTuple):
    """What a call is a step of: the entry or named step that its tensors go by."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """One application of a layer to tensors.

    `name` is the path of its entry, joined with dots; what could not be resolved among
    its inputs is None.
    """

    name: str
    layer: str
    span: Span
    inputs: tuple[Value | None, ...]
    call: Mapping[str, Argument]
    call_spans: Mapping[str, Span]
    stem: Stem

    @property
    def variable(self) -> str:
        return self.stem.name

    def values(self) -> Iterator[Value]:
        """The tensors that the call takes, those of its keyword arguments included."""
        for value in self.inputs:
            if value is not None:
                yield value
        if self.call:
            for argument in self.call.values():
                for one in argument if isinstance(argument, tuple) else (argument,):
                    if isinstance(one, Value):
                        yield one

    @property
    def complete(self) -> bool:
        """Everything that the call takes is known."""
        return None not in self.inputs and not any(
            argument is None or (isinstance(argument, tuple) and None in argument)
            for argument in self.call.values()
        )


@dataclass(frozen=True, slots=True)
class OutputNode:
    """One output of the model."""

    name: str
    value: Value | None
    reference: str
    span: Span


@dataclass(frozen=True)
class Graph:
    """All that the model is, in the order in which its author wrote it.

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

    def wires(self) -> Iterator[tuple[str, str]]:
        """Who feeds whom: inputs and calls by name."""
        for call in self.calls.values():
            for value in call.values():
                yield value.producer, call.name

    @cached_property
    def order(self) -> tuple[Call, ...]:
        """The calls, each after those that feed it; the author's order where it is free.

        Calls on a cycle, and what depends on them, are left out.
        """
        if self._in_order:
            return tuple(self.calls.values())
        from mtlc import wiring  # it loads networkx

        names = wiring.in_order((*self.inputs, *self.calls), self.wires(), self.on_cycles)
        return tuple(self.calls[name] for name in names if name in self.calls)

    @cached_property
    def _in_order(self) -> bool:
        """The author wrote every call behind those that feed it, as most do."""
        seen = set(self.inputs)
        for name, call in self.calls.items():
            for value in call.values():
                if value.producer not in seen:
                    return False
            seen.add(name)
        return True

    @cached_property
    def on_cycles(self) -> frozenset[str]:
        """The calls that depend on themselves."""
        if self._in_order:
            return frozenset()
        from mtlc import wiring  # it loads networkx

        return frozenset().union(*wiring.knots((*self.inputs, *self.calls), self.wires()))

    @cached_property
    def calls_of(self) -> dict[str, list[Call]]:
        """The calls of each layer, in the author's order."""
        found: dict[str, list[Call]] = {name: [] for name in self.layers}
        for call in self.calls.values():
            found[call.layer].append(call)
        return found

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
