"""The names of one definition: its entries and steps, and those that clash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mtlc.expand.places import Place, references_of
from mtlc.expand.problems import DuplicateName
from mtlc.expand.steps import StepName, step_names
from mtlc_spec.diagnostics import Label, Report
from mtlc_spec.document import Chain, Definition, Entry, LayerUse, Reference
from mtlc_spec.expressions import Expr
from mtlc_spec.source import Span


@dataclass(eq=False)
class Naming:
    """The places of one definition by their names; two with one name are reported."""

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

    def __post_init__(self) -> None:
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
    def unnamed(self) -> tuple[Place, ...]:
        """The outermost steps that their author left unnamed."""
        return tuple(one for one in self.roots if not one.step.written)

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The names that a reference can begin with."""
        return (*self.inputs, *self.entries)

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
        return next((one for one in self.named_steps(place) if one.name == name), None)

    def named_steps(self, place: Place) -> list[Place]:
        """The steps of a chain that have names of their own; none for what is no chain."""
        if not isinstance(place.entry.body, Chain):
            return []
        return [step for step in self.steps_of(place) if step.entry.name is not None]


def _asks_inside(parts: tuple[str | Expr, ...]) -> bool:
    return any(
        isinstance(part, Expr) or part == "*" or part.removeprefix("-").isdecimal()
        for part in parts
    )
