"""Repeats that are deeper than Keras can build, in segments that are models of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtlc.expand.counts import Limits
from mtlc.expand.model import Aside, Child, LayerNames, Model, Path
from mtlc.expand.results import Group, Item, Result
from mtlc.expand.scope import Place
from mtlc.graph import SEGMENT_KIND, Call, InputNode
from mtlc_spec.diagnostics import Diagnostic, Report, Severity
from mtlc_spec.expressions import Expr

if TYPE_CHECKING:
    from mtlc.expand.expansion import Context, Expander

Items = tuple[Item, ...]

DEEPEST = 800
"""Calls behind each other that are still built as they are.

Keras 3.15 follows a graph by recursion, and raises RecursionError at 985 calls when it is
called from the top of a program; the rest is left to the callers of `build_model`.
"""

SEGMENT = 400
"""Calls behind each other in one segment."""

FEW = 20
"""Iterations that are not worth measuring."""


class DeepModel(Diagnostic, code="MTL4011", severity=Severity.NOTE):
    """The model is deeper than Keras can build, and is split into nested models.

    Keras 3.15 raises RecursionError at 985 layers behind each other. A higher recursion
    limit would let such a model be saved, but not loaded.

    Example::

          inputs: {x: [4]}
          layers:
        - - &ten {chain: [<10 x ReLU,>]}
        - - &hundred {chain: [<10 x *ten,>]}
        - - chain: [<9 x *hundred,>]
        + - chain: [<10 x ReLU,>]
    """

    depth: int
    segments: int

    @property
    def message(self) -> str:
        return (
            f"{self.depth} layers stand behind each other, more than Keras can build; "
            f"they are split into {self.segments} nested models"
        )


@dataclass(frozen=True, slots=True)
class Segments:
    """How a repeat is divided: iterations to a segment, and the first segment's model."""

    size: int
    child: Child
    carried: int
    """How many inputs of an iteration come from the one before it."""


def levels(calls: Iterable[Call]) -> dict[str, int]:
    """How many calls stand behind each other up to each call, itself included."""
    found: dict[str, int] = {}
    for call in calls:
        deepest = 0
        for value in call.values():
            level = found.get(value.producer, 0)
            if level > deepest:
                deepest = level
        found[call.name] = deepest + 1
    return found


class Segmenting:
    """Divides the repeats of one document."""

    def __init__(self, expander: Expander, deepest: int) -> None:
        self.expander = expander
        self.deepest = deepest
        self.found: dict[Place, Segments] = {}
        self._named: dict[int, frozenset[str]] = {}

    def size(
        self, context: Context, place: Place, inputs: Items | None, count: int, path: Path
    ) -> int | None:
        """How many iterations a segment has; None for a repeat that needs none."""
        if count < FEW or self._are_named(context, place):
            return None
        depth = self._depth(context, place, inputs, path)
        if count * depth <= self.deepest:
            return None
        return max(1, SEGMENT // max(1, depth))

    def lay_out(
        self,
        context: Context,
        place: Place,
        inputs: Items | None,
        count: int,
        size: int,
        path: Path,
    ) -> Result:
        """All iterations, each segment a nested model that the next one follows."""
        expander, entry = self.expander, place.entry
        carried: Items = ()
        item: Item = None
        for number in range(0, count, size):
            owner = (*self._base(context, place, path), str(number // size))
            iterations = range(number, min(number + size, count))
            first = context.inside(owner, entry, i=number)
            given = expander.inputs_of(first, entry) if inputs is None else inputs
            given = (*carried[: len(given)], *given[len(carried) :])
            taken = _carried_count(expander.gives.get(place), len(given))
            child = self._segment(
                context, place, inputs, owner, path, iterations, given[:taken]
            )
            self.found.setdefault(place, Segments(size, child, taken))
            item = expander.call_child(context, child, given[:taken], owner, entry).item
            is_several = isinstance(item, Group) and item.form == "outputs"
            carried = item.members if isinstance(item, Group) and is_several else (item,)
        repeat = entry.modifiers.repeat
        assert repeat is not None
        depth = expander.depths[place] * count
        found = DeepModel(span=repeat.span, depth=depth, segments=-(-count // size))
        expander.add(context, found)
        return Result(item)

    def _segment(
        self,
        context: Context,
        place: Place,
        inputs: Items | None,
        owner: Path,
        path: Path,
        iterations: range,
        taken: Items,
    ) -> Child:
        outer, entry = context.model, place.entry
        name = "_".join(owner)
        nodes: dict[str, InputNode] = {}
        given = self.expander.made_inputs(taken, name, entry.span, nodes)
        model = Model(owner, nodes, outer, closed=False)
        inside = context.within(model)
        results = self.expander.iterations(inside, place, inputs, path, iterations, given)
        return self.expander.close_child(
            context, model, owner, entry, SEGMENT_KIND, results[-1].item
        )

    def _base(self, context: Context, place: Place, path: Path) -> Path:
        """What the names of the segments begin with."""
        if place.step.written or place.entry.modifiers.copies is not None:
            return (*path, "segment")
        (own,) = self.expander.component(context, place, single=True)
        return (*path, f"{own}_segment")

    def _depth(self, context: Context, place: Place, inputs: Items | None, path: Path) -> int:
        """How many calls of one iteration stand behind each other."""
        found = self.expander.depths.get(place)
        if found is None:
            with self._aside(context) as aside:
                inside = context.within(aside)
                self.expander.iterations(inside, place, inputs, path, range(1), ())
                calls = aside.calls.values()
                found = max(levels(calls).values(), default=0)
            self.expander.depths[place] = found
        return found

    @contextmanager
    def _aside(self, context: Context) -> Iterator[Aside]:
        """Lay something out that leaves no traces."""
        expander = self.expander
        before = (expander.report, expander.limits, expander.layer_names, expander.frames)
        uses, gives = dict(context.frame.uses), dict(expander.gives)
        expander.report = Report()
        expander.limits = Limits(expander.report, before[1].most)
        expander.layer_names = LayerNames(expander.report)
        expander.frames = {}
        try:
            yield Aside(context.model)
        finally:
            made = {one: item for one, item in expander.gives.items() if one not in gives}
            (expander.report, expander.limits, expander.layer_names, expander.frames) = before
            context.frame.uses = uses
            expander.gives = {**gives, **made}

    def _are_named(self, context: Context, place: Place) -> bool:
        """Whether a reference asks for single iterations, or for steps inside of them."""
        scope = context.frame.scope
        named = self._named.get(id(scope))
        if named is None:
            named = self._named[id(scope)] = frozenset(
                str(reference.path[0])
                for reference in scope.references()
                if len(reference.path) > 1 and _asks_inside(reference.path[1:])
            )
        outermost = place
        while outermost.parent is not None:
            outermost = outermost.parent
        return outermost.name in named


def _asks_inside(parts: tuple[str | Expr, ...]) -> bool:
    return any(
        isinstance(part, Expr) or part == "*" or part.removeprefix("-").isdecimal()
        for part in parts
    )


def _is_several(item: Item) -> bool:
    return isinstance(item, Group) and item.form == "outputs"


def _carried_count(gives: Item, given: int) -> int:
    count = len(gives.members) if isinstance(gives, Group) and _is_several(gives) else 1
    return min(count, given)
