"""What can be written in more than one way is written in one."""

from __future__ import annotations

from dataclasses import replace

from mtlc.compare.form import Form, Port, Vertex
from mtlc.compare.operations import ApplyLayer, CallFunction


def arguments_as_usual(form: Form) -> None:
    """`MaxPooling2D: {pool_size: 2, strides: 2}` is `MaxPooling2D: 2`."""
    for number, vertex in form.vertices.items():
        operation = vertex.operation
        if not isinstance(operation, ApplyLayer):
            continue
        given = form.tensor(vertex.inputs[0]) if vertex.inputs else None
        layer = operation.layer.usual(None if given is None else given.rank)
        if layer != operation.layer:
            form.vertices[number] = replace(vertex, operation=replace(operation, layer=layer))
            message = f"`{vertex.at.name}` has arguments that say the same in other words"
            form.record("spellings", message, [vertex], f"spelling of {operation.kind}")


def steps_at_once(form: Form) -> None:
    """`TimeDistributed: {Dense: 2}` is `Dense: 2`, which works on the last axis anyway."""
    for number, vertex in form.vertices.items():
        operation = vertex.operation
        if not isinstance(operation, ApplyLayer) or vertex.keywords:
            continue
        layer = operation.layer.unstepped
        if layer is not operation.layer and not operation.layer.uses_mask:
            same = replace(operation, layer=layer)
            form.vertices[number] = replace(vertex, operation=same, masks=())
            kind = type(layer).__name__
            message = f"`{vertex.at.name}` does to each step what `{kind}` does to all"
            form.record("steps", message, [vertex], f"steps of {operation.kind}")


def tensors_by_position(form: Form) -> None:
    """`ops.add(x, x2=y)` is `ops.add(x, y)`."""
    for number, vertex in form.vertices.items():
        operation = vertex.operation
        if not isinstance(operation, CallFunction) or not vertex.keywords:
            continue
        moved = _by_position(vertex, operation)
        if moved is not vertex:
            form.vertices[number] = moved
            message = f"`{vertex.at.name}` takes tensors by keyword, as good as by position"
            form.record("spellings", message, [vertex], f"keywords of {operation.kind}")


def _by_position(vertex: Vertex, operation: CallFunction) -> Vertex:
    """The call with the tensors by position that can follow those that are."""
    function = operation.function
    most = function.most_inputs()
    if most is None:
        return vertex
    inputs, keywords = [*vertex.inputs], dict(vertex.keywords)
    for name in function.tensors[len(inputs) : most]:
        given = keywords.get(name)
        if not isinstance(given, Port):
            break
        inputs.append(given)
        del keywords[name]
    if len(inputs) == len(vertex.inputs):
        return vertex
    return replace(vertex, inputs=tuple(inputs), keywords=keywords)
