"""What only puts the same numbers into other axes, whether a layer or a function does it."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from mtlc.compare.form import Form, Port, Vertex
from mtlc.compare.operations import ApplyLayer, Arrange, CallFunction
from mtlc_spec.shapes import Shape, Tensor


def arrangements(form: Form) -> None:
    """`Flatten` is a `Reshape`; of several in a row, the last one says what comes out."""
    ports: dict[Port, Port] = {}
    for number, vertex in form.vertices.items():
        if not _arranges(form, vertex):
            continue
        assert vertex.tensor is not None
        source = ports.get(vertex.inputs[0], vertex.inputs[0])
        before = form.vertices[source.vertex]
        if isinstance(before.operation, Arrange):
            message = f"`{vertex.at.name}` arranges anew what `{before.at.name}` arranged"
            form.record("arrangements", message, [vertex, before], "arranged twice")
            (source,) = before.inputs
        given = form.tensor(source)
        if given == vertex.tensor:
            ports[Port(number)] = source
            message = f"`{vertex.at.name}` gives what it takes"
            form.record("idle layers", message, [vertex], vertex.operation.kind)
            continue
        shape = vertex.tensor.shape[1:]
        message = f"`{vertex.at.name}` puts the same numbers into other axes"
        form.record("arrangements", message, [vertex], f"{vertex.operation.kind} to {shape}")
        form.vertices[number] = replace(vertex, operation=Arrange(shape), inputs=(source,))
    form.redirect(ports)
    form.tidy()


def _arranges(form: Form, vertex: Vertex) -> bool:
    """Whether a vertex does nothing else, and leaves the samples of a batch as they are."""
    if vertex.keywords or len(vertex.inputs) != 1 or vertex.tensor is None:
        return False
    given = form.tensor(vertex.inputs[0])
    if given is None or given.dtype != vertex.tensor.dtype:
        return False
    operation = vertex.operation
    if isinstance(operation, ApplyLayer):
        return operation.layer.keeps_order and vertex.tensor.shape[1:].count(None) <= 1
    return (
        isinstance(operation, CallFunction)
        and operation.function.keeps_order
        and _of_each_sample(given, vertex.tensor)
    )


def _of_each_sample(given: Tensor, tensor: Tensor) -> bool:
    """Whether a function that may also change the batch axis does not."""
    return given.shape[:1] == tensor.shape[:1] and 0 < _size(given.shape) == _size(tensor.shape)


def _size(shape: Shape) -> int:
    """How many numbers a sample has; 0 if that is not known."""
    sizes = [size for size in shape[1:] if size is not None]
    return prod(sizes) if len(sizes) == len(shape) - 1 else 0
