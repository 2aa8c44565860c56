"""What goes into a block and comes out of it: the values of its params, and its outputs."""

from __future__ import annotations

from mtlc.expand.context import Context, Items, poisoned
from mtlc.expand.frames import Frame
from mtlc.expand.layout import Layout
from mtlc.expand.problems import NoOutput
from mtlc.expand.references import resolve
from mtlc.expand.results import Group, Item
from mtlc.expand.values import FAILED, evaluate
from mtlc_spec.document import BlockUse, Chain, Definition


def values_of(layout: Layout, context: Context, use: BlockUse) -> dict[str, object] | None:
    """The values of a block's params; None, and a report, if one has none."""
    block = layout.document.blocks[use.block]
    names: dict[str, object] = {}
    if block.sees_document:
        names.update(layout.document_names)
    for param in block.params.values():
        given = use.arguments.get(param.name)
        if given is not None:
            value = evaluate(layout, context, given.value)
        else:
            inside = Context(context.frame, context.model, names, context.trace, None)
            value = evaluate(layout, inside, param.value.value, param.span.source)
        if value is FAILED:
            return None
        names[param.name] = value
    return names


def outputs_of(layout: Layout, frame: Frame, body: Definition, end: Items) -> Item:
    """What a block gives."""
    context = Context(frame, frame.model, frame.names, frame.trace, None)
    if body.outputs is None:
        if isinstance(body.layers, Chain):
            return end[0] if len(end) == 1 else Group(end, None, "outputs")
        layout.report.add(NoOutput(span=body.layers_span))
        return poisoned(context)
    items = tuple(
        poisoned(context) if one.reference is None else resolve(layout, context, one.reference)
        for one in body.outputs
    )
    if body.output_form == "one" and len(items) == 1:
        return items[0]
    if body.output_form == "dict":
        return Group(items, tuple(one.name for one in body.outputs), "outputs")
    return Group(items, None, "outputs")
