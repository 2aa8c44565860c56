"""From a graph to the form that is compared: nested models are laid out."""

from __future__ import annotations

from collections.abc import Mapping

from mtlc.analysis.running import runs_otherwise
from mtlc.analysis.shapes import Shapes
from mtlc.compare.form import At, End, Form, Given, Mask, Part, Path, Port, Vertex
from mtlc.compare.masking import Carrier, carried, seen
from mtlc.compare.operations import (
    ApplyLayer,
    CallCustom,
    CallFunction,
    Cast,
    Operation,
    Sight,
    TakeInput,
)
from mtlc.compare.subject import Subject
from mtlc.graph import Argument, Call, Constant, Custom, Graph, LayerNode, Nested, Value
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import Tensor

Ports = Mapping[Value, Port]


def form_of(subject: Subject, sight: Sight) -> Form:
    """The form of a model; `sight` is for the models that are arguments of layers."""
    form = Form()
    graph, shapes = subject.graph, subject.shapes
    ports: dict[Value, Port] = {}
    for number, node in enumerate(graph.inputs.values()):
        assert node.arguments is not None
        port = form.add(
            Vertex(
                TakeInput(number, node.arguments),
                (),
                {},
                _known(shapes.inputs.get(node.name)),
                (),
                At(node.name, node.span),
            )
        )
        form.inputs.append(port.vertex)
        ports[Value(node.name)] = port
    builder = _Builder(form, subject.imports, sight)
    builder.lay(graph, shapes, ports, (), ())
    for output in graph.outputs:
        assert output.value is not None
        port = ports[output.value]
        at = At(output.name, output.span)
        form.outputs.append(End(output.name, port, at, builder.masks.get(port)))
    form.tidy()
    return form


class _Builder:
    """Adds the calls of graphs to one form."""

    def __init__(self, form: Form, imports: Mapping[str, str], sight: Sight) -> None:
        self.form = form
        self.imports = imports
        self.sight = sight
        self.masks: dict[Port, Mask] = {}
        """What the masks are made of that tensors carry."""

    def lay(
        self, graph: Graph, shapes: Shapes, ports: dict[Value, Port], path: Path, scope: Path
    ) -> None:
        """Add the calls of a graph that its outputs need; `ports` are its tensors."""
        for call in graph.order:
            if call.name not in graph.needed:
                continue
            layer = graph.layers[call.layer]
            if isinstance(layer.what, Nested):
                self._nested(call, layer.what.graph, shapes, ports, path, scope)
                continue
            found = self.form.add(self._vertex(call, layer, shapes, ports, path, scope))
            count = len(shapes.calls.get(call.name) or ()) or _most_used(graph, call.name)
            for index in range(count):
                ports[Value(call.name, index)] = Port(found.vertex, index)
            if call.name in shapes.masks:
                self._hand_on(call, layer.what, shapes, ports, found.vertex)
        self.form.runs_otherwise |= {ports[one] for one in runs_otherwise(graph, shapes)}

    def _vertex(
        self,
        call: Call,
        layer: LayerNode,
        shapes: Shapes,
        ports: Ports,
        path: Path,
        scope: Path,
    ) -> Vertex:
        own = (*path, layer.name)
        what = layer.what
        return Vertex(
            self._operation(layer),
            tuple(ports[value] for value in call.inputs if value is not None),
            {name: _given(one, ports) for name, one in call.call.items()},
            shapes.calls.get(call.name),
            (Part(own),) if _may_have_weights(layer, shapes) else (),
            At(call.name, call.span),
            own,
            scope,
            self._masks_seen(call, what, shapes, ports) if isinstance(what, Layer) else (),
        )

    def _masks_seen(
        self, call: Call, layer: Layer, shapes: Shapes, ports: Ports
    ) -> tuple[tuple[str, Mask], ...]:
        """The masks that Keras passes along to a call, on which depends what it gives."""
        if not _is_masked(call, layer, shapes):
            return ()
        known = shapes.known(call)
        return seen(self._carrier(call, layer, ports), {} if known is None else known[1])

    def _hand_on(
        self, call: Call, what: object, shapes: Shapes, ports: Ports, number: int
    ) -> None:
        """Note the masks that tensors of a call carry."""
        assert isinstance(what, Layer)
        carrier = self._carrier(call, what, ports)
        found = carried(carrier, self.form, number, shapes.masks[call.name])
        for index, mask in enumerate(found):
            if mask is not None:
                self.masks[Port(number, index)] = mask

    def _carrier(self, call: Call, layer: Layer, ports: Ports) -> Carrier:
        inputs = tuple([ports[value] for value in call.inputs if value is not None])
        further = {name: _given(one, ports) for name, one in call.call.items()}
        return Carrier(
            layer,
            inputs,
            tuple([self.masks.get(port) for port in inputs]),
            further,
            {
                name: self.masks[port]
                for name, port in further.items()
                if isinstance(port, Port) and port in self.masks
            },
        )

    def _operation(self, layer: LayerNode) -> Operation:
        what = layer.what
        if isinstance(what, Layer):
            inner = tuple(
                (name, self._fingerprint(one.graph)) for name, one in layer.inner.items()
            )
            return ApplyLayer(what, inner)
        if isinstance(what, Function):
            return CallFunction(what)
        assert isinstance(what, Custom)
        module = self.imports.get(what.alias, what.alias)
        return CallCustom(module, what.name, repr(what.arguments), what.is_layer)

    def _fingerprint(self, graph: Graph) -> str:
        """A model as the argument of a layer: its calls in order, by numbers for names."""
        numbers: dict[str, int] = {name: number for number, name in enumerate(graph.inputs)}
        layers: dict[str, int] = {}
        lines = []
        for call in graph.order:
            if call.name not in graph.needed:
                continue
            layer = graph.layers[call.layer]
            own = layers.setdefault(call.layer, len(layers))
            what = (
                self._fingerprint(layer.what.graph)
                if isinstance(layer.what, Nested)
                else self._operation(layer).label(self.sight)
            )
            given = [(numbers[one.producer], one.index) for one in call.values()]
            constants = sorted(
                (name, repr(one.value))
                for name, one in call.call.items()
                if isinstance(one, Constant)
            )
            numbers[call.name] = len(numbers)
            lines.append((own, what, given, sorted(call.call), constants))
        ends = [
            (numbers[one.value.producer], one.value.index)
            for one in graph.outputs
            if one.value is not None
        ]
        return repr((len(graph.inputs), lines, ends))

    def _nested(
        self,
        call: Call,
        graph: Graph,
        shapes: Shapes,
        ports: dict[Value, Port],
        path: Path,
        scope: Path,
    ) -> None:
        known = shapes.nested[call.layer]
        inner: dict[Value, Port] = {}
        for name, value in zip(graph.inputs, call.inputs, strict=True):
            assert value is not None
            port = self._cast(ports[value], known.inputs.get(name), call)
            inner[Value(name)] = port
            if ports[value] in self.masks:
                self.masks[port] = self.masks[ports[value]]
        self.lay(graph, known, inner, (*path, call.layer), (*scope, call.name))
        for index, output in enumerate(graph.outputs):
            assert output.value is not None
            ports[Value(call.name, index)] = inner[output.value]

    def _cast(self, port: Port, wanted: Tensor | None, call: Call) -> Port:
        """A nested model casts what it takes to the dtype that it was built on."""
        given = self.form.tensor(port)
        if given is None or wanted is None or given.dtype == wanted.dtype:
            return port
        cast = Cast(given.shape, wanted.dtype)
        tensor = Tensor(given.shape, wanted.dtype)
        at = At(call.name, call.span)
        return self.form.add(Vertex(cast, (port,), {}, (tensor,), (), at))


def _is_masked(call: Call, layer: Layer, shapes: Shapes) -> bool:
    """Whether what comes out depends on a mask that Keras passes along with a tensor."""
    if not any(shapes.mask_of(value) is not None for value in call.values()):
        return False
    from mtlc_spec.layers.masks import takes  # few models have masks

    return layer.uses_mask or layer.needs_call or takes(layer, "mask")


def _may_have_weights(layer: LayerNode, shapes: Shapes) -> bool:
    """Whether calls of the layer share something."""
    what = layer.what
    if isinstance(what, Custom):
        return what.is_layer
    if not isinstance(what, Layer):
        return False
    if layer.inner or what.adapts or layer.name not in shapes.built:
        return True
    return bool(shapes.trainable.get(layer.name) or shapes.frozen.get(layer.name))


def _most_used(graph: Graph, name: str) -> int:
    """How many tensors of a call are used, where it is not known how many it gives."""
    taken = [
        value.index for call in graph.order for value in call.values() if value.producer == name
    ]
    ends = [
        one.value.index for one in graph.outputs if one.value and one.value.producer == name
    ]
    return max([*taken, *ends], default=0) + 1


def _known(tensor: Tensor | None) -> tuple[Tensor, ...] | None:
    return None if tensor is None else (tensor,)


def _given(argument: Argument, ports: Ports) -> Given:
    if isinstance(argument, Value):
        return ports[argument]
    if isinstance(argument, Constant):
        return argument
    assert argument is not None
    return tuple(
        ports[one] if isinstance(one, Value) else one for one in argument if one is not None
    )
