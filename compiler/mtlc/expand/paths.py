"""What the layers of a place are called: its path, and the entry that stands for it."""

from __future__ import annotations

from mtlc.expand.context import Context
from mtlc.expand.frames import Frame
from mtlc.expand.layout import Layout
from mtlc.expand.model import Path
from mtlc.expand.places import Place
from mtlc.expand.values import evaluate
from mtlc.graph import Stem


def prefix_of(layout: Layout, frame: Frame, place: Place) -> Path:
    """The path of what a place stands in, which runs once."""
    parent = place.parent
    if parent is None:
        return frame.prefix
    context = Context(frame, frame.model, frame.names, None, None)
    return (*prefix_of(layout, frame, parent), *component(layout, context, parent))


def component(
    layout: Layout,
    context: Context,
    place: Place,
    number: int | None = None,
    single: bool = False,
) -> Path:
    """What a place adds to a path; nothing as long as it waits for its number."""
    step = place.counted
    if step is None:
        return (place.name,)
    if step.numbered and number is None and not single and _is_numbered(layout, context, place):
        return ()
    before = 0
    for count in step.before:
        if isinstance(count, int):
            before += count
        else:
            value = evaluate(layout, context, count)
            before += value if isinstance(value, int) else 1
    if number is not None and step.numbered:
        return (f"{step.base}_{before + number}",)
    return (f"{step.base}_{before}" if before else step.base,)


def _is_numbered(layout: Layout, context: Context, place: Place) -> bool:
    """Its copies or iterations have numbers, rather than names."""
    copies = place.entry.modifiers.copies
    if copies is None:
        return True
    value = copies.value
    if not isinstance(value, int | tuple):
        value = evaluate(layout, context, value)
    return not isinstance(value, tuple)


def is_complete(place: Place) -> bool:
    """Whether the path names the place already, so that members add a part of their own."""
    return place.counted is None or not place.counted.numbered


def stem_of(layout: Layout, frame: Frame, place: Place) -> Stem | None:
    """The innermost named entry that a place belongs to, if not the call alone."""
    if not (frame.prefix or place.parent is not None) and place.is_plain:
        return None
    at: Place | None = place
    while at is not None and at.entry.name is None:
        at = at.parent
    if at is None:
        return None
    stem = layout.stems.get(at)
    if stem is None:
        stem = layout.stems[at] = Stem(at.text.replace(".", "_"), at.entry.span)
    return stem
