"""A merge of merges is one merge of all."""

from __future__ import annotations

from dataclasses import replace

from mtlc.compare.form import Form, Port, Vertex
from mtlc.compare.operations import ApplyLayer, CallFunction, Join, Merge, Operation, Sight

_ALL = Sight(training=False, noise=True)


def merges_apart(form: Form) -> None:
    """`Add` and `ops.add` are the same of tensors of one dtype and as many axes."""
    for number, vertex in form.vertices.items():
        found = _merge(form, vertex)
        if found is not None:
            form.vertices[number] = replace(vertex, operation=found)
            message = f"`{vertex.at.name}` merges tensors by `{found.function}`"
            form.record("merges", message, [vertex], vertex.operation.kind)


def _merge(form: Form, vertex: Vertex) -> Merge | None:
    """What a vertex merges by; None where it does something else as well."""
    operation = vertex.operation
    if isinstance(operation, ApplyLayer):
        function, associative = operation.layer.merges_by, operation.layer.nests
        commutative = operation.layer.commutes
    elif isinstance(operation, CallFunction) and operation.function.merges:
        function, associative = operation.function.function, operation.function.commutes
        commutative = operation.function.commutes
    else:
        return None
    if function is None or vertex.keywords or vertex.is_masked or len(vertex.inputs) < 2:
        return None
    tensors = [vertex.tensor, *map(form.tensor, vertex.inputs)]
    known = {(one.rank, one.dtype) for one in tensors if one is not None}
    if None in tensors or len(known) > 1:
        return None
    return Merge(function, commutative, associative)


def flat_merges(form: Form) -> None:
    """`Add` of `Add` and `Concatenate` of `Concatenate`, where nothing else takes the inner."""
    users = form.users()
    ends = form.ends()
    for number, vertex in form.vertices.items():
        if not _merges(vertex.operation) or vertex.keywords:
            continue
        found: list[Port] = []
        inner: list[Vertex] = []
        for one in form.vertices[number].inputs:
            other = form.vertices[one.vertex]
            alone = isinstance(vertex.operation, Join) or (
                len(users[one]) == 1 and one not in ends
            )
            if alone and _are_one(form, vertex, other):
                found += other.inputs
                inner.append(other)
            else:
                found.append(one)
        if inner:
            form.spend(len(found))
            form.vertices[number] = replace(vertex, inputs=tuple(found))
            if not isinstance(vertex.operation, Join) or _is_written(vertex, inner):
                message = f"`{vertex.at.name}` merges what `{inner[0].at.name}` merges"
                form.record("merges", message, [vertex, *inner], vertex.operation.kind)
    form.tidy()


def _is_written(vertex: Vertex, inner: list[Vertex]) -> bool:
    """Whether the author wrote two merges: other rules make joins too."""
    return bool(vertex.layer) and all(one.layer for one in inner)


def _merges(operation: Operation) -> bool:
    return isinstance(operation, Join) or (
        isinstance(operation, Merge) and operation.associative
    )


def _are_one(form: Form, outer: Vertex, inner: Vertex) -> bool:
    """Whether the inner merge does the same, on tensors of as many axes and of one dtype."""
    if inner.operation.label(_ALL) != outer.operation.label(_ALL) or inner.keywords:
        return False
    tensors = [form.tensor(one) for one in (*outer.inputs, *inner.inputs)]
    known = {(one.rank, one.dtype) for one in tensors if one is not None}
    return None not in tensors and len(known) == 1 and "string" not in {d for _, d in known}
