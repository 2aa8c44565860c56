"""Entries that `when` or `repeat: 0` leave out."""

from __future__ import annotations

import contextlib

from mtlc.expand.context import Context, Items, Skipped
from mtlc.expand.counts import Stop
from mtlc.expand.frames import Code, Frame
from mtlc.expand.layout import Layout
from mtlc.expand.model import Aside, Path
from mtlc.expand.nested import call_shared
from mtlc.expand.places import Place, references_of
from mtlc.expand.references import resolve
from mtlc.expand.results import Result
from mtlc.expand.stacks import is_live, live_units
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
    key = (context.frame, place)
    layout.skipped.setdefault(key, Skipped(context, given, path, child))
    if context.model.parent is not None and isinstance(place.entry.body, Chain):
        # The model takes what its parts look at, whether they are there or not.
        scope = context.frame.scope
        for step in scope.steps_of(place):
            for reference in references_of(step, scope.steps_of):
                resolve(layout, context, reference)
    return Result(given[0] if given else None)


def try_skipped(layout: Layout, root: Frame) -> dict[Code, Frame]:
    """Lay out on the side what was left out, for those who write its code.

    A block's function is written from one application, in which nothing may be missing.
    Those are given back, if anything was left out at all.
    """
    written: dict[Code, Frame] = {}
    tried: set[tuple[Frame, Place]] = set()
    while layout.skipped:
        _choose(root, written)
        frames = {*written.values()}
        waiting = [
            (frame, place)
            for frame, place in layout.skipped
            if frame in frames or (frame is root and place not in layout.gives)
        ]
        if tried.issuperset(waiting):
            break
        for one in waiting:
            if one not in tried:
                tried.add(one)
                _lay_out(layout, *one)
    return written


def _choose(root: Frame, written: dict[Code, Frame]) -> None:
    """Choose an application of each block: the first one, in the order of the code."""
    seen: set[Code] = set()
    further: list[Frame] = []

    def visit(frame: Frame) -> None:
        live = live_units(frame.scope)
        for place, used in frame.uses.items():
            if is_live(frame.scope, live, place):
                choose(used)
            else:
                further.append(used)

    def choose(frame: Frame) -> None:
        code = frame.code
        if code not in seen:
            seen.add(code)
            visit(written.setdefault(code, frame))

    visit(root)
    for one in further:  # needed, if at all, by those that share it
        choose(one)


def _lay_out(layout: Layout, frame: Frame, place: Place) -> None:
    context, given, path, child = layout.skipped[frame, place]
    if context.model not in layout.asides:
        layout.asides[context.model] = Aside(context.model)
    aside = context.within(layout.asides[context.model])
    with contextlib.suppress(Stop), layout.unnoticed():
        if child is None:
            layout.once(aside, place, given, path)
        else:
            target, owner = child
            call_shared(layout, aside, target, given, owner, path, place.entry)
