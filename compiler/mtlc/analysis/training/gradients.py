"""Models that cannot learn, because no gradient gets from a loss to a weight."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.shapes import Shapes
from mtlc.analysis.training.subjects import subjects
from mtlc.analysis.training_problems import NoGradient
from mtlc.graph import Call, Graph, Nested, Value
from mtlc_spec.balancing.base import Strategy
from mtlc_spec.diagnostics import Diagnostic, Label
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer


def check_gradients(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Refuse to train a model of which no weight gets a gradient, as Keras does.

    One gradient is enough for Keras, also that of a penalty on weights.
    """
    balance = None if graph.training is None else graph.training.arguments.balance
    weights = any(shapes.trainable.get(name) for name in graph.built_layers)
    if graph.incomplete or isinstance(balance, Strategy) or not weights:
        return
    tasks = [one.task for one in graph.outputs if one.task is not None]
    if any(one.arguments is None for one in tasks) or _may_penalize(graph):
        return
    found = [
        (one, _ends(graph, shapes, one.node.value))
        for one in subjects(graph, shapes)
        if one.task.loss is not None
    ]
    for one, ends in found:
        if any(others is None for _, others in found):
            return
        labels = tuple(
            Label(call.span, f"`{graph.layers[call.layer].kind}` passes no gradient")
            for call in ends or ()
        )
        yield NoGradient(
            span=one.place("loss"), loss=one.loss_word, output=one.name, labels=labels
        )


def _may_penalize(graph: Graph) -> bool:
    """Whether a layer adds to the loss, or may do so."""
    for node in graph.layers.values():
        what = node.what
        if isinstance(what, Nested):
            if _may_penalize(what.graph):
                return True
        elif (
            node.inner
            or not isinstance(what, Layer | Function)
            or (isinstance(what, Layer) and what.penalizes)
        ):
            return True
    return False


def _ends(graph: Graph, shapes: Shapes, value: Value | None) -> list[Call] | None:
    """The calls where gradients on the way back from a tensor end; None if one may get to a
    weight."""
    ends: dict[str, Call] = {}
    seen: set[Value] = set()
    left = [value]
    while left:
        one = left.pop()
        tensor = shapes.of(one)
        if one is None or tensor is None:
            return None
        call = graph.calls.get(one.producer)
        if call is None or one in seen:
            continue
        seen.add(one)
        what = graph.layers[call.layer].what
        if "float" not in tensor.dtype and "complex" not in tensor.dtype:
            ends[call.name] = call
        elif isinstance(what, Function):
            passing = [*_passing(call, what, shapes)]
            if len(passing) < len(call.values()):
                ends[call.name] = call
            left += passing
        elif isinstance(what, Layer) and not shapes.trainable.get(call.layer, 1):
            left += call.values()
        else:
            return None
    return [call for name, call in graph.calls.items() if name in ends]


def _passing(call: Call, function: Function, shapes: Shapes) -> Iterator[Value]:
    """The tensors of a call that get a gradient."""
    names = function.tensors
    if function.takes_list or function.variadic:
        names = names[:1] * len(call.inputs)
    for name, given in [*zip(names, call.inputs, strict=False), *call.call.items()]:
        for one in given if isinstance(given, tuple) else (given,):
            if not isinstance(one, Value):
                continue
            tensor = shapes.of(one)
            if name not in function.stops or tensor is None or "complex" in tensor.dtype:
                yield one
