"""The calls of a model, and the layers that they call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mtlc.expand.context import Context, Items
from mtlc.expand.layout import Layout
from mtlc.expand.model import Path
from mtlc.expand.references import resolve
from mtlc.expand.results import Group, spliced, tensors
from mtlc.expand.values import FAILED, evaluate
from mtlc.graph import Argument, Call, Constant, LayerNode, Value
from mtlc_spec import document as written
from mtlc_spec.document import Entry, Reference
from mtlc_spec.layers.base import Layer

_NO_ARGUMENTS: Mapping[str, Argument] = {}


def add_call(
    layout: Layout, context: Context, entry: Entry, node: LayerNode, inputs: Items, path: Path
) -> Call:
    """Add a call of a layer to the model."""
    name = ".".join(path)
    model = context.model
    while name in model.calls:
        name = f"{name}'"
    layout.limits.count(entry.span, context.trace)
    call = _NO_ARGUMENTS
    if entry.call:
        call = {key: _argument(layout, context, one) for key, one in entry.call.items()}
    values = spliced(inputs)
    made = Call(
        name,
        node.name,
        entry.span,
        values,
        call,
        entry.call_spans,
        context.stem,
        context.trace,
    )
    model.layers.setdefault(node.name, node)
    model.calls[name] = made
    return made


def _argument(layout: Layout, context: Context, given: written.Argument) -> Argument:
    """A value of `call`, its references resolved."""
    if isinstance(given, Reference):
        item = resolve(layout, context, given)
        return tuple(tensors((item,))) if isinstance(item, Group) else item
    if isinstance(given, written.Constant):
        value = evaluate(layout, context, given.value)
        return None if value is FAILED else Constant(value)
    found: list[Value | Constant | None] = []
    for one in given:
        if isinstance(one, Reference):
            found.extend(tensors((resolve(layout, context, one),)))
        else:
            value = evaluate(layout, context, one.value)
            found.append(None if value is FAILED else Constant(value))
    return tuple(found)


def named(layout: Layout, context: Context, node: LayerNode, path: Path) -> LayerNode:
    """The layer; moved out of the way, and a report, if something else has its name."""
    if layout.layer_names.take(node.name, path, "the layer", node.span):
        return node
    context.model.incomplete = True
    return replace(node, name=f"{node.name}'")


def results_count(layer: Layer, call: Call) -> int:
    """How many tensors a call of a layer gives."""
    if not call.call:
        return layer.results
    constants = {key: one.value for key, one in call.call.items() if isinstance(one, Constant)}
    return layer.results_of(**constants) if constants else layer.results
