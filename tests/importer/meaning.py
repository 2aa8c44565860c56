"""What two graphs have in common, whatever the order and the form in which they are written."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from mtlc.graph import Call, Constant, Custom, Graph, LayerNode, Nested, Value
from mtlc_spec.functions.base import Function
from mtlc_spec.functions.operations import operation_name
from mtlc_spec.layers.base import Inner, Layer
from mtlc_spec.values.tagged import Tagged

ROUNDED = 6
"""Digits of a number that Keras keeps as float32."""


def meaning(graph: Graph, *, nested: bool = False) -> dict[str, Any]:
    """All that Keras gets to know: layers by name, what they are called on, the outputs."""
    made = _Meaning(graph)
    calls: dict[object, Any] = {}
    for call in graph.order:
        if call.name in graph.needed:
            calls[made.key(call)] = made.call(call)
    by_name = graph.output_form == "dict" and not nested
    outputs = [(by_name and one.name, made.tensor(one.value)) for one in graph.outputs]
    found: dict[str, Any] = {"calls": calls, "outputs": outputs}
    if nested:
        return found | {"inputs": len(graph.inputs)}
    inputs = {name: one.arguments for name, one in graph.inputs.items()}
    return found | {"inputs": inputs, "form": graph.output_form}


class _Meaning:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.numbers: dict[str, object] = {
            name: ("input", number) for number, name in enumerate(graph.inputs)
        }
        self.seen: dict[str, int] = {}

    def key(self, call: Call) -> object:
        """A name that does not depend on what Keras does not know."""
        if call.name not in self.numbers:
            layer = self.graph.layers[call.layer]
            every = self.graph.calls_of[call.layer]
            calls = [one for one in every if one.name in self.graph.needed]
            if layer.has_name:
                number = calls.index(call) if len(calls) > 1 else 0
                self.numbers[call.name] = (call.layer, number)
            else:
                said = repr(self.call(call))
                self.numbers[call.name] = said if len(said) < 200 else hash(said)
        return self.numbers[call.name]

    def tensor(self, given: Any) -> object:
        if isinstance(given, Value):
            if given.producer in self.graph.inputs:
                return self.numbers[given.producer]
            return self.key(self.graph.calls[given.producer]), given.index
        if isinstance(given, tuple):
            found = tuple(self.tensor(one) for one in given)
            return found[0] if len(found) == 1 else found
        assert isinstance(given, Constant)
        return plain(given.value)

    def call(self, call: Call) -> tuple[object, ...]:
        layer = self.graph.layers[call.layer]
        what = layer.what
        inputs = [self.tensor(one) for one in call.inputs]
        given = {name: self.tensor(one) for name, one in call.call.items()}
        if isinstance(what, Function) and not (what.takes_list or what.variadic):
            given |= dict(zip(what.tensors, inputs, strict=False))
            given |= {name: plain(value) for name, value in what.keywords().items()} | {
                name: plain(getattr(what, name)) for name in what.leading
            }
            return operation_name(what.function), dict(sorted(given.items()))
        return self.what(layer), inputs, given

    def what(self, layer: LayerNode) -> object:
        what = layer.what
        if isinstance(what, Nested):
            return meaning(what.graph, nested=True)
        if isinstance(what, Function):
            return what.function, {name: plain(one) for name, one in what}
        if isinstance(what, Custom):
            return what.name, plain(what.arguments)
        inner = {name: meaning(one.graph, nested=True) for name, one in layer.inner.items()}
        return plain(what, 3), inner


def plain(value: Any, rank: int | None = None) -> Any:
    """Arguments as far as they are not what Keras does anyway."""
    if isinstance(value, Inner):
        return "inner"
    if isinstance(value, Layer):
        implied = {*value.implied(rank)}
        if value.dtype == "float32":
            implied.add("dtype")
        return type(value).__name__, _arguments(value, implied)
    if isinstance(value, Tagged):
        return type(value).__name__, _arguments(value, set())
    if isinstance(value, tuple | list):
        found = tuple(plain(one) for one in value)
        cells = found and all(isinstance(one, tuple) and "Cell" in str(one[0]) for one in found)
        return ("StackedRNNCells", {"cells": found}) if cells else found
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if value == "swish":
        return "silu"
    if isinstance(value, float):
        return float(f"{value:.{ROUNDED}g}")
    return value


def _arguments(value: BaseModel, implied: set[str]) -> dict[str, Any]:
    found = {}
    for name, field in type(value).model_fields.items():
        own = getattr(value, name)
        if name in implied or (not field.is_required() and own == field.default):
            continue
        said = plain(own)
        found[name] = said[1]["cells"] if name == "cells" else said
        for path in implied:
            if path.startswith(f"{name}."):
                found[name][1].pop(path.partition(".")[2], None)
    return found
