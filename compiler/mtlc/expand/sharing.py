"""Entries that apply another one again, with the same weights."""

from __future__ import annotations

from mtlc.expand.calls import add_call, results_count
from mtlc.expand.context import Context, Items
from mtlc.expand.layers import checked_layer, custom_results, imported
from mtlc.expand.layout import Layout
from mtlc.expand.model import Path
from mtlc.expand.modifiers import copy_keys, is_on
from mtlc.expand.nested import call_shared
from mtlc.expand.paths import component, prefix_of
from mtlc.expand.places import Place
from mtlc.expand.problems import NoSuchPart
from mtlc.expand.results import Item, Result, copies_group, results_group
from mtlc.expand.skipped import left_out
from mtlc.expand.values import evaluate
from mtlc.graph import Custom, LayerNode
from mtlc_spec.diagnostics import Report
from mtlc_spec.document import CustomUse, LayerUse, Share
from mtlc_spec.layers.base import Layer


def share(
    layout: Layout, context: Context, place: Place, use: Share, inputs: Items, path: Path
) -> Result:
    """Apply again what a `share` names: an entry, one of its copies, or all of them."""
    target = place.target
    if target is None:
        context.model.incomplete = True
        return Result(None)
    frame = context.frame
    base = (*prefix_of(layout, frame, target), *component(layout, context, target))
    copies = target.entry.modifiers.copies
    if copies is None:
        return _member(layout, context, place, target, inputs, path, base, {})
    own = Context(frame, context.model, frame.names, context.trace, context.stem)
    keys = copy_keys(layout, own, copies)
    if keys is None:
        return Result(None)
    found: dict[str, Result] = {}
    wanted = str(evaluate(layout, context, place.member[0])) if place.member else None
    for number, key in enumerate(keys):
        if wanted is None or wanted == str(key):
            names = {"i": number, "copy": key}
            member = (*base, str(key))
            where = path if wanted is not None else (*path, str(key))
            found[str(key)] = _member(
                layout, context, place, target, inputs, where, member, names
            )
    if wanted is None:
        return Result(copies_group(found), copies=found)
    if wanted not in found:
        known = tuple(str(key) for key in keys)
        span = use.target.span
        layout.add(context, NoSuchPart(span=span, name=target.text, part=wanted, known=known))
        return Result(None)
    return found[wanted]


def _member(
    layout: Layout,
    context: Context,
    place: Place,
    target: Place,
    inputs: Items,
    path: Path,
    owner: Path,
    names: dict[str, object],
) -> Result:
    """Apply one shared layer or model again."""
    frame = context.frame
    own = Context(frame, context.model, {**frame.names, **names}, context.trace, context.stem)
    if target.entry.modifiers.repeat is None and not is_on(layout, own, target.entry):
        child = None if target.is_single else (target, owner)
        return left_out(layout, own, place, inputs, path, child)
    if not target.is_single:
        return call_shared(layout, own, target, inputs, owner, path, place.entry)
    body = target.entry.body
    if not isinstance(body, LayerUse | CustomUse):
        context.model.incomplete = True
        return Result(None)
    node = _shared_layer(layout, own, target, body, "_".join(owner))
    call = add_call(layout, context, place.entry, node, inputs, path)
    item: Item = None
    if isinstance(node.what, Layer):
        count = results_count(node.what, call)
        item = results_group(call.name, count, node.what.nesting)
    elif isinstance(node.what, Custom):
        item = results_group(call.name, custom_results(node.what))
    else:
        context.model.incomplete = True
    return Result(item, closed=True)


def _shared_layer(
    layout: Layout, context: Context, target: Place, body: LayerUse | CustomUse, name: str
) -> LayerNode:
    """The layer of an entry, which may be laid out later than its further use."""
    found = context.model.layers.get(name)
    if found is not None:
        return found
    entry = target.entry
    layer: Layer | Custom | None
    if isinstance(body, LayerUse):
        layer = checked_layer(layout, context, body)
    else:  # what is wrong with its `returns` is reported where it stands
        layer = imported(
            layout, context, entry, body.alias, body.name, body.arguments, Report()
        )
    return LayerNode(name, entry.kind, entry.span, layer)
