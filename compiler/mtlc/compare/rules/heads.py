"""Parallel layers that differ in their columns alone are one wider layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mtlc.compare.columns import is_per_unit, sized
from mtlc.compare.form import Form, Part, Port, Vertex
from mtlc.compare.operations import ApplyLayer, Join, Sight
from mtlc.compare.rules.cuts import joined
from mtlc.compare.rules.merges import flat_merges

_FUNCTION = Sight(training=False, noise=True)


def heads_together(form: Form) -> None:
    """Columns that are always taken one behind the other are those of one layer."""
    while _fuse(form):
        form.tidy()
        flat_merges(form)


def _fuse(form: Form) -> bool:
    runs = [*_runs(form)]
    taken = {one: run for run in runs for one in run}
    for run in runs:
        _replace_run(form, run)
    if not taken:
        return False
    for number, vertex in [*form.vertices.items()]:
        if isinstance(vertex.operation, Join) and any(one in taken for one in vertex.inputs):
            # The first of each run stands for all of it by now.
            kept = [one for one in vertex.inputs if taken.get(one, (one,))[0] == one]
            form.vertices[number] = replace(vertex, inputs=tuple(kept))
    form.redirect(
        {
            Port(number): vertex.inputs[0]
            for number, vertex in form.vertices.items()
            if isinstance(vertex.operation, Join) and len(vertex.inputs) == 1
        }
    )
    return True


def _runs(form: Form) -> Iterator[tuple[Port, ...]]:
    """Tensors that are always joined in one order, and computed alike."""
    following = _following(form)
    behind = {*following.values()}
    for first in following:
        if first in behind:
            continue
        run = [first]
        while run[-1] in following:
            run.append(following[run[-1]])
        yield tuple(run)


def _following(form: Form) -> dict[Port, Port]:
    """The tensor that follows each, wherever it is taken."""
    users = form.users()
    ends = form.ends()
    shared: dict[object, int] = {}
    for vertex in form.vertices.values():
        for part in vertex.weights:
            shared[part] = shared.get(part, 0) + 1
    pairs: dict[Port, list[Port | None]] = {}
    axes: dict[Port, set[int]] = {}
    for vertex in form.vertices.values():
        if isinstance(vertex.operation, Join):
            followers: list[Port | None] = [*vertex.inputs[1:], None]
            for one, follower in zip(vertex.inputs, followers, strict=True):
                pairs.setdefault(one, []).append(follower)
                axes.setdefault(one, set()).add(vertex.operation.axis)
            form.spend(len(vertex.inputs))
    found: dict[Port, Port] = {}
    for one, followers in pairs.items():
        follower = followers[0]
        if follower is None or follower == one or any(it != follower for it in followers):
            continue
        both = (one, follower)
        if any(it in ends or len(users[it]) != len(followers) for it in both):
            continue
        if len(pairs[follower]) != len(followers) or len(axes[one]) != 1:
            continue
        (axis,) = axes[one]
        left, right = (form.vertices[it.vertex] for it in both)
        if any(shared[part] > 1 for it in (left, right) for part in it.weights):
            continue
        if _are_alike(left, right, axis):
            found[one] = follower
    return _without_circles(found)


def _without_circles(following: dict[Port, Port]) -> dict[Port, Port]:
    """Each tensor follows one other at most."""
    seen: set[Port] = set()
    found = {}
    for one, follower in following.items():
        if follower not in seen:
            seen.add(follower)
            found[one] = follower
    return found


def _are_alike(left: Vertex, right: Vertex, axis: int) -> bool:
    """Whether two vertices can be one for the columns of both."""
    if left.keywords or right.keywords or left.tensor is None or right.tensor is None:
        return False
    if is_per_unit(left.operation):
        return left.operation == right.operation
    if left.inputs != right.inputs or left.masks != right.masks:
        return False
    return _head(left, axis) is not None and _head(left, axis) == _head(right, axis)


def _head(vertex: Vertex, axis: int) -> str | None:
    """What a layer is but for its columns; None if it cannot be a part of a wider one."""
    operation = vertex.operation
    if (
        not isinstance(operation, ApplyLayer)
        or operation.inner
        or operation.layer.columns is None
    ):
        return None
    assert vertex.tensor is not None
    if not vertex.weights or operation.layer.column_axis % vertex.tensor.rank != axis:
        return None
    return replace(operation, layer=operation.layer.widened(1)).label(_FUNCTION)


def _replace_run(form: Form, run: tuple[Port, ...]) -> None:
    """Let the first vertex of a run compute all of it."""
    vertices = [form.vertices[one.vertex] for one in run]
    first = vertices[0]
    number = run[0].vertex
    tensors = [one.tensor for one in vertices]
    assert first.tensor is not None
    operation = first.operation
    if not isinstance(operation, ApplyLayer):
        axis = _axis(form, run[0])
        total = [None if one is None else one.shape[axis] for one in tensors]
        size = None if None in total else sum(one for one in total if one is not None)
        together = joined(form, [one.inputs[0] for one in vertices], axis, first.at)
        gives = (sized(first.tensor, axis, size),)
        form.vertices[number] = replace(first, inputs=(together,), gives=gives)
        return
    widths = []
    parts: list[Part] = []
    for one in vertices:
        assert isinstance(one.operation, ApplyLayer)
        width = one.operation.layer.column_count
        widths.append(width)
        parts += [
            part if part.start is not None else Part(part.layer, 0, width)
            for part in one.weights
        ]
    layer = operation.layer.widened(sum(widths))
    axis = operation.layer.column_axis % first.tensor.rank
    form.vertices[number] = replace(
        first,
        operation=replace(operation, layer=layer),
        weights=_adjacent(parts),
        gives=(sized(first.tensor, axis, sum(widths)),),
    )
    names = [f"`{one.at.name}`" for one in vertices]
    if len({part.layer for part in parts}) > 1:
        shown = f"{', '.join(names[:-1])} and {names[-1]}"
        if len(names) > 6:
            shown = f"{', '.join(names[:3])} and {len(names) - 3} more"
        message = f"{shown} are the columns of one `{operation.kind}` of {sum(widths)}"
        form.record("columns", message, vertices, f"fuse {operation.kind} {widths}")


def _adjacent(parts: list[Part]) -> tuple[Part, ...]:
    """The parts, those that are next to each other in one layer as one."""
    found: list[Part] = []
    for part in parts:
        if found and found[-1].layer == part.layer and found[-1].stop == part.start:
            found[-1] = Part(part.layer, found[-1].start, part.stop)
        else:
            found.append(part)
    return tuple(found)


def _axis(form: Form, port: Port) -> int:
    """The axis along which a tensor is joined."""
    for vertex in form.vertices.values():
        if isinstance(vertex.operation, Join) and port in vertex.inputs:
            return vertex.operation.axis
    raise AssertionError("a run is part of a join")
