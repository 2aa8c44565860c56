"""Repeats that are deeper than Keras can build, in segments that are models of their own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from mtlc.expand.context import Context, Items
from mtlc.expand.counts import Stop
from mtlc.expand.iterations import carried_from, iterate
from mtlc.expand.layout import Layout
from mtlc.expand.model import Aside, Child, Model, Path, Segments
from mtlc.expand.nested import call_child, close_child, made_inputs, numbered_inputs
from mtlc.expand.paths import component
from mtlc.expand.places import Place
from mtlc.expand.references import given_to
from mtlc.expand.results import Item, Result
from mtlc.graph import SEGMENT_KIND, InputNode, levels
from mtlc_spec.diagnostics import Diagnostic, Severity

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
        - - &ten {chain: [<10 x LeakyReLU,>]}
        - - &hundred {chain: [<10 x *ten,>]}
        - - chain: [<9 x *hundred,>]
        + - chain: [<10 x LeakyReLU,>]
    """

    depth: int
    segments: int

    @property
    def message(self) -> str:
        return (
            f"{self.depth} layers stand behind each other, more than Keras can build; "
            f"they are split into {self.segments} nested models"
        )


def segment_size(
    layout: Layout, context: Context, place: Place, inputs: Items | None, count: int, path: Path
) -> int | None:
    """How many iterations a segment has; None for a repeat that needs none."""
    if count < FEW or _are_named(context, place):
        return None
    depth = _depth(layout, context, place, inputs, path)
    if count * depth <= layout.deepest:
        return None
    return max(1, SEGMENT // max(1, depth))


def lay_out_segments(
    layout: Layout,
    context: Context,
    place: Place,
    inputs: Items | None,
    count: int,
    size: int,
    path: Path,
) -> Result:
    """All iterations, each segment a nested model that the next one follows."""
    entry = place.entry
    carried: Items = ()
    item: Item = None
    for number in range(0, count, size):
        owner = (*_base(layout, context, place, path), str(number // size))
        iterations = range(number, min(number + size, count))
        first = context.inside(owner, entry, i=number)
        given = given_to(layout, first, entry, inputs)
        given = (*carried[: len(given)], *given[len(carried) :])
        taken = min(len(carried_from(layout.gives.get(place))), len(given))
        child = _segment(layout, context, place, inputs, owner, path, iterations, given[:taken])
        layout.segments.setdefault(place, Segments(size, child, taken))
        item = call_child(layout, context, child, given[:taken], owner, entry).item
        carried = carried_from(item)
    repeat = entry.modifiers.repeat
    assert repeat is not None
    depth = layout.depths[place] * count
    layout.add(context, DeepModel(span=repeat.span, depth=depth, segments=-(-count // size)))
    return Result(item)


def _segment(
    layout: Layout,
    context: Context,
    place: Place,
    inputs: Items | None,
    owner: Path,
    path: Path,
    iterations: range,
    taken: Items,
) -> Child:
    entry = place.entry
    nodes: dict[str, InputNode] = {}
    bases = numbered_inputs("_".join(owner), len(taken))
    given = made_inputs(taken, bases, entry.span, nodes)
    model = Model(owner, nodes, context.model, closed=False)
    inside = context.within(model)
    results = iterate(layout, inside, place, inputs, path, iterations, given)
    return close_child(layout, context, model, owner, entry, SEGMENT_KIND, results[-1].item)


def _base(layout: Layout, context: Context, place: Place, path: Path) -> Path:
    """What the names of the segments begin with."""
    if place.step.written or place.entry.modifiers.copies is not None:
        return (*path, "segment")
    (own,) = component(layout, context, place, single=True)
    return (*path, f"{own}_segment")


def _depth(
    layout: Layout, context: Context, place: Place, inputs: Items | None, path: Path
) -> int:
    """How many calls of one iteration stand behind each other."""
    found = layout.depths.get(place)
    if found is None:
        found = 0
        # what is too large is reported where it is laid out in earnest
        with contextlib.suppress(Stop), _aside(layout, context) as aside:
            iterate(layout, context.within(aside), place, inputs, path, range(1), ())
            found = max(levels(aside.calls.values()).values(), default=0)
        layout.depths[place] = found
    return found


@contextlib.contextmanager
def _aside(layout: Layout, context: Context) -> Iterator[Aside]:
    """Lay something out that leaves no traces."""
    frames, uses, gives = layout.frames, dict(context.frame.uses), dict(layout.gives)
    layout.frames = {}
    try:
        with layout.unnoticed():
            yield Aside(context.model)
    finally:
        made = {one: item for one, item in layout.gives.items() if one not in gives}
        layout.frames = frames
        context.frame.uses = uses
        layout.gives = {**gives, **made}


def _are_named(context: Context, place: Place) -> bool:
    """Whether a reference asks for single iterations, or for steps inside of them."""
    outermost = place
    while outermost.parent is not None:
        outermost = outermost.parent
    return outermost.name in context.frame.scope.asked_inside
