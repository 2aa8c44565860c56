"""What each `share` of a definition applies again, and whether that can be."""

from __future__ import annotations

from mtlc.expand.naming import Naming
from mtlc.expand.places import Place
from mtlc.expand.problems import EndlessShare, NoSuchPart, UnknownReference, Unshareable
from mtlc_spec.diagnostics import Diagnostic, Label
from mtlc_spec.document import Chain, CustomUse, FunctionUse, Reference, Share, Unknown


def find_shares(naming: Naming) -> None:
    """Give every `share` its target; one without is reported."""
    circles: set[frozenset[Place]] = set()
    for place in naming.places:
        if isinstance(place.entry.body, Share):
            _find(naming, place, circles)
    for place in naming.places:
        if place.target is not None:
            _check_level(naming, place, place.target)


def _find(naming: Naming, place: Place, circles: set[frozenset[Place]]) -> None:
    """Find what a `share` applies again, through others that it may name."""
    passed = [place]
    while isinstance(body := passed[-1].entry.body, Share):
        found = _named(naming, body.target)
        if isinstance(found, Diagnostic):
            naming.report.add(found)
            return
        target, member = found
        if target in passed:
            circle = passed[passed.index(target) :]
            if frozenset(circle) not in circles:  # each is reported once
                circles.add(frozenset(circle))
                _report_circle(naming, circle)
            return
        if member:  # of the copies that the last of them names
            place.member = member
        passed.append(target)
    target = passed[-1]
    if isinstance(target.entry.body, Unknown):
        return
    place.target = target
    target.shared = True


def _report_circle(naming: Naming, circle: list[Place]) -> None:
    """Report entries that share each other."""
    first, *further = circle
    labels = [
        Label(one.entry.span, f"leads to `{following.text}`")
        for one, following in zip(circle, [*further, first], strict=True)
    ]
    path = (*(one.text for one in circle), first.text)
    naming.report.add(EndlessShare(span=first.entry.span, path=path, labels=tuple(labels)))


def _named(
    naming: Naming, reference: Reference
) -> tuple[Place, tuple[object, ...]] | Diagnostic:
    """The place that `share` names, and the rest of the path."""
    first = reference.path[0]
    span = reference.span
    if not isinstance(first, str):
        return Unshareable(
            span=span, name=str(reference), reason="its name must be written out"
        )
    if first in naming.inputs:
        return Unshareable(span=span, name=str(reference), reason="it is an input")
    place = naming.entries.get(first)
    if place is None:
        return UnknownReference(span=span, name=first, known=naming.known)
    rest = reference.path[1:]
    while rest and isinstance(place.entry.body, Chain) and not place.is_several:
        step = naming.named_step(place, str(rest[0]))
        if step is None:
            break
        place, rest = step, rest[1:]
    if rest and (place.entry.modifiers.copies is None or len(rest) > 1):
        if place.entry.modifiers.repeat is not None:
            reason = "all iterations are one model, which is shared as a whole"
            return Unshareable(span=span, name=str(reference), reason=reason)
        known = tuple(one.name for one in naming.named_steps(place))
        return NoSuchPart(span=span, name=place.text, part=str(rest[0]), known=known)
    if isinstance(place.entry.body, FunctionUse) or (
        isinstance(place.entry.body, CustomUse) and not place.entry.body.is_layer
    ):
        return Unshareable(
            span=span, name=place.text, reason="it is a function, which has no weights"
        )
    return place, rest


def _check_level(naming: Naming, place: Place, target: Place) -> None:
    """A shared entry and its further uses are parts of the same model."""
    here, there = _container(place), _container(target)
    around = _loop_around(target)
    if here is there and around is None:
        return
    if here is there and around is not None:
        reason = f"it is a part of `{around.text}`, which is applied several times"
    elif here is not None and (there is None or _is_inside(here, there)):
        reason = (
            f"this step belongs to the shared chain `{here.text}`, which becomes a "
            f"model of its own, and `{target.text}` stands outside of it"
        )
    else:
        assert there is not None
        reason = (
            f"it is a step of the shared chain `{there.text}`, which becomes a "
            f"model of its own, and only that as a whole can be used outside of it"
        )
    assert isinstance(place.entry.body, Share)
    naming.report.add(
        Unshareable(
            span=place.entry.body.target.span,
            name=target.text,
            reason=reason,
            labels=(Label(target.entry.span, "the shared layer"),),
        )
    )
    place.target = None


def _container(place: Place) -> Place | None:
    """The shared chain that a place is a step of; None for the model itnaming."""
    outer = place.parent
    while outer is not None and not outer.shared:
        outer = outer.parent
    return outer


def _loop_around(place: Place) -> Place | None:
    outer = place.parent
    while outer is not None and not outer.shared:
        if outer.is_several:
            return outer
        outer = outer.parent
    return None


def _is_inside(place: Place, outer: Place) -> bool:
    at: Place | None = place
    while at is not None:
        if at is outer:
            return True
        at = at.parent
    return False
