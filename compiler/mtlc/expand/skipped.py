"""Entries that `when` or `repeat: 0` leave out."""

from __future__ import annotations

import contextlib

from mtlc.expand.context import Context, Items, Skipped
from mtlc.expand.counts import Stop
from mtlc.expand.layout import Layout
from mtlc.expand.model import Aside, Path
from mtlc.expand.nested import call_shared
from mtlc.expand.places import Place, references_of
from mtlc.expand.references import resolve
from mtlc.expand.results import Result
from mtlc_spec.document import Chain


def left_out(
    layout: Layout,
    context: Context,
    place: Place,
    given: Items,
    path: Path,
    child: tuple[Place, Path] | None = None,
) -> Result:
    """What is left out stands for its first input; `child` is its nested model."""
    layout.skipped.setdefault(place, Skipped(context, given, path, child))
    if context.model.parent is not None and isinstance(place.entry.body, Chain):
        # The model takes what its parts look at, whether they are there or not.
        scope = context.frame.scope
        for step in scope.steps_of(place):
            for reference in references_of(step, scope.steps_of):
                resolve(layout, context, reference)
    return Result(given[0] if given else None)


def try_skipped(layout: Layout) -> None:
    """Lay out on the side what was always left out, for those who write its code."""
    tried: set[Place] = set()
    while waiting := [
        one for one in layout.skipped if one not in layout.gives and one not in tried
    ]:
        for place in waiting:
            tried.add(place)
            context, given, path, child = layout.skipped[place]
            if context.model not in layout.asides:
                layout.asides[context.model] = Aside(context.model)
            aside = context.within(layout.asides[context.model])
            with contextlib.suppress(Stop), layout.unnoticed():
                if child is None:
                    layout.once(aside, place, given, path)
                else:
                    target, owner = child
                    call_shared(layout, aside, target, given, owner, path, place.entry)
