"""Parallel heads become one wider layer, and each of them a slice of it by its old name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mtlc.analysis.columns import together
from mtlc.analysis.heads import Head, NoHead, alike, heads, why_alone
from mtlc.compare.subject import Subject
from mtlc.fuse.edits import Writer
from mtlc.fuse.places import Places, Spot
from mtlc.fuse.plan import Columns, NotPlain, Plan, free_name
from mtlc_spec.diagnostics import Edit
from mtlc_spec.layers import IDLE
from mtlc_spec.layers.base import Layer


@dataclass(frozen=True)
class Found:
    """The groups of heads that one layer each can be, and why others cannot."""

    groups: tuple[tuple[Head, ...], ...]
    left: tuple[NoHead, ...]


def find(subject: Subject) -> Found:
    """The heads of a model, by the layers that they can be."""
    single: list[Head] = []
    left: list[NoHead] = []
    for one in heads(subject.graph):
        why = one.why if isinstance(one, NoHead) else _unfit(subject, one)
        if isinstance(one, NoHead):
            left.append(one)
        elif why is not None:
            left.append(NoHead(one.output.name, one.call.span, why))
        else:
            single.append(one)
    groups = [group for group in alike(single) if len(group) > 1]
    fused = {one.call.name for group in groups for one in group}
    left += [
        NoHead(one.output.name, one.call.span, why_alone(one, single))
        for one in single
        if one.call.name not in fused
    ]
    return Found(tuple(groups), tuple(left))


def _unfit(subject: Subject, head: Head) -> str | None:
    """Why a head cannot be a slice, by what is known of its tensors and weights."""
    name, shapes = head.call.name, subject.shapes
    given = shapes.calls.get(name)
    if given is None:
        return f"the shape of `{name}` is not known"
    (value,) = head.call.inputs
    if value is not None and shapes.mask_of(value) is not None and head.layer.passes_mask:
        return f"`{name}` passes on a mask, which a slice would lose"
    return together(head.layer, shapes.variables(subject.graph.layers[head.call.layer]))


def fuse(subject: Subject, places: Places, found: Found) -> Plan:
    """The edits that fuse all groups.

    Raises:
        NotPlain: a head is written in a way that cannot be edited in place.
    """
    writer = Writer(places)
    taken: set[str] = set()
    edits: list[Edit] = []
    columns: list[Columns] = []
    for group in found.groups:
        wide, slices = free_name(subject, places, taken, "heads", "heads_split")
        edits += _fused(writer, group, wide, slices)
        spans = [*accumulate((one.width for one in group), initial=0)]
        parts = tuple(
            (subject.graph.layers[one.call.layer].name, start, start + one.width)
            for one, start in zip(group, spans, strict=False)
        )
        columns.append(Columns(wide, _kind(group[0].layer), spans[-1], parts))
    return Plan(tuple(edits), tuple(columns))


def _fused(writer: Writer, group: Sequence[Head], wide: str, slices: str) -> Iterator[Edit]:
    places = writer.places
    spots = [_spot(places, one) for one in group]
    sources = {spot.source.value for spot in spots}
    if len(sources) > 1 and places.root.get("params") is not None:
        raise NotPlain("heads refer to their tensor in different ways, which params may change")
    first, head = min(zip(spots, group, strict=True), key=lambda one: one[0].entry.start)
    layer = head.layer
    piece = writer.piece(first, layer, sum(one.width for one in group))
    yield writer.insert(
        first,
        [
            (wide, piece, first.source.span.text),
            (slices, writer.kind("ops.split", _cuts(group)), writer.word(wide)),
        ],
    )
    policy = layer.dtype or "float32"
    same = None if policy == places.policy else {"dtype": policy}
    for number, (spot, one) in enumerate(zip(spots, group, strict=True)):
        name = None
        if spot.is_step and spot.body.get("name") is None:
            name = one.call.layer.removeprefix(f"{spot.name}_")
        kept = () if spot is first else writer.comments(spot.kind)
        yield writer.replace_kind(spot, writer.kind(IDLE, same), name, kept)
        yield writer.replace_source(spot, writer.word(f"{slices}.{number}"))


def _cuts(group: Sequence[Head]) -> dict[str, object]:
    """Where the wider layer is cut: into so many equal parts, or at some places."""
    widths = [one.width for one in group]
    ends = [*accumulate(widths)][:-1]
    parts = len(widths) if len({*widths}) == 1 else ends
    return {"indices_or_sections": parts, "axis": group[0].layer.column_axis}


def _spot(places: Places, head: Head) -> Spot:
    spot = places.of(head.call)
    if spot is None:
        raise NotPlain(f"`{head.call.name}` is written as part of a larger structure")
    return spot


def _kind(layer: Layer) -> str:
    return type(layer).__name__
