"""Where names lead: the entries of a document, their paths, and what is shared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from mtlc.expand.problems import (
    DuplicateName,
    EndlessReference,
    NoSuchPart,
    UnknownReference,
    Unshareable,
)
from mtlc_spec.diagnostics import Label, Report
from mtlc_spec.document import Chain, Document, Entry, LayerUse, Reference, Share, Unknown
from mtlc_spec.names import snake_case

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An entry or step, and the path that leads to it."""

    path: Path
    entry: Entry

    @property
    def text(self) -> str:
        return ".".join(self.path)


def steps_of(chain: Chain, path: Path) -> list[Place]:
    """The steps of a chain with their paths.

    Unnamed ones are called after their kind, and numbered among the unnamed steps of
    that kind: `dense`, `dense_1`.
    """
    seen: dict[str, int] = {}
    found = []
    for step in chain.steps:
        name = step.name
        if name is None:
            kind = snake_case(step.kind)
            number = seen.get(kind, 0)
            seen[kind] = number + 1
            name = f"{kind}_{number}" if number else kind
        found.append(Place((*path, name), step))
    return found


class Scope:
    """The names that the layers of a document can refer to."""

    def __init__(self, document: Document, report: Report) -> None:
        self.document = document
        self.report = report
        self._steps: dict[int, list[Place]] = {}
        self._named: dict[Path, dict[str, Place]] = {}
        self._parts: dict[Path, tuple[str, ...]] = {}
        self.inputs = {one.name: one for one in document.inputs}
        layers = document.layers
        if isinstance(layers, Chain):
            self.roots = self.steps(layers, ())
            named = [place for place in self.roots if place.entry.name is not None]
        else:
            self.roots = [Place((name,), entry) for name, entry in layers.items()]
            named = self.roots
        self.entries = {place.path[0]: place for place in named}
        self.roots = [self._distinct(place) for place in self.roots]

    def _distinct(self, place: Place) -> Place:
        """The place, moved out of the way if it has the name of an input."""
        name = place.path[0]
        if name not in self.inputs:
            return place
        what = "entry" if place.entry.name is not None else "layer"
        self.report.add(
            DuplicateName(
                span=place.entry.span,
                name=name,
                first=f"the input `{name}`",
                second=f"the {what} `{name}`",
                labels=(Label(self.inputs[name].span, "the input is here"),),
            )
        )
        return Place((f"{name}'",), place.entry)

    def steps(self, chain: Chain, path: Path) -> list[Place]:
        """The steps of a chain; the same list however often it is asked for."""
        found = self._steps.get(id(chain))
        if found is None:
            found = self._steps[id(chain)] = steps_of(chain, path)
        return found

    @cached_property
    def known(self) -> tuple[str, ...]:
        return (*self.inputs, *self.entries)

    def find(self, reference: Reference) -> tuple[Place, Path] | None:
        """The entry that a reference leads to, and the parts that are left.

        None, and a report, if its first name is unknown. The caller deals with inputs.
        """
        place = self.entries.get(reference.path[0])
        if place is None:
            self.report.add(
                UnknownReference(span=reference.span, name=reference.path[0], known=self.known)
            )
            return None
        rest = reference.path[1:]
        while rest and isinstance(place.entry.body, Chain):
            found = self._named_steps(place).get(rest[0])
            if found is None:
                break
            place, rest = found, rest[1:]
        return place, rest

    def parts(self, place: Place) -> tuple[str, ...]:
        """The named steps behind an entry."""
        found = self._parts.get(place.path)
        if found is None:
            found = self._parts[place.path] = tuple(self._named_steps(place))
        return found

    def _named_steps(self, place: Place) -> dict[str, Place]:
        """The named steps of an entry by their names, the first of each."""
        found = self._named.get(place.path)
        if found is None:
            found = self._named[place.path] = {}
            body = place.entry.body
            for step in self.steps(body, place.path) if isinstance(body, Chain) else ():
                if step.entry.name is not None:
                    found.setdefault(step.path[-1], step)
        return found

    @cached_property
    def everything(self) -> list[Place]:
        """Every entry and step, outer ones first."""
        found = []
        waiting = list(reversed(self.roots))
        while waiting:
            place = waiting.pop()
            found.append(place)
            if isinstance(place.entry.body, Chain):
                waiting.extend(reversed(self.steps(place.entry.body, place.path)))
        return found

    @cached_property
    def shares(self) -> dict[Path, Place | None]:
        """What each `share` stands for, by its path; None where it cannot be."""
        found: dict[Path, Place | None] = {}
        for place in self.everything:
            if isinstance(place.entry.body, Share):
                found[place.path] = self._shared(place, found)
        nested = {
            target.path
            for target in found.values()
            if target is not None and isinstance(target.entry.body, Chain)
        }
        for path, target in found.items():
            if target is not None and not self._same_level(path, target, nested):
                found[path] = None
        return found

    def _shared(self, place: Place, known: dict[Path, Place | None]) -> Place | None:
        """Follow `share` to the entry that has the weights."""
        passed = {place.path: place}
        while isinstance(body := place.entry.body, Share):
            if (target_known := known.get(place.path)) is not None:
                return target_known
            target = body.target
            if target.path[0] in self.inputs:
                self.report.add(
                    Unshareable(span=target.span, name=str(target), reason="it is an input")
                )
                return None
            found = self.find(target)
            if found is None:
                return None
            place, rest = found
            if rest:
                self.report.add(
                    NoSuchPart(
                        span=target.span, name=place.text, part=rest[0], known=self.parts(place)
                    )
                )
                return None
            if place.path in passed:
                path = (*(one.text for one in passed.values()), place.text)
                self.report.add(EndlessReference(span=target.span, path=path))
                return None
            passed[place.path] = place
        return None if isinstance(place.entry.body, Unknown) else place

    def _same_level(self, path: Path, target: Place, nested: set[Path]) -> bool:
        """Whether a shared entry and its further use are parts of the same model."""
        here, there = _inner(path, nested), _inner(target.path, nested)
        if here == there:
            return True
        share = next(place for place in self.everything if place.path == path)
        assert isinstance(share.entry.body, Share)
        if len(here) > len(there):
            reason = (
                f"this step belongs to the shared chain `{'.'.join(here)}`, which becomes a "
                f"model of its own, and `{target.text}` stands outside of it"
            )
        else:
            reason = (
                f"it is a step of the shared chain `{'.'.join(there)}`, which becomes a "
                f"model of its own, and only that as a whole can be used outside of it"
            )
        self.report.add(
            Unshareable(
                span=share.entry.body.target.span,
                name=target.text,
                reason=reason,
                labels=(Label(target.entry.span, "the shared layer"),),
            )
        )
        return False

    @cached_property
    def nested(self) -> frozenset[Path]:
        """The paths of the chains that are shared, and so become nested models."""
        return frozenset(
            target.path
            for target in self.shares.values()
            if target is not None and isinstance(target.entry.body, Chain)
        )

    @cached_property
    def shared_layers(self) -> frozenset[Path]:
        """The paths of the single layers that are shared."""
        return frozenset(
            target.path
            for target in self.shares.values()
            if target is not None and isinstance(target.entry.body, LayerUse)
        )

    def container(self, path: Path) -> Path:
        """The path of the nested model that a path is inside of; empty for the model."""
        return _inner(path, self.nested)


def _inner(path: Path, nested: frozenset[Path] | set[Path]) -> Path:
    if nested:
        for length in range(len(path) - 1, 0, -1):
            if path[:length] in nested:
                return path[:length]
    return ()
