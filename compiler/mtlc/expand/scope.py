"""The scope of one definition: what refers to what, and in which order it is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from mtlc.expand.naming import Naming
from mtlc.expand.places import ChainEnd, Place, Unit, may_be, references_of
from mtlc.expand.problems import LayerCycle
from mtlc.expand.shares import find_shares
from mtlc.ordering import in_order
from mtlc_spec.diagnostics import Label
from mtlc_spec.document import Chain, Reference
from mtlc_spec.templates import may_compute

P = TypeVar("P")


@dataclass(eq=False)
class Scope(Naming):
    """The static facts about one definition; what is wrong with it is reported once."""

    units: list[Unit] = field(default_factory=list)
    candidates: dict[int, list[Unit]] = field(default_factory=dict)
    """The units that a reference with a computed name may lead to, by its identity."""
    is_stuck: bool = False
    """Some units go round in a circle, and are not laid out."""

    def __post_init__(self) -> None:
        super().__post_init__()
        find_shares(self)
        self._make_units()

    def _make_units(self) -> None:
        self.end_of: dict[Place, Unit] = {}
        self._fed: dict[Unit, list[Unit]] = {}
        units: list[Unit] = []
        before: Unit | None = None
        is_chain = isinstance(self.definition.layers, Chain)
        for place in self.roots:
            before = self._unit(place, before if is_chain else None, units)
        self._find_candidates(units)
        self.units = self._ordered(units)
        for one in self.definition.outputs or ():
            if one.reference is not None and not isinstance(one.reference.path[0], str):
                self.computed.append(one.reference.path[0])
                self.candidates[id(one.reference)] = self._may_mean(one.reference, set())

    def _find_candidates(self, units: list[Unit]) -> None:
        """What references with computed names may mean: nothing that depends on them."""
        self.computing: dict[int, Unit] = {}
        self.computed: list[object] = []
        if not may_compute(self.definition.layers_span.source):
            return
        computed = [
            (unit, reference)
            for unit in units
            for reference in self._references(unit)
            if not isinstance(reference.path[0], str)
        ]
        self.computing = {id(reference): unit for unit, reference in computed}
        self.computed = [reference.path[0] for _, reference in computed]
        if not computed:
            return
        takers: dict[Unit, list[Unit]] = {}
        for unit in units:
            for one in self._feeding(unit):
                takers.setdefault(one, []).append(unit)
        for unit, reference in computed:
            waiting = [unit, *(one for one in units if one.place.target is unit.place)]
            behind = {*waiting}
            while waiting:
                for one in takers.get(waiting.pop(), ()):
                    if one not in behind:
                        behind.add(one)
                        waiting.append(one)
            self.candidates[id(reference)] = self._may_mean(reference, behind)

    def _may_mean(self, reference: Reference, behind: set[Unit]) -> list[Unit]:
        """The units that a computed name can come out as; none of those behind it."""
        return [
            self.end_of[place]
            for place in self.entries.values()
            if self.end_of[place] not in behind and may_be(reference.path[0], place.name)
        ]

    def _unit(self, place: Place, before: Unit | None, units: list[Unit]) -> Unit:
        place.before = before
        units.append(place)
        last: Unit = place
        if self.is_open(place):
            for step in self.steps_of(place):
                last = self._unit(step, last, units)
            last = ChainEnd(place, last)
            units.append(last)
        self.end_of[place] = last
        return last

    def is_open(self, place: Place) -> bool:
        """A chain that runs once, in place: its steps are laid out one by one."""
        modifiers = place.entry.modifiers
        return (
            isinstance(place.entry.body, Chain)
            and not place.shared
            and modifiers.repeat is None
            and modifiers.copies is None
            and modifiers.when is None
        )

    def _ordered(self, units: list[Unit]) -> list[Unit]:
        """The units, each behind what it takes; the author's order where that is free.

        What goes round in a circle, or depends on it, is reported and left out.
        """
        if self._is_in_order(units):
            return units
        wires = self._wires(units)
        ordered = in_order(len(units), wires)
        if ordered is None and self.candidates:
            self._trust_order(units)
            wires = self._wires(units)
            ordered = in_order(len(units), wires)
        if ordered is not None:
            return [units[one] for one in ordered]
        from mtlc import wiring  # it loads networkx, which takes as long as a small check

        for circle in wiring.circles(len(units), wires):
            self._report_circle([units[one].place for one in circle])
            self.is_stuck = True
        return [units[one] for one in wiring.outside_circles(len(units), wires)]

    def _wires(self, units: list[Unit]) -> list[tuple[int, int]]:
        """Who feeds whom, by their numbers."""
        number = {unit: index for index, unit in enumerate(units)}
        return [(number[one], number[unit]) for unit in units for one in self.feeding(unit)]

    def _trust_order(self, units: list[Unit]) -> None:
        """Entries with computed names stay as written: they lead to those before them."""
        number = {unit: index for index, unit in enumerate(units)}
        computing = {*self.computing.values()}
        for reference, found in self.candidates.items():
            own = number[self.computing[reference]]
            self.candidates[reference] = [
                one for one in found if one not in computing or number[one] < own
            ]
        for unit in computing:
            self._fed.pop(unit, None)

    def _is_in_order(self, units: list[Unit]) -> bool:
        """Whether every unit stands behind what it takes."""
        before: set[Unit] = set()
        for unit in units:
            for one in self._feeding(unit):
                if one not in before:
                    return False
            before.add(unit)
        return True

    def feeding(self, unit: Unit) -> list[Unit]:
        """The units that one takes something from."""
        found = self._fed.get(unit)
        if found is None:
            found = self._fed[unit] = self._feeding(unit)
        return found

    def _feeding(self, unit: Unit) -> list[Unit]:
        found = [] if unit.before is None else [unit.before]
        place = unit.place
        if unit is place and place.is_plain and place.target is None and not place.entry.call:
            for reference in place.entry.inputs or ():
                found += self.leads_to(reference)
        else:
            found += self._feeding_parts(unit)
        return found

    def _feeding_parts(self, unit: Unit) -> Iterator[Unit]:
        """What an entry takes that is more than one call."""
        for reference in self._references(unit):
            yield from self.leads_to(reference)
        place = unit.place
        if place.target is not None and isinstance(place.target.entry.body, Chain):
            # Whoever comes first builds the nested model, with all that it looks at.
            for step in self.steps_of(place.target):
                for reference in references_of(step, self.steps_of):
                    yield from self.leads_to(reference)

    def _references(self, unit: Unit) -> Iterator[Reference]:
        """What is referred to where a unit is laid out."""
        place = unit.place
        if not unit.is_end:
            yield from references_of(place, None if self.is_open(place) else self.steps_of)

    def within(self, place: Place, rest: tuple[P, ...]) -> tuple[Place, tuple[P, ...]]:
        """The step of open chains that a path names, and the rest of the path."""
        while rest and self.is_open(place):
            step = self.named_step(place, str(rest[0]))
            if step is None:
                break
            place, rest = step, rest[1:]
        return place, rest

    def leads_to(self, reference: Reference) -> Sequence[Unit]:
        """The units that have to be laid out before a reference can be resolved."""
        first = reference.path[0]
        if not isinstance(first, str):
            return self.candidates.get(id(reference), ())
        place = self.entries.get(first)
        if place is None:
            return ()
        if len(reference.path) > 1:
            place, _ = self.within(place, reference.path[1:])
        while place not in self.end_of and place.parent is not None:
            place = place.parent
        return (self.end_of[place],)

    def _report_circle(self, circle: list[Place]) -> None:
        """Report what goes round; of a chain its steps, if it has any."""
        layers = [one for one in circle[:-1] if not self.is_open(one)]
        places = [*(layers or dict.fromkeys(circle))]
        places.append(places[0])
        self.report.add(
            LayerCycle(
                span=places[0].entry.span,
                path=tuple(one.text for one in places),
                labels=tuple(
                    Label(taker.entry.span, f"takes `{taken.text}`")
                    for taken, taker in pairwise(places)
                ),
            )
        )
