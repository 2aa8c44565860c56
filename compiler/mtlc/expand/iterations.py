"""The iterations of a `repeat`: each takes what the one before it gives."""

from __future__ import annotations

from mtlc.expand.context import Context, Items
from mtlc.expand.layout import Layout
from mtlc.expand.model import Path
from mtlc.expand.modifiers import is_on
from mtlc.expand.paths import component, is_complete
from mtlc.expand.places import Place
from mtlc.expand.references import given_to
from mtlc.expand.results import Group, Item, Result
from mtlc.expand.skipped import left_out


def iterate(
    layout: Layout,
    context: Context,
    place: Place,
    inputs: Items | None,
    path: Path,
    numbers: range,
    carried: Items,
) -> list[Result]:
    """Apply an entry in sequence; `carried` are the results of the iteration before."""
    entry = place.entry
    repeat = entry.modifiers.repeat
    assert repeat is not None
    numbered = entry.modifiers.copies is None and not is_complete(place)
    found: list[Result] = []
    for number in numbers:
        own = component(layout, context, place, number) if numbered else (str(number),)
        where = (*path, *own)
        one = context.inside(where, entry, i=number)
        given = given_to(layout, one, entry, inputs)
        given = (*carried[: len(given)], *given[len(carried) :])
        if inputs is not None and context.model.parent is not None:
            given = tuple(
                [context.model.own(item, str(index)) for index, item in enumerate(given)]
            )
        least = layout.forecast.of_iteration(entry) if number == numbers.start else 0
        with layout.limits.first_of(len(numbers), number, repeat.span, one.trace, least):
            if is_on(layout, one, entry):
                result = layout.once(one, place, given, where)
            else:
                result = left_out(layout, one, place, given, where)
        found.append(result)
        carried = carried_from(result.item)
    return found


def carried_from(item: Item) -> Items:
    """What an iteration hands on: outputs of a block take the places of its inputs."""
    return item.members if isinstance(item, Group) and item.form == "outputs" else (item,)
