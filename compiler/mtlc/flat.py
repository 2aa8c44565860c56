"""The flat document of a graph: one entry for each call, no expressions, nothing repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mtlc.graph import (
    SEGMENT_KIND,
    Argument,
    Call,
    Constant,
    Custom,
    Graph,
    LayerNode,
    Nested,
    Value,
)
from mtlc_spec import document as written
from mtlc_spec.document import (
    PLAIN,
    Block,
    BlockUse,
    CustomUse,
    Definition,
    Document,
    Entry,
    FunctionUse,
    Input,
    LayerUse,
    Modifiers,
    Output,
    Reference,
    Share,
    Task,
    Training,
    Unknown,
    Written,
)
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer
from mtlc_spec.names import RESERVED
from mtlc_spec.source import Span


def flatten(graph: Graph, document: Document) -> Document:
    """A document that expands to a graph.

    Nested models are blocks, which are applied as one layer; those of segments leave the
    names of their layers alone.
    """
    blocks: dict[str, Block] = {}
    flat = _Flat(graph, "", blocks)
    inputs = tuple(Input(one.name, one.span, one.arguments) for one in graph.inputs.values())
    return Document(
        layers=flat.entries(),
        layers_span=graph.span,
        outputs=flat.outputs(),
        output_form=graph.output_form,
        source=document.source,
        header=document.header,
        name=graph.name,
        name_span=document.name_span,
        inputs=inputs,
        outputs_span=document.outputs_span,
        target_span=document.target_span,
        params={},
        imports=document.imports,
        import_spans=document.import_spans,
        blocks=blocks,
        training=None
        if graph.training is None
        else Training(graph.training.span, graph.training.arguments, graph.training.places),
    )


class _Flat:
    """The entries of one graph; `prefix` is what the names of its layers begin with."""

    def __init__(self, graph: Graph, prefix: str, blocks: dict[str, Block]) -> None:
        self.graph = graph
        self.prefix = prefix
        self.blocks = blocks
        self.keys: dict[str, str] = {}
        """The entry of each call, and the name of each input."""
        self.inputs = {name: self._short(name) for name in graph.inputs}
        self.keys.update(self.inputs)

    def _short(self, name: str) -> str:
        return name.removeprefix(self.prefix) or name

    def entries(self) -> dict[str, Entry]:
        """One entry for each call that is needed."""
        graph = self.graph
        calls = graph.order
        named = {call.layer for call in calls if graph.layers[call.layer].has_name}
        names = {self._short(name) for name in named} | {*self.inputs.values()}
        first: dict[str, str] = {}
        found: dict[str, Entry] = {}
        for call in calls:
            layer = graph.layers[call.layer]
            if layer.has_name and call.layer not in first:
                key = first[call.layer] = self._short(call.layer)
                body = self._body(layer)
            else:
                key = _free(self._short(call.name.replace(".", "_")), names, found)
                body = self._body(layer)
                if layer.has_name:
                    body = Share(Reference((first[call.layer],), *call.span))
            self.keys[call.name] = key
            found[key] = self._entry(key, call, layer, body)
        return found

    def _entry(self, key: str, call: Call, layer: LayerNode, body: written.Body) -> Entry:
        modifiers = PLAIN
        if isinstance(layer.what, Custom) and layer.what.returns is not None:
            gives = tuple(
                {"shape": one.shape, "dtype": one.dtype} for one in layer.what.returns
            )
            modifiers = Modifiers(returns=Written(gives, call.span))
        return Entry(
            name=key,
            kind=layer.kind,
            span=call.span,
            kind_start=call.span.start,
            kind_end=call.span.end,
            body=body,
            inputs=tuple(self._reference(value, call.span) for value in call.inputs),
            call={name: self._argument(one, call.span) for name, one in call.call.items()},
            call_spans=call.call_spans,
            modifiers=modifiers,
        )

    def outputs(self) -> tuple[Output, ...]:
        """The outputs, by the names that they have."""
        return tuple(
            Output(
                self._short(one.name),
                self._reference(one.value, one.span),
                one.span,
                None if one.task is None else Task(one.task.arguments, one.task.places),
            )
            for one in self.graph.outputs
        )

    def _body(self, layer: LayerNode) -> written.Body:
        what = layer.what
        if isinstance(what, Layer):
            inner = {
                name: self._inner(layer, name, nested) for name, nested in layer.inner.items()
            }
            return LayerUse(what, inner)
        if isinstance(what, Function):
            return FunctionUse(what.function, what, {})
        if isinstance(what, Custom):
            if what.alias == "ops":
                return FunctionUse(what.name, None, what.arguments)
            return CustomUse(what.alias, what.name, what.arguments)
        if isinstance(what, Nested):
            return BlockUse(self._block(layer, what.graph), {}, nested=True)
        return Unknown()

    def _block(self, layer: LayerNode, graph: Graph) -> str:
        is_segment = layer.kind == SEGMENT_KIND
        key = layer.name if layer.name[0].islower() else f"block_{layer.name}"
        prefix = "" if is_segment else f"{layer.name}_"
        flat = _Flat(graph, prefix, self.blocks)
        if is_segment:
            flat.inputs = {name: name.removeprefix(f"{layer.name}_") for name in graph.inputs}
            flat.keys.update(flat.inputs)
        layers = flat.entries()
        self.blocks[key] = Block(
            key=key,
            span=layer.span,
            params={},
            inputs=dict.fromkeys(flat.inputs.values(), layer.span),
            description=None,
            sees_document=False,
            body=Definition(layers, layer.span, flat.outputs(), graph.output_form),
            transparent=is_segment,
        )
        return key

    def _inner(self, layer: LayerNode, name: str, nested: Nested) -> Entry:
        """The entry of a model that is an argument; its kind is the last part of its name."""
        graph = nested.graph
        if [*graph.layers] == [graph.name]:  # a layer, not a model
            (own,) = _Flat(graph, "", self.blocks).entries().values()
            return replace(own, name=None, inputs=None)
        kind = graph.name.removeprefix(f"{layer.name}_")
        use = BlockUse(self._block(LayerNode(graph.name, kind, layer.span, nested), graph), {})
        start, end = layer.span.start, layer.span.end
        return Entry(None, kind, layer.span, start, end, use, None, {}, {})

    def _reference(self, value: Value | None, span: Span) -> Reference:
        assert value is not None
        key = self.keys[value.producer]
        if value.producer in self.graph.inputs:
            return Reference((key,), *span)
        several = self._gives(value.producer)
        return Reference((key, str(value.index)) if several else (key,), *span)

    def _gives(self, producer: str) -> bool:
        """Whether a call gives more than one tensor, so that each has a number."""
        call = self.graph.calls[producer]
        what = self.graph.layers[call.layer].what
        if isinstance(what, Nested):
            return len(what.graph.outputs) > 1
        if isinstance(what, Custom):
            return what.returns is not None and len(what.returns) > 1
        constants = {
            name: one.value for name, one in call.call.items() if isinstance(one, Constant)
        }
        if isinstance(what, Function):
            count = what.results_of(len(call.inputs), constants)
            return what.gives_list or (count or 1) > 1
        return isinstance(what, Layer) and what.results_of(**constants) > 1

    def _argument(self, given: Argument, span: Span) -> written.Argument:
        if isinstance(given, tuple):
            return tuple(
                written.Constant(one.value)
                if isinstance(one, Constant)
                else self._reference(one, span)
                for one in given
            )
        if isinstance(given, Constant):
            return written.Constant(given.value)
        return self._reference(given, span)


def _free(name: str, names: set[str], found: Mapping[str, Entry]) -> str:
    while name in names or name in found or name in RESERVED:
        name = f"{name}_"
    return name
