"""A merge of merges is one merge of all."""

from __future__ import annotations

from dataclasses import replace

from mtlc.compare.deeds import ApplyLayer, Deed, Join, Sight
from mtlc.compare.form import Form, Port, Vertex

_ALL = Sight(training=False, noise=True)


def flat_merges(form: Form) -> None:
    """`Add` of `Add` and `Concatenate` of `Concatenate`, where nothing else takes the inner."""
    users = form.users()
    ends = form.ends()
    for number, vertex in form.vertices.items():
        if not _merges(vertex.deed) or vertex.keywords:
            continue
        found: list[Port] = []
        inner: list[Vertex] = []
        for one in form.vertices[number].inputs:
            other = form.vertices[one.vertex]
            alone = isinstance(vertex.deed, Join) or (len(users[one]) == 1 and one not in ends)
            if alone and _are_one(form, vertex, other):
                found += other.inputs
                inner.append(other)
            else:
                found.append(one)
        if inner:
            form.spend(len(found))
            form.vertices[number] = replace(vertex, inputs=tuple(found))
            if not isinstance(vertex.deed, Join) or _is_written(vertex, inner):
                message = f"`{vertex.at.name}` merges what `{inner[0].at.name}` merges"
                form.record("merges", message, [vertex, *inner], vertex.deed.kind)
    form.tidy()


def _is_written(vertex: Vertex, inner: list[Vertex]) -> bool:
    """Whether the author wrote two merges: other rules make joins too."""
    return bool(vertex.layer) and all(one.layer for one in inner)


def _merges(deed: Deed) -> bool:
    return isinstance(deed, Join) or (isinstance(deed, ApplyLayer) and deed.layer.nests)


def _are_one(form: Form, outer: Vertex, inner: Vertex) -> bool:
    """Whether the inner merge does the same, on tensors of as many axes and of one dtype."""
    if inner.deed.label(_ALL) != outer.deed.label(_ALL) or inner.keywords:
        return False
    tensors = [form.tensor(one) for one in (*outer.inputs, *inner.inputs)]
    known = {(one.rank, one.dtype) for one in tensors if one is not None}
    return None not in tensors and len(known) == 1 and "string" not in {d for _, d in known}
