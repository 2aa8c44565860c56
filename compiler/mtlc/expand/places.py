"""Entries and steps where they stand: what a path calls each, and what it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mtlc.expand.steps import StepName
from mtlc_spec.document import (
    PLAIN,
    BlockUse,
    Chain,
    CustomUse,
    Entry,
    LayerUse,
    Reference,
    Unknown,
)
from mtlc_spec.expressions import Text

_SEVERAL_CALLS = (Chain, BlockUse)
_ONE_LAYER = (LayerUse, CustomUse, Unknown)


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
    before: Unit | None = None
    """In a chain that runs once: what stands before it."""

    @property
    def place(self) -> Place:
        return self

    @property
    def is_end(self) -> bool:
        return False

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
    def is_several(self) -> bool:
        """Applied as many times as it says: copies, or iterations."""
        modifiers = self.entry.modifiers
        return modifiers.repeat is not None or modifiers.copies is not None

    @property
    def is_plain(self) -> bool:
        """Applied once, as one call."""
        entry = self.entry
        return entry.modifiers is PLAIN and not isinstance(entry.body, _SEVERAL_CALLS)

    @property
    def is_single(self) -> bool:
        """One layer, applied once: sharing it needs no nested model."""
        modifiers = self.entry.modifiers
        body = self.entry.body
        return modifiers.repeat is None and isinstance(body, _ONE_LAYER)


@dataclass(eq=False, slots=True)
class ChainEnd:
    """What stands behind the last step of a chain that runs once, and has what it gives."""

    place: Place
    before: Unit

    @property
    def is_end(self) -> bool:
        return True


Unit = Place | ChainEnd
"""What is laid out in one go: an entry, a step of a chain that runs once, or its end."""

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
