"""Whether a definition is a plain stack by its structure, whatever its params are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtlc.expand.frames import Frame
from mtlc.expand.places import Place, Unit, may_be, references_of
from mtlc.expand.scope import Scope
from mtlc_spec.document import BlockUse, Chain, CustomUse, LayerUse, Reference, Share
from mtlc_spec.source import Span
from mtlc_spec.templates import names_used


def live_units(scope: Scope) -> set[Unit]:
    """The units that what a definition gives depends on."""
    definition = scope.definition
    waiting: list[Unit] = []
    if definition.outputs is not None:
        for one in definition.outputs:
            if one.reference is not None:
                waiting += scope.leads_to(one.reference)
    elif isinstance(definition.layers, Chain) and scope.roots:
        waiting.append(scope.end_of[scope.roots[-1]])
    found: set[Unit] = set()
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting += scope.feeding(unit)
    return found


def is_live(scope: Scope, live: set[Unit], place: Place) -> bool:
    """Whether a place, or what it stands in, is among the live units."""
    at: Place | None = place
    while at is not None:
        end = scope.end_of.get(at)
        if end is not None:
            return end in live
        at = at.parent
    return True


def optional(scopes: Iterable[Scope]) -> Iterator[Span]:
    """The entries and inputs that computed names may mean, with all that those need."""
    for scope in scopes:
        waiting = [unit for found in scope.candidates.values() for unit in found]
        found: set[Unit] = set()
        while waiting:
            unit = waiting.pop()
            if unit not in found:
                found.add(unit)
                waiting += scope.feeding(unit)
        for unit in found:
            yield unit.place.entry.span
        asked = [one for unit in found for one in references_of(unit.place)]
        for name, span in scope.inputs.items():
            if any(one.path[0] == name for one in asked) or any(
                may_be(word, name) for word in scope.computed
            ):
                yield span


def bend(frame: Frame) -> Span | None:
    """The first place where a definition is more than one layer behind the other."""
    if frame.bend is None:
        frame.bend = (_bend(frame),)
    return frame.bend[0]


def _bend(frame: Frame) -> Span | None:
    scope = frame.scope
    live = live_units(scope)
    before: Unit | None = None
    for unit in scope.units:
        if unit not in live:
            continue
        place = unit.place
        references = place.entry.inputs
        if references and not unit.is_end and not _is_just(scope, references, before):
            return place.entry.span
        if not references and unit.before is not before:
            return place.entry.span
        if not scope.is_open(place) and (found := bend_of(frame, place)) is not None:
            return found
        before = unit
    outputs = scope.definition.outputs
    if outputs is None:
        return None
    given = tuple(one.reference for one in outputs if one.reference is not None)
    return None if _is_just(scope, given, before) else outputs[0].span


def bend_of(frame: Frame, place: Place) -> Span | None:
    """The first place where an entry is more than one layer behind the other."""
    entry = place.entry
    body = entry.body
    if entry.modifiers.copies is not None or entry.call:
        return entry.span
    if isinstance(body, Chain):
        bends = (bend_of(frame, step) for step in frame.scope.steps_of(place))
        return next((one for one in bends if one is not None), None)
    if isinstance(body, BlockUse):
        used = frame.uses.get(place)
        return entry.span if used is None else bend(used)
    if isinstance(body, Share) and place.target is not None:
        target = place.target.entry
        is_copy = target.modifiers.copies is not None and bool(place.member)
        return None if is_copy else bend_of(frame, place.target)
    if isinstance(body, LayerUse):
        return entry.span if _needs_tensor(frame, place, body) else None
    is_layer = isinstance(body, CustomUse) and body.is_layer
    return None if is_layer else entry.span


def is_stack(frame: Frame, place: Place) -> bool:
    """Whether an entry can be a Sequential model of its own, whatever the params are."""
    return bend_of(frame, place) is None and not _is_hollow(frame, place)


def hollow(frame: Frame) -> Span | None:
    """The first entry, if params can leave nothing of any: Sequential needs a layer."""
    places = _laid_out(frame)
    if not places or not all(_may_vanish(frame, one) for one in places):
        return None
    return places[0].entry.span


def _laid_out(frame: Frame) -> list[Place]:
    live = live_units(frame.scope)
    places = [one.place for one in frame.scope.units if one in live]
    return [one for one in places if not frame.scope.is_open(one)]


def _may_vanish(frame: Frame, place: Place) -> bool:
    return place.entry.modifiers.when is not None or _is_hollow(frame, place)


def _is_hollow(frame: Frame, place: Place) -> bool:
    """Whether params can leave nothing of an entry that `when` does not leave out."""
    repeat = place.entry.modifiers.repeat
    if repeat is not None and (repeat.value == 0 or names_used(repeat.value)):
        return True
    body = place.entry.body
    if isinstance(body, Chain):
        return all(_may_vanish(frame, one) for one in frame.scope.steps_of(place))
    if isinstance(body, BlockUse):
        used = frame.uses.get(place)
        return used is None or all(_may_vanish(used, one) for one in _laid_out(used))
    if isinstance(body, Share) and place.target is not None:
        return _may_vanish(frame, place.target)
    return False


def _needs_tensor(frame: Frame, place: Place, use: LayerUse) -> bool:
    """A layer takes a model that is built on what the layer is called on.

    A list of layers has no such tensor; it needs none where the spec knows the shape.
    """
    inner = [frame.scope.inner[place, name] for name in use.inner]
    if all(is_stack(frame, one) for one in inner):
        return False
    at: Place | None = place
    while at is not None:
        if at.entry.modifiers.repeat is not None:
            return True
        at = at.parent
    return frame.key is not None or bool(frame.names)


def _is_just(scope: Scope, references: tuple[Reference, ...], before: Unit | None) -> bool:
    """Whether all that is referred to is what came before: a unit, or the one input."""
    if len(references) != 1:
        return False
    path = references[0].path
    if path[0] in scope.inputs:
        return before is None and len(path) == 1
    place = scope.entries.get(str(path[0]))
    rest = path[1:]
    while place is not None and rest and scope.is_open(place):
        place, rest = scope.named_step(place, str(rest[0])), rest[1:]
    return place is not None and not rest and scope.end_of.get(place) is before
