"""Models inside of a model: those of shared entries, and those that layers take."""

from __future__ import annotations

from mtlc.expand.calls import named
from mtlc.expand.context import Context, Items
from mtlc.expand.layout import Layout
from mtlc.expand.model import Child, Model, Path
from mtlc.expand.paths import component
from mtlc.expand.places import Place
from mtlc.expand.results import Group, Item, Result, tensors
from mtlc.graph import Call, Graph, InputNode, LayerNode, Nested, OutputNode, Stem, Value
from mtlc_spec.document import BlockUse, Entry
from mtlc_spec.source import Span


def call_shared(
    layout: Layout,
    context: Context,
    target: Place,
    inputs: Items,
    owner: Path,
    path: Path,
    entry: Entry,
) -> Result:
    """Call the nested model of a shared entry, which is laid out at its first use."""
    child = context.model.children.get(owner)
    if child is None:
        child = _shared_model(layout, context, target, inputs, owner)
    return call_child(layout, context, child, inputs, path, entry)


def call_child(
    layout: Layout, context: Context, child: Child, inputs: Items, path: Path, entry: Entry
) -> Result:
    """Call a nested model."""
    outer = context.model
    captured = tuple(outer.own(one.value, one.by) for one in child.model.captured)
    name = ".".join(path)
    layout.limits.count(entry.span, context.trace)
    outer.calls[name] = Call(
        name,
        child.name,
        entry.span,
        tuple(tensors((*inputs, *captured))),
        {},
        {},
        context.stem,
        context.trace,
    )
    return Result(_moved(child.gives, name), closed=True)


def _shared_model(
    layout: Layout, context: Context, target: Place, inputs: Items, owner: Path
) -> Child:
    """The nested model of a shared entry."""
    entry = target.entry
    nodes: dict[str, InputNode] = {}
    bases = _input_names(layout, target, len(inputs), "_".join(owner))
    given = made_inputs(inputs, bases, entry.span, nodes)
    model = Model(owner, nodes, context.model, closed=False)
    inner = context.within(model)
    if entry.modifiers.repeat is None:  # whoever calls it knows that `when` holds
        result = layout.once(inner, target, given, owner)
    else:
        result = layout.repeated(inner, target, given, owner)
    return close_child(layout, context, model, owner, entry, entry.kind, result.item)


def close_child(
    layout: Layout,
    context: Context,
    model: Model,
    owner: Path,
    entry: Entry,
    kind: str,
    item: Item,
) -> Child:
    """Make the nested model of what has been laid out in it."""
    outer = context.model
    name = "_".join(owner)
    flat = tuple(tensors((item,)))
    graph = _graph(model, name, owner, entry.span, flat)
    outer.incomplete |= model.incomplete
    node = LayerNode(name, kind, entry.span, Nested(graph))
    named(layout, context, node, owner)
    outer.layers.setdefault(name, node)
    child = Child(name, model, _renumbered(item, flat), len(flat))
    outer.children[owner] = child
    return child


def _graph(
    model: Model, name: str, path: Path, span: Span, flat: tuple[Value | None, ...]
) -> Graph:
    outputs = tuple(
        OutputNode(f"{name}_{number}", value, ".".join(path), span)
        for number, value in enumerate(flat)
    )
    return model.graph(name, span, outputs, "one" if len(flat) == 1 else "list")


def _input_names(layout: Layout, target: Place, count: int, name: str) -> list[str]:
    """What the inputs of a nested model are called; those of a block as it calls them."""
    body = target.entry.body
    if not isinstance(body, BlockUse):
        return numbered_inputs(name, count)
    own = tuple(layout.document.blocks[body.block].inputs)
    words = own if len(own) == count else tuple(map(str, range(count)))
    return [f"{name}_{one}" for one in words]


def numbered_inputs(name: str, count: int) -> list[str]:
    if count == 1:
        return [f"{name}_input"]
    return [f"{name}_input_{number}" for number in range(count)]


def made_inputs(
    inputs: Items, bases: list[str], span: Span, nodes: dict[str, InputNode]
) -> Items:
    """Inputs of a nested model, made up like what it is first called on."""

    def made(item: Item, base: str) -> Item:
        if isinstance(item, Group):
            members = tuple(
                made(one, f"{base}_{part}")
                for one, part in zip(item.members, item.parts, strict=True)
            )
            return Group(members, item.names, item.form)
        nodes[base] = InputNode(base, span, None)
        return Value(base)

    return tuple(made(item, base) for item, base in zip(inputs, bases, strict=True))


def inner_model(
    layout: Layout, context: Context, place: Place, path: Path
) -> tuple[Model, Graph] | None:
    """The model of an entry that is the argument of a layer."""
    entry = place.entry
    where = (*path, *component(layout, context, place))
    name = "_".join(where)
    base = f"{name}_input"
    model = Model(where, {base: InputNode(base, entry.span, None)}, context.model, True)
    inner = Context(context.frame, model, context.names, context.trace, Stem(name, entry.span))
    result = layout.once(inner, place, (Value(base),), where)
    flat = tuple(tensors((result.item,)))
    context.model.incomplete |= model.incomplete
    graph = _graph(model, name, where, entry.span, flat)
    return None if None in flat else (model, graph)


def _renumbered(item: Item, flat: tuple[Value | None, ...]) -> Item:
    """The same structure, with the numbers of a model's outputs in place of its tensors."""
    numbers = iter(range(len(flat)))

    def renumber(one: Item) -> Item:
        if isinstance(one, Group):
            return Group(tuple(renumber(part) for part in one.members), one.names, one.form)
        return Value("", next(numbers))

    return renumber(item)


def _moved(item: Item, name: str) -> Item:
    """What a model gives, as what one call of it gives."""
    if isinstance(item, Group):
        return Group(tuple(_moved(one, name) for one in item.members), item.names, item.form)
    return None if item is None else Value(name, item.index)
