"""Entries with all of their copies and iterations."""

from __future__ import annotations

from mtlc.expand.context import Context, Items
from mtlc.expand.iterations import iterate
from mtlc.expand.layout import Layout
from mtlc.expand.model import Path
from mtlc.expand.modifiers import copy_keys, is_on, times
from mtlc.expand.nested import call_shared
from mtlc.expand.paths import component, is_complete
from mtlc.expand.places import Place
from mtlc.expand.references import given_to
from mtlc.expand.results import Result, copies_group
from mtlc.expand.segments import lay_out_segments, segment_size
from mtlc.expand.skipped import left_out
from mtlc_spec.document import PLAIN


def apply(
    layout: Layout, context: Context, place: Place, inputs: Items | None, path: Path
) -> Result:
    """Apply an entry with all of its copies; `inputs` None are those of its `from`."""
    entry = place.entry
    modifiers = entry.modifiers
    if modifiers is PLAIN and not place.is_model:
        return layout.once(context, place, given_to(layout, context, entry, inputs), path)
    if modifiers.copies is None:
        return _member(layout, context, place, inputs, path)
    keys = copy_keys(layout, context, modifiers.copies)
    if keys is None:
        context.model.incomplete = True
        return Result(None)
    numbered = not isinstance(keys, tuple)
    layout.limits.several(len(keys), context.trace, modifiers.copies.span)
    found: dict[str, Result] = {}
    for number, key in enumerate(keys):
        if numbered and not is_complete(place):
            where = (*path, *component(layout, context, place, number))
        else:
            where = (*path, str(key))
        one = context.inside(where, entry, i=number, copy=key)
        least = layout.forecast.of_copy(entry) if number == 0 else 0
        with layout.limits.first_of(len(keys), number, modifiers.copies.span, one.trace, least):
            found[str(key)] = _member(layout, one, place, inputs, where)
    return Result(copies_group(found), copies=found)


def _member(
    layout: Layout, context: Context, place: Place, inputs: Items | None, path: Path
) -> Result:
    """One copy: shared parts that are not a single layer are a model of their own."""
    if not place.is_model:
        return repeated(layout, context, place, inputs, path)
    entry = place.entry
    given = given_to(layout, context, entry, inputs)
    if entry.modifiers.repeat is None and not is_on(layout, context, entry):
        return left_out(layout, context, place, given, path, (place, path))
    return call_shared(layout, context, place, given, path, path, entry)


def repeated(
    layout: Layout, context: Context, place: Place, inputs: Items | None, path: Path
) -> Result:
    """Apply an entry with all of its iterations, or not at all."""
    entry = place.entry
    repeat = entry.modifiers.repeat
    if repeat is None:
        given = given_to(layout, context, entry, inputs)
        if not is_on(layout, context, entry):
            return left_out(layout, context, place, given, path)
        return layout.once(context, place, given, path)
    count = times(layout, context, repeat)
    if count is None:
        context.model.incomplete = True
        return Result(None)
    layout.limits.several(count, context.trace, repeat.span)
    if count == 0:
        zeroth = context.inside(path, entry, i=0)
        given = given_to(layout, zeroth, entry, inputs)
        return left_out(layout, zeroth, place, given, path)
    size = segment_size(layout, context, place, inputs, count, path)
    if size is not None:
        return lay_out_segments(layout, context, place, inputs, count, size, path)
    found = iterate(layout, context, place, inputs, path, range(count), ())
    return Result(found[-1].item, iterations=found)
