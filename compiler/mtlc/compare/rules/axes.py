"""Axes are counted from the last one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mtlc.compare.form import Form
from mtlc.compare.operations import ApplyLayer


def axes_from_the_last(form: Form) -> None:
    """Of four axes, axis 3 is axis -1."""
    for number, vertex in form.vertices.items():
        operation = vertex.operation
        if (
            not isinstance(operation, ApplyLayer)
            or not operation.layer.axis_arguments
            or not vertex.inputs
        ):
            continue
        tensor = form.tensor(vertex.inputs[0])
        if tensor is None:
            continue
        changes: dict[str, Any] = {}
        for name in operation.layer.axis_arguments:
            own = getattr(operation.layer, name)
            if isinstance(own, int) and own >= 0:
                changes[name] = own - tensor.rank
        if changes:
            layer = operation.layer.model_copy(update=changes)
            form.vertices[number] = replace(vertex, operation=replace(operation, layer=layer))
            (name, axis), *_ = changes.items()
            message = f"`{name}` of `{vertex.at.name}` is {axis}, counted from the last"
            form.record("axes", message, [vertex], operation.kind)
