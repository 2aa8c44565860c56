"""What references stand for, where they are resolved."""

from __future__ import annotations

from mtlc.expand.context import Context, Items, poisoned
from mtlc.expand.layout import Layout
from mtlc.expand.model import Path
from mtlc.expand.paths import component
from mtlc.expand.places import Place
from mtlc.expand.problems import ClosedInside, LayerCycle, NoSuchPart, UnknownReference
from mtlc.expand.results import Group, Item, NoPart, find
from mtlc.expand.scope import Scope
from mtlc.expand.values import FAILED, evaluate
from mtlc.graph import Value
from mtlc_spec.document import BlockUse, Chain, Entry, Reference
from mtlc_spec.names import is_name
from mtlc_spec.nodes import words_for_value
from mtlc_spec.suggestions import nearest
from mtlc_spec.templates import names_used
from mtlc_spec.word_problems import InvalidReference


def given_to(layout: Layout, context: Context, entry: Entry, inputs: Items | None) -> Items:
    """What an entry is applied to; `inputs` None is what its `from` says."""
    if inputs is not None:
        for item in inputs:
            if item.__class__ is Group:
                context.frame.ask(item)
        return inputs
    return tuple([resolve(layout, context, one) for one in entry.inputs or ()])


def resolve(layout: Layout, context: Context, reference: Reference) -> Item:
    """The item that a reference stands for; None, and a report, if there is none."""
    frame = context.frame
    path = path_of(layout, context, reference)
    if path is None:
        return poisoned(context)
    name, rest = path[0], path[1:]
    result = frame.inputs.get(name)
    place = None
    if result is None:
        place = frame.scope.entries.get(name)
        if place is None:
            _report_unknown(layout, context, reference, name)
            return poisoned(context)
        place, rest = frame.scope.within(place, rest)
        result = frame.results.get(place)
    if result is None:
        if place is not None and context.model.closed:  # the entry whose argument this is
            _refuse_inside(layout, context, reference, name)
        elif place is not None and not isinstance(reference.path[0], str):
            _report_circle(layout, context, reference, place)
        return poisoned(context)
    try:
        item = find(result, rest) if rest else result.item
    except NoPart as error:
        shown = name if place is None else place.text
        _report_no_part(layout, context, reference, shown, rest, error, place)
        return poisoned(context)
    if item is None:
        return poisoned(context)
    if rest or item.__class__ is Group:
        frame.ask(item)
    if context.model.parent is None:
        return item
    try:
        return context.model.own(item, str(reference))
    except LookupError:
        _refuse_inside(layout, context, reference, name)
        return poisoned(context)


def path_of(layout: Layout, context: Context, reference: Reference) -> Path | None:
    """The words of a reference; None, and a report, if one cannot be computed."""
    found: list[str] = []
    first = reference.path[0]
    if len(reference.path) == 1 and isinstance(first, str):
        return (first,)
    for part in reference.path:
        if isinstance(part, str):
            found.append(part)
            continue
        value = evaluate(layout, context, part)
        if value is FAILED:
            return None
        if not isinstance(value, str | int) or isinstance(value, bool):
            invalid = InvalidReference(span=reference.span, found=words_for_value(value))
            layout.add(context, invalid)
            return None
        parts = str(value).split(".")
        if len(parts) > 1 and names_used(part):
            several = InvalidReference(
                span=reference.span, found=words_for_value(value), is_computed=True
            )
            layout.add(context, several)
            return None
        found.extend(parts)
    return tuple(found)


def _report_unknown(layout: Layout, context: Context, reference: Reference, name: str) -> None:
    """Nothing has this name; a step may have it that its author left unnamed."""
    scope = context.frame.scope
    unnamed = any(component(layout, context, one) == (name,) for one in scope.unnamed)
    problem = UnknownReference(
        span=reference.span,
        name=name,
        known=scope.known,
        unnamed_step=unnamed or _names_a_chain(scope, reference, name),
        output=_trained_on(scope, reference, name),
    )
    if context.model.closed:
        _add_certain(layout, context, reference, problem)
    else:
        layout.add(context, problem)


def _refuse_inside(layout: Layout, context: Context, reference: Reference, name: str) -> None:
    problem = ClosedInside(span=reference.span, name=name)
    _add_certain(layout, context, reference, problem)


def _add_certain(
    layout: Layout,
    context: Context,
    reference: Reference,
    problem: UnknownReference | ClosedInside,
) -> None:
    """Report what a name in the argument of a layer means, also where that is left out."""
    if all(isinstance(part, str) for part in reference.path):
        layout.add_certain(context, problem)
    else:
        layout.add(context, problem)


def _names_a_chain(scope: Scope, reference: Reference, name: str) -> bool:
    """Whether it is an output, and no step of the chain that it comes from has a name."""
    definition = scope.definition
    outputs = definition.outputs or ()
    own = any(one.reference is reference for one in outputs)
    return own and isinstance(definition.layers, Chain) and nearest(name, scope.known) is None


def _trained_on(scope: Scope, reference: Reference, name: str) -> str | None:
    """The output whose reference is the name of a loss."""
    outputs = scope.definition.outputs or ()
    own = next((one.name for one in outputs if one.reference is reference), None)
    if own in (None, "", name):
        return None
    from mtlc_spec.values.losses import CHOSEN, KINDS  # only what is wrong is looked for

    return own if name in KINDS or name in CHOSEN else None


def _report_circle(
    layout: Layout, context: Context, reference: Reference, place: Place
) -> None:
    """A computed name leads to what has to be laid out later."""
    if not context.frame.scope.is_stuck:
        here = context.stem.name if context.stem else str(reference)
        path = (here, place.text, here)
        layout.add(context, LayerCycle(span=reference.span, path=path))


def _report_no_part(
    layout: Layout,
    context: Context,
    reference: Reference,
    name: str,
    rest: Path,
    error: NoPart,
    place: Place | None,
) -> None:
    result = error.result
    known = result.parts
    reason = ""
    if result.closed and not known:
        reason = (
            "it is shared, and of a shared entry only its outputs can be referred to"
            if not isinstance(result.item, Value)
            else "of a shared entry only its outputs can be referred to"
        )
    elif not known:
        reason = "it is an input" if place is None else "it gives one tensor"
    shown = ".".join((name, *rest[: error.depth]))
    layout.add(
        context,
        NoSuchPart(
            span=reference.span,
            name=shown,
            part=error.part,
            known=known,
            reason=reason,
            outputs=_listed_outputs(layout, place, error),
        ),
    )


def _listed_outputs(layout: Layout, place: Place | None, error: NoPart) -> tuple[str, ...]:
    """The names inside a block of what it gives in a list, if a name was looked for there."""
    item = error.result.item
    if place is None or not isinstance(item, Group) or error.part.isdigit():
        return ()
    body = place.entry.body
    block = layout.document.blocks[body.block] if isinstance(body, BlockUse) else None
    if item.form != "outputs" or item.names is not None or block is None or block.body is None:
        return ()
    outputs = block.body.outputs or ()
    names = [None if one.reference is None else one.reference.path[-1] for one in outputs]
    words = tuple([one for one in names if isinstance(one, str) and is_name(one)])
    return words if len({*words}) == len(outputs) else ()
