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
            new = _from_the_last(own, tensor.rank)
            if new != own:
                changes[name] = new
        if changes:
            layer = operation.layer.model_copy(update=changes)
            form.vertices[number] = replace(vertex, operation=replace(operation, layer=layer))
            (name, axis), *_ = changes.items()
            shown = [*axis] if isinstance(axis, tuple) else axis
            message = f"`{name}` of `{vertex.at.name}` is {shown}, counted from the last"
            form.record("axes", message, [vertex], operation.kind)


def _from_the_last(given: object, rank: int) -> object:
    """An axis, or several in the order in which Keras sorts them as they are written."""
    if isinstance(given, int):
        return given - rank if given >= 0 else given
    if not isinstance(given, tuple):
        return given
    counted = tuple([one - rank if one >= 0 else one for one in sorted(given)])
    return counted[0] if len(counted) == 1 else counted
