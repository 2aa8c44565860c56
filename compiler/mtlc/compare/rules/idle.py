"""Layers that give what they take are left out; where asked, also those that only train."""

from __future__ import annotations

from dataclasses import replace

from mtlc.compare.form import Form, Port, Vertex
from mtlc.compare.operations import ApplyLayer
from mtlc.graph import Constant


def without_idle(form: Form) -> None:
    """`Identity`, or noise of strength 0, is nothing."""
    _leave_out(form, "idle layers", "gives what it takes", noise=False)


def without_noise(form: Form) -> None:
    """Dropout and noise are nothing where the model is not trained."""
    for number, vertex in form.vertices.items():
        if isinstance(vertex.operation, ApplyLayer) and _is_said_to_rest(vertex):
            left = {name: one for name, one in vertex.keywords.items() if name != "training"}
            form.vertices[number] = replace(vertex, keywords=left)
            message = f"`training` of the call of `{vertex.at.name}` is what it is anyway"
            form.record("inference", message, [vertex], f"{vertex.operation.kind} training")
    _leave_out(form, "inference", "does nothing where the model is not trained", noise=True)


def _is_said_to_rest(vertex: Vertex) -> bool:
    return vertex.keywords.get("training") == Constant(False)


def _leave_out(form: Form, rule: str, why: str, *, noise: bool) -> None:
    ports: dict[Port, Port] = {}
    for number, vertex in form.vertices.items():
        operation = vertex.operation
        if not isinstance(operation, ApplyLayer) or not _passes(form, vertex):
            continue
        layer = operation.layer
        if layer.rests if noise else layer.is_idle:
            ports[Port(number)] = vertex.inputs[0]
            form.record(rule, f"`{vertex.at.name}` {why}", [vertex], operation.kind)
    form.redirect(ports)
    form.tidy()


def _passes(form: Form, vertex: Vertex) -> bool:
    """Whether what comes out can stand for what goes in: same dtype, no arguments."""
    if vertex.keywords or vertex.weights or len(vertex.inputs) != 1:
        return False
    if vertex.inputs[0] in form.runs_otherwise:
        return False  # it may be what casts it
    given = form.tensor(vertex.inputs[0])
    return given is not None and given == vertex.tensor
