"""What is computed twice from the same, with the same weights, is computed once."""

from __future__ import annotations

from mtlc.compare.form import Form, Port, Vertex
from mtlc.compare.operations import EVERYTHING, Activate, ApplyLayer, CallCustom, Join, Slice


def without_duplicates(form: Form) -> None:
    """Two calls that cannot differ are one; noise is drawn anew for each call."""
    first: dict[object, int] = {}
    ports: dict[Port, Port] = {}
    for number, vertex in [*form.vertices.items()]:
        current = vertex.redirected(ports) if ports else vertex
        form.vertices[number] = current
        if number in form.inputs or _draws(current):
            continue
        key = (
            current.operation.label(EVERYTHING),
            tuple((one.layer, one.start, one.stop) for one in current.weights),
            tuple(sorted(current.inputs)) if form.commutes(current) else current.inputs,
            repr(sorted((name, repr(one)) for name, one in current.keywords.items())),
            current.masks,
        )
        other = first.setdefault(key, number)
        if other == number:
            continue
        for index in range(len(current.gives or (None,))):
            ports[Port(number, index)] = Port(other, index)
        if not isinstance(current.operation, Join | Slice | Activate):
            twin = form.vertices[other]
            message = f"`{current.at.name}` gives what `{twin.at.name}` gives"
            form.record("duplicates", message, [current, twin], current.operation.kind)
    form.redirect(ports)
    form.tidy()


def _draws(vertex: Vertex) -> bool:
    """Whether a call draws random numbers, or may do so."""
    operation = vertex.operation
    if isinstance(operation, ApplyLayer):
        layer = operation.layer
        drops = any(getattr(layer, name, 0) for name in layer.drops)
        return layer.rests or drops or "seed" in type(layer).model_fields
    return isinstance(operation, CallCustom)
