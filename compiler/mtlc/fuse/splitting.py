"""A wider layer whose columns are taken apart becomes one layer for each of its slices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mtlc.analysis.columns import together
from mtlc.analysis.heads import NoHead
from mtlc.compare.subject import Subject
from mtlc.fuse.edits import Writer
from mtlc.fuse.places import Places, Spot
from mtlc.fuse.plan import Columns, NotPlain, Plan
from mtlc.graph import Call, Graph, Value
from mtlc_spec.diagnostics import Edit
from mtlc_spec.functions.base import Cut, Function
from mtlc_spec.layers.base import Layer


@dataclass(frozen=True)
class Wide:
    """A wider layer, the function that takes it apart, and the pieces that it gives."""

    call: Call
    layer: Layer
    split: Call
    cuts: tuple[Cut, ...]


@dataclass(frozen=True)
class Found:
    """The layers that can be taken apart, and why others cannot."""

    layers: tuple[Wide, ...]
    left: tuple[NoHead, ...]


def find(subject: Subject) -> Found:
    """The wider layers of a model of which nothing but slices are taken."""
    found: list[Wide] = []
    left: list[NoHead] = []
    graph = subject.graph
    for split in graph.order:
        cuts = _cuts(subject, split)
        if not cuts or split.name not in graph.needed:
            continue
        one = _wide(subject, split, cuts)
        if isinstance(one, NoHead):
            left.append(one)
        else:
            found.append(one)
    return Found(tuple(found), tuple(left))


def _cuts(subject: Subject, call: Call) -> tuple[Cut, ...]:
    """The pieces of its input that a call gives, one behind the other."""
    what = subject.graph.layers[call.layer].what
    gives = subject.shapes.calls.get(call.name)
    if not isinstance(what, Function) or gives is None or call.call or len(call.inputs) != 1:
        return ()
    given = subject.shapes.of(call.inputs[0])
    return () if given is None else what.cuts(given, gives) or ()


def _wide(subject: Subject, split: Call, cuts: tuple[Cut, ...]) -> Wide | NoHead:
    graph = subject.graph
    (value,) = split.inputs
    assert value is not None
    call = graph.calls.get(value.producer)
    what = None if call is None else graph.layers[call.layer].what
    if call is None or not isinstance(what, Layer) or what.columns is None:
        why = f"`{value.producer}`, which `{split.name}` takes apart, is no layer with columns"
        return NoHead(split.name, split.span, why)
    tensor = subject.shapes.of(value)
    assert tensor is not None
    ends = [one.stop for one in cuts]
    if {one.axis for one in cuts} != {what.column_axis % tensor.rank}:
        why = f"`{split.name}` takes `{call.name}` apart along another axis than its columns"
    elif [one.start for one in cuts] != [0, *ends[:-1]] or ends[-1] != what.column_count:
        why = f"`{split.name}` gives only some columns of `{call.name}`"
    elif len(graph.takers[call.name]) > 1 or _ends(graph, call):
        why = f"`{call.name}` is also taken as a whole"
    elif len(graph.calls_of[call.layer]) > 1:
        why = f"`{call.layer}` is shared: it is called {len(graph.calls_of[call.layer])} times"
    elif unused := [n for n in range(len(cuts)) if not _used(graph, Value(split.name, n))]:
        why = f"nothing takes `{split.name}.{unused[0]}`"
    elif 0 in (one.stop - one.start for one in cuts):
        why = f"a slice of `{call.name}` is empty"
    else:
        joint = together(what, subject.shapes.variables(graph.layers[call.layer]))
        if joint is None:
            return Wide(call, what, split, cuts)
        why = joint
    return NoHead(split.name, call.span, why)


def _ends(graph: Graph, call: Call) -> bool:
    return any(one.value and one.value.producer == call.name for one in graph.outputs)


def _used(graph: Graph, value: Value) -> bool:
    takers = graph.takers.get(value.producer, ())
    ends = any(one.value == value for one in graph.outputs)
    return ends or any(value in one.values() for one in takers)


def split(subject: Subject, places: Places, found: Found) -> Plan:
    """The edits that take all layers apart.

    Raises:
        NotPlain: one of them is written in a way that cannot be edited in place.
    """
    writer = Writer(places)
    edits: list[Edit] = []
    columns = []
    for one in found.layers:
        parts: list[tuple[str, int, int]] = []
        edits += _apart(writer, subject.graph, one, parts)
        name, kind = one.call.layer, type(one.layer).__name__
        columns.append(Columns(name, kind, one.layer.column_count, tuple(parts)))
    return Plan(tuple(edits), tuple(columns))


def _apart(
    writer: Writer, graph: Graph, wide: Wide, parts: list[tuple[str, int, int]]
) -> Iterator[Edit]:
    places = writer.places
    layer, slices = (_entry(places, one) for one in (wide.call, wide.split))
    source = layer.source.span.text
    new = []
    for number, cut in enumerate(wide.cuts):
        value = Value(wide.split.name, number)
        piece = writer.piece(layer, wide.layer, cut.stop - cut.start)
        piece = piece if number == 0 else piece.without_comments
        call = _stand_in(graph, value)
        spot = None if call is None else places.of(call)
        if call is not None and spot is not None:
            name = call.layer
            yield writer.replace_kind(spot, piece, kept=writer.comments(spot.kind))
            yield writer.replace_source(spot, source)
        else:
            name = f"{slices.name}_{number}"
            if name in graph.layers or name in graph.inputs or name in places.names:
                raise NotPlain(f"`{name}`, which slice {number} would be called, is taken")
            new.append((name, piece, source))
            for one in places.references(slices.name):
                if one.value == f"{slices.name}.{number}":
                    yield Edit(one.span, writer.word(name))
        parts.append((name, cut.start, cut.stop))
    if new:
        yield writer.insert(layer, new)
    yield writer.remove(layer, keeps_kind=False)
    yield writer.remove(slices)


def _stand_in(graph: Graph, value: Value) -> Call | None:
    """The idle layer that is all that takes a slice: it gives the slice its name."""
    takers = [one for one in graph.takers.get(value.producer, ()) if value in one.values()]
    if len(takers) != 1 or any(one.value == value for one in graph.outputs):
        return None
    what = graph.layers[takers[0].layer].what
    alone = len(graph.calls_of[takers[0].layer]) == 1
    if isinstance(what, Layer) and _only_names(what) and alone and not takers[0].call:
        return takers[0]
    return None


def _only_names(layer: Layer) -> bool:
    """Whether a layer says nothing but its name."""
    fields = type(layer).model_fields.items()
    return layer.is_idle and all(getattr(layer, name) == one.default for name, one in fields)


def _entry(places: Places, call: Call) -> Spot:
    spot = places.of(call)
    if spot is None or spot.is_step:
        raise NotPlain(f"`{call.name}` is written as part of a larger structure")
    return spot
