"""A wider layer is taken apart where only pieces of what it gives are taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from mtlc.compare.columns import column_axis, is_per_unit, sized
from mtlc.compare.form import At, Form, Part, Port, Vertex
from mtlc.compare.operations import ApplyLayer, Join, Slice
from mtlc_spec.shapes import Tensor


def columns_apart(form: Form) -> None:
    """Slices of a layer's columns are narrower layers; activations stand behind each."""
    while _slices_up(form) or _joins_down(form) or _cut(form):
        form.tidy()


def _slices_up(form: Form) -> bool:
    """Take slices of what stands before joins, activations and other slices."""
    ports: dict[Port, Port] = {}
    for number, vertex in [*form.vertices.items()]:
        operation = vertex.operation
        if not isinstance(operation, Slice):
            continue
        (port,) = vertex.inputs
        made = _slice(form, port, operation, vertex.at)
        if made is not None:
            ports[Port(number)] = made
    form.redirect(ports)
    return bool(ports)


def _slice(form: Form, port: Port, operation: Slice, at: At) -> Port | None:
    """The same piece of what stands before; None if nothing can be said of that."""
    tensor = form.tensor(port)
    assert tensor is not None
    axis, start, stop = operation.axis, operation.start, operation.stop
    if (start, stop) == (0, tensor.shape[axis]):
        return port
    source = form.vertices[port.vertex]
    before = source.operation
    if isinstance(before, Slice) and before.axis == axis:
        first = before.start
        return _sliced(form, source.inputs[0], Slice(axis, first + start, first + stop), at)
    if isinstance(before, Join) and before.axis == axis:
        return _pieces_of(form, source, start, stop, at)
    if is_per_unit(before):
        inner = _sliced(form, source.inputs[0], operation, at)
        gives = (sized(tensor, axis, stop - start),)
        return form.add(replace(source, inputs=(inner,), gives=gives))
    return None


def _sliced(form: Form, port: Port, operation: Slice, at: At) -> Port:
    tensor = form.tensor(port)
    assert tensor is not None
    if (operation.start, operation.stop) == (0, tensor.shape[operation.axis]):
        return port
    gives = (sized(tensor, operation.axis, operation.stop - operation.start),)
    return form.add(Vertex(operation, (port,), {}, gives, (), at))


def _pieces_of(form: Form, join: Vertex, start: int, stop: int, at: At) -> Port | None:
    """The piece of a join: of the tensors that it covers, each or a piece of it."""
    assert isinstance(join.operation, Join)
    axis = join.operation.axis
    found: list[Port] = []
    first = 0
    for one in join.inputs:
        tensor = form.tensor(one)
        size = None if tensor is None else tensor.shape[axis]
        if size is None:
            return None
        low, high = max(start, first), min(stop, first + size)
        if low < high:
            found.append(_sliced(form, one, Slice(axis, low - first, high - first), at))
        first += size
    return joined(form, found, axis, join.at)


def joined(form: Form, ports: list[Port], axis: int, at: At) -> Port:
    """One tensor after the other; a lone one is itself."""
    if len(ports) == 1:
        return ports[0]
    tensors = [form.tensor(one) for one in ports]
    sizes = [None if one is None else one.shape[axis] for one in tensors]
    total = None if None in sizes else sum(size for size in sizes if size is not None)
    (first, *_) = tensors
    gives = None if first is None else (sized(first, axis, total),)
    return form.add(Vertex(Join(axis), tuple(ports), {}, gives, (), at))


def _joins_down(form: Form) -> bool:
    """Let activations stand before a join rather than behind it."""
    ports: dict[Port, Port] = {}
    for number, vertex in [*form.vertices.items()]:
        if not is_per_unit(vertex.operation):
            continue
        source = form.vertices[vertex.inputs[0].vertex]
        if not isinstance(source.operation, Join):
            continue
        acted = [
            form.add(replace(vertex, inputs=(one,), gives=_alone(form.tensor(one))))
            for one in source.inputs
        ]
        ports[Port(number)] = joined(form, acted, source.operation.axis, source.at)
    form.redirect(ports)
    return bool(ports)


def _alone(tensor: Tensor | None) -> tuple[Tensor, ...] | None:
    return None if tensor is None else (tensor,)


def _cut(form: Form) -> bool:
    """Cut each layer where slices of its columns begin and end."""
    users = form.users()
    ends = form.ends()
    shared = _shared(form)
    ports: dict[Port, Port] = {}
    for number, vertex in [*form.vertices.items()]:
        axis = column_axis(vertex)
        if axis is None or vertex.weights[0] in shared:
            continue
        assert isinstance(vertex.operation, ApplyLayer)
        width = vertex.operation.layer.column_count
        takers = [(one, form.vertices[one]) for one in users.get(Port(number), [])]
        slices = {
            one: taker.operation
            for one, taker in takers
            if isinstance(taker.operation, Slice) and taker.operation.axis == axis
        }
        whole = Port(number) in ends or len(slices) < len(takers)
        bounds = sorted(
            {0, width, *(edge for one in slices.values() for edge in (one.start, one.stop))}
        )
        pieces = [*pairwise(bounds)]
        used = [
            whole or any(one.start <= low and high <= one.stop for one in slices.values())
            for low, high in pieces
        ]
        if not slices or not all(used) or len(pieces) == 1:
            continue
        parts = {low: form.add(_narrow(vertex, axis, low, high)) for low, high in pieces}
        for one, operation in slices.items():
            taken = [
                port for low, port in parts.items() if operation.start <= low < operation.stop
            ]
            ports[Port(one)] = joined(form, taken, axis, vertex.at)
        if whole:
            ports[Port(number)] = joined(form, [*parts.values()], axis, vertex.at)
        shown = ", ".join(f"{low}:{high}" for low, high in pieces)
        message = f"`{vertex.at.name}` is one layer for each of its columns {shown}"
        places = [vertex.at, *(form.vertices[one].at for one in slices)]
        form.record("columns", message, places, f"cut {vertex.operation.kind} {pieces}")
    form.redirect(ports)
    return bool(ports)


def _narrow(vertex: Vertex, axis: int, low: int, high: int) -> Vertex:
    """Some columns of a layer as a layer."""
    operation = vertex.operation
    assert isinstance(operation, ApplyLayer)
    assert vertex.tensor is not None
    (part,) = vertex.weights
    first = part.start or 0
    return replace(
        vertex,
        operation=replace(operation, layer=operation.layer.widened(high - low)),
        weights=(Part(part.layer, first + low, first + high),),
        gives=(sized(vertex.tensor, axis, high - low),),
    )


def _shared(form: Form) -> set[Part]:
    """The weights that are used more than once."""
    count = Counter(part for vertex in form.vertices.values() for part in vertex.weights)
    return {part for part, times in count.items() if times > 1}
