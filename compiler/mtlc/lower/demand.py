"""What is needed of a definition: its units, and what references ask for in loops."""

from __future__ import annotations

from dataclasses import dataclass, field

from mtlc.expand.frames import Frame
from mtlc.expand.model import Model
from mtlc.expand.places import Place, Unit, references_of
from mtlc.expand.results import Result
from mtlc.expand.stacks import is_live, live_units
from mtlc.graph import Value
from mtlc_spec.document import Reference
from mtlc_spec.expressions import ExpressionError
from mtlc_spec.templates import filled


@dataclass(eq=False, slots=True)
class Demand:
    """`iterations` of which single ones, and `steps` in loops that references name."""

    live: set[Unit]
    iterations: set[Place] = field(default_factory=set)
    steps: set[Place] = field(default_factory=set)

    def is_live(self, frame: Frame, place: Place) -> bool:
        """Whether a place, or what it stands in, is laid out."""
        return is_live(frame.scope, self.live, place)


def demand(frame: Frame) -> Demand:
    """What the outputs of a definition, and everything that they need, ask for."""
    found = Demand(live_units(frame.scope))
    outputs = frame.scope.definition.outputs or ()
    references = [one.reference for one in outputs if one.reference is not None]
    for place in frame.scope.places:
        references += references_of(place)
    for reference in references:
        first, *parts = reference.path
        if parts or not isinstance(first, str):
            _ask(frame, reference, found)
    return found


def _ask(frame: Frame, reference: Reference, found: Demand) -> None:
    start = _start(frame, reference)
    if start is None:
        return
    place, result, parts = start
    looped = False
    while parts:
        part = parts[0]
        if result.copies is not None:
            looped = True
            key = part if part in result.copies else next(iter(result.copies))
            result = result.copies[key]  # any of them asks for the same
        elif result.iterations is not None:
            looped = True
            iterations = result.iterations
            if part != "*" and not part.removeprefix("-").isdecimal():
                result = iterations[-1]
                continue
            found.iterations.add(place)
            result = iterations[0 if part == "*" else int(part)]
        elif result.steps is not None and part in result.steps:
            result = result.steps[part]
            place = _step(frame, place, part)
            if looped:
                found.steps.add(place)
        else:
            return
        parts = parts[1:]


def _start(frame: Frame, reference: Reference) -> tuple[Place, Result, list[str]] | None:
    names = {"i": 0, "copy": 0, **frame.names}
    try:
        words = [str(filled(part, names)) for part in reference.path]
    except ExpressionError:
        return None
    parts = ".".join(words).split(".")
    place = frame.scope.entries.get(parts[0])
    if place is None:
        return None
    place, rest = frame.scope.within(place, tuple(parts[1:]))
    result = frame.results.get(place)
    return None if result is None else (place, result, [*rest])


def _step(frame: Frame, place: Place, name: str) -> Place:
    step = frame.scope.named_step(place, name)
    assert step is not None
    return step


def used_values(model: Model) -> set[Value]:
    """The tensors that some call takes."""
    return {value for call in model.calls.values() for value in call.values()}
