"""What joins tensors, and what takes them apart, whether a layer or a function does it."""

from __future__ import annotations

from dataclasses import replace

from mtlc.compare.form import Form, Port, Vertex
from mtlc.compare.operations import ApplyLayer, CallFunction, Join, Slice
from mtlc_spec.functions.base import Cut


def pieces(form: Form) -> None:
    """`Concatenate` and `ops.concatenate` join, `ops.split` and `ops.slice` cut."""
    ports: dict[Port, Port] = {}
    for number, vertex in [*form.vertices.items()]:
        if (axis := _joined(form, vertex)) is not None:
            form.vertices[number] = replace(vertex, operation=Join(axis))
            message = f"`{vertex.at.name}` joins tensors along axis {axis}"
            form.record("pieces", message, [vertex], vertex.operation.kind)
        cuts = _cuts(form, vertex)
        if cuts:
            message = f"`{vertex.at.name}` takes its input apart along axis {cuts[0].axis}"
            form.record("pieces", message, [vertex], f"{vertex.operation.kind} {cuts}")
        for index, one in enumerate(cuts):
            assert vertex.gives is not None
            gives = (vertex.gives[index],)
            made = Vertex(Slice(*one), vertex.inputs[:1], {}, gives, (), vertex.at)
            ports[Port(number, index)] = form.add(made)
    form.redirect(ports)
    form.tidy()


def _joined(form: Form, vertex: Vertex) -> int | None:
    """The axis along which a vertex joins tensors of one dtype."""
    operation = vertex.operation
    axis = None
    if isinstance(operation, ApplyLayer):
        axis = operation.layer.joined_axis
    elif isinstance(operation, CallFunction):
        axis = operation.function.joined_axis
    given = [form.tensor(one) for one in vertex.inputs]
    tensor = vertex.tensor
    if axis is None or vertex.keywords or tensor is None or not given:
        return None
    if any(one is None or one.dtype != tensor.dtype for one in given):
        return None
    return axis % tensor.rank


def _cuts(form: Form, vertex: Vertex) -> tuple[Cut, ...]:
    """The pieces of its input that a vertex gives."""
    operation = vertex.operation
    if not isinstance(operation, CallFunction) or vertex.keywords or len(vertex.inputs) != 1:
        return ()
    given = form.tensor(vertex.inputs[0])
    if given is None or vertex.gives is None:
        return ()
    found = operation.function.cuts(given, vertex.gives) or ()
    return found if len(found) == len(vertex.gives) else ()
