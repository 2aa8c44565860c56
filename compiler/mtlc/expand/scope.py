"""The names of one definition: what refers to what, what is shared, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from mtlc.expand.problems import (
    DuplicateName,
    EndlessShare,
    LayerCycle,
    NoSuchPart,
    UnknownReference,
    Unshareable,
)
from mtlc.expand.steps import StepName, step_names
from mtlc.ordering import in_order
from mtlc_spec.diagnostics import Diagnostic, Label, Report
from mtlc_spec.document import (
    PLAIN,
    BlockUse,
    Chain,
    CustomUse,
    Definition,
    Entry,
    FunctionUse,
    LayerUse,
    Reference,
    Share,
    Unknown,
)
from mtlc_spec.expressions import Expr, Text
from mtlc_spec.source import Span

Path = tuple[str, ...]


@dataclass(eq=False, slots=True)
class Place:
    """An entry or step: the place that it stands in, and what a path calls it.

    `counted` is the name of a step that its author left unnamed.
    """

    entry: Entry
    name: str
    counted: StepName | None
    parent: Place | None
    shared: bool = False
    """It is applied again somewhere, with the same weights."""
    target: Place | None = None
    """For a `share`: what it applies again; None if that cannot be."""
    member: tuple[object, ...] = ()
    """For a `share` of one of several copies: the rest of the path, which names it."""

    @property
    def step(self) -> StepName:
        return self.counted or StepName(self.name, written=True)

    @property
    def text(self) -> str:
        """`encoder.attention`, as far as it does not depend on numbers."""
        return self.name if self.parent is None else f"{self.parent.text}.{self.name}"

    @property
    def is_model(self) -> bool:
        """It becomes a nested model."""
        body = self.entry.body
        if isinstance(body, BlockUse) and body.nested:
            return True
        return self.shared and not self.is_single

    @property
    def is_plain(self) -> bool:
        """Applied once, as one call."""
        entry = self.entry
        return entry.modifiers is PLAIN and not isinstance(entry.body, Chain | BlockUse)

    @property
    def is_single(self) -> bool:
        """One layer, applied once: sharing it needs no nested model."""
        modifiers = self.entry.modifiers
        body = self.entry.body
        return modifiers.repeat is None and isinstance(body, LayerUse | CustomUse | Unknown)


@dataclass(eq=False, slots=True)
class Unit:
    """What is laid out in one go: an entry, or a step of a chain that runs once.

    `before` is the step before it; `ends` the chain whose last step it is.
    """

    place: Place
    before: Unit | None
    is_end: bool = False
    """Stands behind the last step of the chain `place`, and has what it gives."""
    feeding: tuple[Unit, ...] | None = None
    """What it takes something from, once that was asked for."""


@dataclass(eq=False)
class Scope:
    """The static facts about one definition; what is wrong with it is reported once."""

    definition: Definition
    inputs: Mapping[str, Span]
    report: Report
    clashes: bool = False
    """Names that something else has: what they refer to is not sure."""
    entries: dict[str, Place] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    steps: dict[int, list[Place]] = field(default_factory=dict)
    """The places of the steps of a chain, by the chain's identity."""
    inner: dict[tuple[Place, str], Place] = field(default_factory=dict)
    """The entries that stand as arguments of layers."""
    units: list[Unit] = field(default_factory=list)
    candidates: dict[int, list[Unit]] = field(default_factory=dict)
    """The units that a reference with a computed name may lead to, by its identity."""
    is_stuck: bool = False
    """Some units go round in a circle, and are not laid out."""

    def __post_init__(self) -> None:
        self._circles: set[frozenset[Place]] = set()
        layers = self.definition.layers
        if isinstance(layers, Chain):
            roots = self._chain(layers, None)
            named = [place for place in roots if place.entry.name is not None]
        else:
            roots = [self._place(entry, name, None, None) for name, entry in layers.items()]
            named = roots
        self.roots = roots
        for place in named:
            if place.name in self.inputs:
                self._rename(place, f"the input `{place.name}`", self.inputs[place.name])
        self.entries = {place.name: place for place in named}
        for place in self.places:
            if isinstance(place.entry.body, Share):
                self._share(place)
        for place in self.places:
            if place.target is not None:
                self._check_level(place)
        self._make_units()

    # --- places ---------------------------------------------------------------------

    def _chain(self, chain: Chain, parent: Place | None) -> list[Place]:
        found = [
            self._step(step, name, parent)
            for step, name in zip(chain.steps, step_names(chain), strict=True)
        ]
        self.steps[id(chain)] = found
        names: dict[str, Place] = {}
        for place in found:
            if place.counted is None:
                first = names.setdefault(place.name, place)
                if first is not place:
                    self._rename(place, "a step before it", first.entry.span)
        return found

    def _rename(self, place: Place, other: str, span: Span) -> None:
        """Report a name that something else has, and move the place out of its way."""
        self.clashes = True
        chain = place.parent is not None or isinstance(self.definition.layers, Chain)
        what = "step" if chain else "entry"
        self.report.add(
            DuplicateName(
                span=place.entry.span,
                name=place.name,
                first=other,
                second=f"the {what} `{place.text}`",
                labels=(Label(span, f"{other} is here"),),
            )
        )
        place.name = f"{place.name}'"

    def _step(self, entry: Entry, name: StepName, parent: Place | None) -> Place:
        return self._place(entry, name.base, None if name.written else name, parent)

    def _place(
        self, entry: Entry, name: str, counted: StepName | None, parent: Place | None
    ) -> Place:
        place = Place(entry, name, counted, parent)
        self.places.append(place)
        body = entry.body
        if isinstance(body, Chain):
            self._chain(body, place)
        elif isinstance(body, LayerUse) and body.inner:
            for argument, inner in body.inner.items():
                step = step_names(Chain((inner,)))[0]
                self.inner[place, argument] = self._step(inner, step, place)
        return place

    def steps_of(self, place: Place) -> list[Place]:
        """The steps of an entry that is a chain."""
        assert isinstance(place.entry.body, Chain)
        return self.steps[id(place.entry.body)]

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The names that a reference can begin with."""
        return (*self.inputs, *self.entries)

    # --- sharing ----------------------------------------------------------------------

    def _share(self, place: Place) -> None:
        """Find what a `share` applies again, through others that it may name."""
        passed = [place]
        while isinstance(body := passed[-1].entry.body, Share):
            found = self._named(body.target)
            if isinstance(found, Diagnostic):
                self.report.add(found)
                return
            target, member = found
            if target in passed:
                self._report_shares(passed[passed.index(target) :])
                return
            if len(passed) == 1:
                place.member = member
            passed.append(target)
        target = passed[-1]
        if isinstance(target.entry.body, Unknown):
            return
        place.target = target
        target.shared = True

    def _report_shares(self, circle: list[Place]) -> None:
        """Report entries that share each other, once for each circle."""
        if frozenset(circle) in self._circles:
            return
        self._circles.add(frozenset(circle))
        first, *further = circle
        labels = [
            Label(one.entry.span, f"leads to `{following.text}`")
            for one, following in zip(circle, [*further, first], strict=True)
        ]
        path = (*(one.text for one in circle), first.text)
        self.report.add(EndlessShare(span=first.entry.span, path=path, labels=tuple(labels)))

    def _named(self, reference: Reference) -> tuple[Place, tuple[object, ...]] | Diagnostic:
        """The place that `share` names, and the rest of the path."""
        first = reference.path[0]
        span = reference.span
        if not isinstance(first, str):
            return Unshareable(
                span=span, name=str(reference), reason="its name must be written out"
            )
        if first in self.inputs:
            return Unshareable(span=span, name=str(reference), reason="it is an input")
        place = self.entries.get(first)
        if place is None:
            return UnknownReference(span=span, name=first, known=self.known)
        rest = reference.path[1:]
        while rest and isinstance(place.entry.body, Chain) and not _several(place):
            step = self.named_step(place, str(rest[0]))
            if step is None:
                break
            place, rest = step, rest[1:]
        if rest and (place.entry.modifiers.copies is None or len(rest) > 1):
            known = tuple(one.name for one in self._named_steps(place))
            return NoSuchPart(span=span, name=place.text, part=str(rest[0]), known=known)
        if isinstance(place.entry.body, FunctionUse) or (
            isinstance(place.entry.body, CustomUse) and not place.entry.body.is_layer
        ):
            return Unshareable(
                span=span, name=place.text, reason="it is a function, which has no weights"
            )
        return place, rest

    def references(self) -> Iterator[Reference]:
        """All references of the definition."""
        for place in self.places:
            yield from references_of(place)
        for output in self.definition.outputs or ():
            if output.reference is not None:
                yield output.reference

    @cached_property
    def asked_inside(self) -> frozenset[str]:
        """The entries of which a reference asks for single members, or for a computed part."""
        return frozenset(
            str(reference.path[0])
            for reference in self.references()
            if len(reference.path) > 1 and _asks_inside(reference.path[1:])
        )

    def named_step(self, place: Place, name: str) -> Place | None:
        """The step of a chain that has this name."""
        return next((one for one in self._named_steps(place) if one.name == name), None)

    def _named_steps(self, place: Place) -> list[Place]:
        if not isinstance(place.entry.body, Chain):
            return []
        return [step for step in self.steps_of(place) if step.entry.name is not None]

    def _check_level(self, place: Place) -> None:
        """A shared entry and its further uses are parts of the same model."""
        target = place.target
        assert target is not None
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
        self.report.add(
            Unshareable(
                span=place.entry.body.target.span,
                name=target.text,
                reason=reason,
                labels=(Label(target.entry.span, "the shared layer"),),
            )
        )
        place.target = None

    # --- order --------------------------------------------------------------------------

    def _make_units(self) -> None:
        self.end_of: dict[Place, Unit] = {}
        units: list[Unit] = []
        before: Unit | None = None
        is_chain = isinstance(self.definition.layers, Chain)
        for place in self.roots:
            before = self._unit(place, before if is_chain else None, units)
        self._find_candidates(units)
        self.units = self._ordered(units)

    def _find_candidates(self, units: list[Unit]) -> None:
        """What references with computed names may mean: nothing that depends on them."""
        computed = [
            (unit, reference)
            for unit in units
            for reference in self._references(unit)
            if not isinstance(reference.path[0], str)
        ]
        if not computed:
            return
        takers: dict[Unit, list[Unit]] = {}
        for unit in units:
            for one in self._feeding(unit):
                takers.setdefault(one, []).append(unit)
        for unit, reference in computed:
            behind = {unit}
            waiting = [unit]
            while waiting:
                for one in takers.get(waiting.pop(), ()):
                    if one not in behind:
                        behind.add(one)
                        waiting.append(one)
            self.candidates[id(reference)] = [
                self.end_of[place]
                for place in self.entries.values()
                if self.end_of[place] not in behind and may_be(reference.path[0], place.name)
            ]

    def _unit(self, place: Place, before: Unit | None, units: list[Unit]) -> Unit:
        if self.is_open(place):
            last = Unit(place, before)
            units.append(last)
            for step in self.steps_of(place):
                last = self._unit(step, last, units)
            end = Unit(place, last, is_end=True)
        else:
            end = Unit(place, before)
        units.append(end)
        self.end_of[place] = end
        return end

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
        number = {unit: index for index, unit in enumerate(units)}
        wires = [(number[one], number[unit]) for unit in units for one in self.feeding(unit)]
        ordered = in_order(len(units), wires)
        if ordered is not None:
            return [units[one] for one in ordered]
        from mtlc import wiring  # it loads networkx, which takes as long as a small check

        for circle in wiring.circles(len(units), wires):
            self._report_circle([units[one].place for one in circle])
            self.is_stuck = True
        return [units[one] for one in wiring.outside_circles(len(units), wires)]

    def _is_in_order(self, units: list[Unit]) -> bool:
        """Whether every unit stands behind what it takes."""
        before: set[Unit] = set()
        for unit in units:
            if not before.issuperset(self.feeding(unit)):
                return False
            before.add(unit)
        return True

    def feeding(self, unit: Unit) -> tuple[Unit, ...]:
        """The units that one takes something from."""
        if unit.feeding is None:
            unit.feeding = tuple(self._feeding(unit))
        return unit.feeding

    def _feeding(self, unit: Unit) -> Iterator[Unit]:
        if unit.before is not None:
            yield unit.before
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

    def leads_to(self, reference: Reference) -> Iterator[Unit]:
        """The units that have to be laid out before a reference can be resolved."""
        first = reference.path[0]
        if not isinstance(first, str):
            yield from self.candidates.get(id(reference), ())
            return
        place = self.entries.get(first)
        if place is None:
            return
        if len(reference.path) > 1:
            rest = reference.path[1:]
            while rest and self.is_open(place):
                step = self.named_step(place, str(rest[0]))
                if step is None:
                    break
                place, rest = step, rest[1:]
        if place in self.end_of:
            yield self.end_of[place]
        else:
            outer = place
            while outer.parent is not None and outer not in self.end_of:
                outer = outer.parent
            yield self.end_of[outer]

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


StepsOf = Callable[[Place], list[Place]]


def references_of(place: Place, steps_of: StepsOf | None = None) -> Iterator[Reference]:
    """The references of an entry, and with `steps_of` those of the steps inside it."""
    entry = place.entry
    yield from entry.inputs or ()
    for argument in entry.call.values():
        for one in argument if isinstance(argument, tuple) else (argument,):
            if isinstance(one, Reference):
                yield one
    body = entry.body
    if steps_of is not None and isinstance(body, Chain):
        for step in steps_of(place):
            yield from references_of(step, steps_of)


def may_be(word: object, name: str) -> bool:
    """Whether a computed word, `head_$kind`, can come out as a name."""
    if not isinstance(word, Text):
        return True
    first, last = word.pieces[0], word.pieces[-1]
    return (not isinstance(first, str) or name.startswith(first)) and (
        not isinstance(last, str) or name.endswith(last)
    )


def _asks_inside(parts: tuple[str | Expr, ...]) -> bool:
    return any(
        isinstance(part, Expr) or part == "*" or part.removeprefix("-").isdecimal()
        for part in parts
    )


def _several(place: Place) -> bool:
    modifiers = place.entry.modifiers
    return modifiers.repeat is not None or modifiers.copies is not None


def _container(place: Place) -> Place | None:
    """The shared chain that a place is a step of; None for the model itself."""
    outer = place.parent
    while outer is not None and not outer.shared:
        outer = outer.parent
    return outer


def _loop_around(place: Place) -> Place | None:
    outer = place.parent
    while outer is not None and not outer.shared:
        if _several(outer):
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
