"""Entries that are one call: of a layer, a function, or what the spec imports."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from mtlc.expand.calls import add_call, named, results_count
from mtlc.expand.context import Context, Items
from mtlc.expand.layout import Layout
from mtlc.expand.model import InnerModel, Path
from mtlc.expand.nested import inner_model
from mtlc.expand.places import Place
from mtlc.expand.results import Group, Item, results_group, spliced
from mtlc.expand.returns import returned
from mtlc.expand.values import evaluate, fill
from mtlc.graph import Constant, Custom, LayerNode, Nested, Value
from mtlc_spec.diagnostics import Report
from mtlc_spec.document import CustomUse, Entry, FunctionUse, LayerUse
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer

_NO_INNER: Mapping[str, Nested] = {}


def apply_layer(
    layout: Layout, context: Context, place: Place, use: LayerUse, inputs: Items, path: Path
) -> Item:
    entry = place.entry
    layer = checked_layer(layout, context, use)
    if layer is not None:
        layout.samples.setdefault(id(entry), layer)
    inner = _inner(layout, context, place, use, path) if use.inner else _NO_INNER
    if len(inner) < len(use.inner):
        layer = None
    computed = not isinstance(use.layer, Layer)
    node = LayerNode(
        "_".join(path), entry.kind, entry.span, layer, inner, use.written, computed
    )
    node = named(layout, context, node, path)
    call = add_call(layout, context, entry, node, inputs, path)
    if layer is None:
        context.model.incomplete = True
        return None
    return results_group(call.name, results_count(layer, call), layer.nesting)


def _inner(
    layout: Layout, context: Context, place: Place, use: LayerUse, path: Path
) -> Mapping[str, Nested]:
    """The models that are arguments of a layer, as far as they are understood."""
    found = {}
    for argument in use.inner:
        own = context.frame.scope.inner[place, argument]
        made = inner_model(layout, context, own, path)
        if made is not None:
            model, graph = made
            found[argument] = Nested(graph)
            inner = InnerModel("_".join(path), argument, model, graph)
            layout.inner_models.setdefault(own, inner)
    return found


def checked_layer(layout: Layout, context: Context, use: LayerUse) -> Layer | None:
    """The layer with its arguments, under the dtype policy of the document."""
    layer: Layer | None
    layer = use.layer if isinstance(use.layer, Layer) else fill(layout, context, use.layer)
    policy = layout.document.header.dtype
    if layer is None or policy == "float32":
        return layer
    found = layout.under_policy.get(id(layer))
    if found is None:
        found = layout.under_policy[id(layer)] = layer.under(policy)
        layout.under_policy[id(found)] = found
    return found


def apply_function(
    layout: Layout, context: Context, entry: Entry, use: FunctionUse, inputs: Items, path: Path
) -> Item:
    if not use.is_known:
        custom = imported(layout, context, entry, "ops", use.name, use.arguments, layout.report)
        return _apply_imported(layout, context, entry, custom, inputs, path)
    function = _bound(layout, context, entry, use, len(spliced(inputs)))
    node = LayerNode(".".join(path), entry.kind, entry.span, function)
    call = add_call(layout, context, entry, node, inputs, path)
    if function is None:
        context.model.incomplete = True
        return None
    layout.samples.setdefault(id(entry), function)
    constants = {
        name: one.value for name, one in call.call.items() if isinstance(one, Constant)
    }
    count = function.results_of(len(call.inputs), constants)
    if count is not None and function.gives_list:
        members = tuple(Value(call.name, index) for index in range(count))
        return Group(members, None, "results")
    return results_group(call.name, count)


def _bound(
    layout: Layout, context: Context, entry: Entry, use: FunctionUse, tensors: int
) -> Function | None:
    """The function of so many tensors; None, and a report, if it is none."""
    try:
        bound = use.of(tensors)
        function = bound if isinstance(bound, Function) else fill(layout, context, bound)
        other = layout.samples.get(id(entry))
        if function is None or not isinstance(other, Function) or use.binding is None:
            return function
        if function.model_fields_set != other.model_fields_set:
            raise use.binding.ambiguous(tensors)
        return function
    except ValidationError as error:
        assert use.binding is not None
        if (id(entry), tensors) not in layout.unbound:
            layout.unbound.add((id(entry), tensors))
            layout.report.extend(use.binding.problems(error))
        return None


def apply_custom(
    layout: Layout, context: Context, entry: Entry, use: CustomUse, inputs: Items, path: Path
) -> Item:
    custom = imported(layout, context, entry, use.alias, use.name, use.arguments, layout.report)
    return _apply_imported(layout, context, entry, custom, inputs, path)


def imported(
    layout: Layout,
    context: Context,
    entry: Entry,
    alias: str,
    name: str,
    arguments: object,
    report: Report,
) -> Custom:
    """What an entry uses of a module that is imported, with what it `returns`."""
    values = evaluate(layout, context, arguments)
    is_layer = isinstance(entry.body, CustomUse) and entry.body.is_layer
    gives = None
    returns = entry.modifiers.returns
    if returns is not None:
        gives = returned(evaluate(layout, context, returns.value), returns.span, report)
    return Custom(alias, name, values, is_layer, gives)


def _apply_imported(
    layout: Layout, context: Context, entry: Entry, custom: Custom, inputs: Items, path: Path
) -> Item:
    layout.samples.setdefault(id(entry), custom)
    node = LayerNode("_".join(path), entry.kind, entry.span, custom)
    if custom.is_layer:
        node = named(layout, context, node, path)
    call = add_call(layout, context, entry, node, inputs, path)
    return results_group(call.name, custom_results(custom))


def custom_results(custom: Custom) -> int:
    """How many tensors something imported gives; one, where the spec does not say."""
    return 1 if custom.returns is None else len(custom.returns)
