"""What is needed of a definition: its units, and what references ask for in loops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mtlc.expand.frames import Frame
from mtlc.expand.model import Model
from mtlc.expand.places import Place, Unit, references_of
from mtlc.expand.results import Result
from mtlc.expand.scope import Scope
from mtlc.expand.stacks import is_live, live_units
from mtlc.graph import Value
from mtlc_spec.document import Chain, Reference
from mtlc_spec.expressions import ExpressionError
from mtlc_spec.templates import filled


@dataclass(eq=False, slots=True)
class Demand:
    """`iterations` of which single ones, and `steps` in loops that references name.

    `computed` are the places of which a computed word may name any part.
    """

    live: set[Unit]
    iterations: set[Place] = field(default_factory=set)
    steps: set[Place] = field(default_factory=set)
    computed: set[Place] = field(default_factory=set)

    def is_live(self, frame: Frame, place: Place) -> bool:
        """Whether a place, or what it stands in, is laid out."""
        return is_live(frame.scope, self.live, place)


def demand(frame: Frame) -> Demand:
    """What the outputs of a definition, and everything that they need, ask for."""
    scope = frame.scope
    found = Demand(live_units(scope))
    outputs = scope.definition.outputs or ()
    references = [one.reference for one in outputs if one.reference is not None]
    for place in scope.places:
        references += references_of(place)
    for reference in references:
        first, *parts = reference.path
        if not parts and isinstance(first, str):
            continue
        for name, rest in _paths(frame, reference):
            if name in scope.entries:
                _ask(frame, scope.entries[name], rest, found)
        if not all(isinstance(part, str) for part in reference.path):
            for place in _may_mean(scope, reference):
                _ask_all(scope, place, found)
    return found


Part = tuple[str, bool]
"""A word of a path, and whether it is computed."""


def _paths(frame: Frame, reference: Reference) -> Iterator[tuple[str, list[Part]]]:
    """The entries that a reference may begin with, each with the rest of its path."""
    names = {"i": 0, "copy": 0, **frame.names}
    words: list[Part] = []
    try:
        for part in reference.path:
            found = str(filled(part, names)).split(".")
            words += [(word, not isinstance(part, str)) for word in found]
    except ExpressionError:
        return
    (first, is_computed), *rest = words
    yield first, rest
    if is_computed:
        for place in _may_mean(frame.scope, reference):
            if place.name != first:
                yield place.name, rest


def _may_mean(scope: Scope, reference: Reference) -> list[Place]:
    """The entries that a reference with a computed word may begin with."""
    first = reference.path[0]
    if isinstance(first, str):
        return [scope.entries[first]] if first in scope.entries else []
    return [unit.place for unit in scope.candidates.get(id(reference), ())]


def _ask_all(scope: Scope, place: Place, found: Demand) -> None:
    """A computed word may name any part of an entry, and of its steps."""
    found.computed.add(place)
    if isinstance(place.entry.body, Chain):
        for step in scope.steps_of(place):
            _ask_all(scope, step, found)


def _ask(frame: Frame, place: Place, parts: list[Part], found: Demand) -> None:
    """Follow a path from an entry, or from a step of a chain that runs once."""
    scope = frame.scope
    if parts and scope.is_open(place):
        (part, is_computed), *behind = parts
        step = scope.named_step(place, part)
        if step is not None:
            for one in scope.named_steps(place) if is_computed else (step,):
                _ask(frame, one, behind, found)
            return
    result = frame.results.get(place)
    if result is not None:
        _ask_result(scope, place, result, parts, False, found)


def _ask_result(
    scope: Scope, place: Place, result: Result, parts: list[Part], looped: bool, found: Demand
) -> None:
    """Follow a path into what an entry gives, in loops or not; a computed step may be any."""
    while parts:
        (part, is_computed), *behind = parts
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
            number = 0 if part == "*" else int(part)
            if not -len(iterations) <= number < len(iterations):
                return  # of the entries that a computed word may name, some have fewer
            found.iterations.add(place)
            result = iterations[number]
        elif result.steps is not None and part in result.steps:
            steps = {one.name: one for one in scope.named_steps(place)}
            for name in steps.keys() & result.steps.keys() if is_computed else (part,):
                if looped:
                    found.steps.add(steps[name])
                _ask_result(scope, steps[name], result.steps[name], behind, looped, found)
            return
        else:
            return
        parts = behind


def used_values(model: Model) -> set[Value]:
    """The tensors that some call takes."""
    return {value for call in model.calls.values() for value in call.values()}
