"""The shapes, dtypes and weights of everything in a graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import PrivateAttr, ValidationError

from mtlc.analysis.arity import is_callable
from mtlc.graph import (
    Argument,
    Call,
    Constant,
    Custom,
    Graph,
    InputNode,
    LayerNode,
    Nested,
    Value,
)
from mtlc_spec.diagnostics import Label, Report
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Inner, Layer, Masks, Tensors
from mtlc_spec.layers.running import check_activity
from mtlc_spec.shapes import (
    DifferentReuse,
    MismatchedInputs,
    NotKnown,
    ShapeError,
    Tensor,
    UnknownAxis,
    Variable,
    WrongDtype,
    require_sizes,
    show,
)

_NO_ARGUMENTS: Mapping[str, object] = {}


@dataclass(frozen=True)
class Shapes:
    """What is known about the tensors and weights of one model.

    `inputs` and `calls` hold None, and `built` nothing, for what cannot be known.
    `nested` are the facts about each nested model as it is built: on sizes that all of
    its calls agree on.
    """

    inputs: dict[str, Tensor | None] = field(default_factory=dict)
    calls: dict[str, Tensors | None] = field(default_factory=dict)
    masks: dict[str, Masks] = field(default_factory=dict)
    """The masks of what calls give, for those that give a tensor with one."""
    built: dict[str, Call] = field(default_factory=dict)
    """The first call of each layer, which makes its weights."""
    trainable: dict[str, int] = field(default_factory=dict)
    """How many numbers the trainable weights of each layer hold."""
    frozen: dict[str, int] = field(default_factory=dict)
    """The same of those that are not trainable."""
    around: dict[str, Layer] = field(default_factory=dict)
    """Layers that take models as arguments, and know what those give."""
    nested: dict[str, Shapes] = field(default_factory=dict)
    inner: dict[tuple[str, str], list[Shapes]] = field(default_factory=dict)
    """Of the models that are arguments of layers, by the layer and the argument."""

    def variables(self, node: LayerNode) -> tuple[Variable, ...]:
        """The weights of a layer; none where they are not known."""
        call = self.built.get(node.name)
        given = None if call is None else self.known(call)
        layer = self.around.get(node.name, node.what)
        if given is None or not isinstance(layer, Layer):
            return ()
        tensors, arguments = given
        return layer.variables(*tensors, **arguments)

    def known(self, call: Call) -> tuple[Tensors, Mapping[str, object]] | None:
        """The tensors and keyword arguments of a call; None if one is not known."""
        tensors = []
        for one in call.inputs:
            tensor = self.of(one)
            if tensor is None:
                return None
            tensors.append(tensor)
        if not call.call:
            return tuple(tensors), _NO_ARGUMENTS
        arguments: dict[str, object] = {}
        for name, argument in call.call.items():
            known, value = self._argument(argument)
            if not known:
                return None
            arguments[name] = value
        return tuple(tensors), arguments

    def _argument(self, argument: Argument) -> tuple[bool, object]:
        """Whether the value of a keyword argument is known, and the value."""
        if isinstance(argument, Constant):
            return True, argument.value
        if isinstance(argument, tuple):
            parts = [self._argument(one) for one in argument]
            return all(known for known, _ in parts), tuple(value for _, value in parts)
        tensor = self.of(argument)
        return tensor is not None, tensor

    def of(self, value: Value | None) -> Tensor | None:
        """The tensor of a value; None if nothing is known about it."""
        if value is None:
            return None
        if value.producer in self.inputs:
            return self.inputs[value.producer]
        given = self.calls.get(value.producer)
        return None if given is None else given[value.index]

    @property
    def has_masks(self) -> bool:
        """Whether a tensor carries one, in the model or in one that is nested in it."""
        return bool(self.masks) or any(one.has_masks for one in self.nested.values())

    def mask_of(self, value: Value | None) -> Tensor | None:
        """The mask that a tensor carries."""
        given = None if value is None else self.masks.get(value.producer)
        return None if value is None or given is None else given[value.index]

    def masks_of(self, call: Call) -> Masks:
        """The masks that the inputs of a call carry."""
        if not self.masks:
            return (None,) * len(call.inputs)
        return tuple([self.mask_of(value) for value in call.inputs])


def infer(graph: Graph, report: Report) -> Shapes:
    """Infer everything about a graph, from its inputs onwards.

    What a layer cannot take is reported at its call, and what depends on it is unknown
    rather than wrong.
    """
    given = {name: _input_tensor(one) for name, one in graph.inputs.items()}
    return _Inference(graph, report).run(given)


def infer_from(graph: Graph, known: Mapping[str, Tensor | None]) -> Shapes:
    """What follows of tensors that are known already, those of calls by their names."""
    return _Inference(graph, Report()).run(known)


def _input_tensor(node: InputNode) -> Tensor | None:
    arguments = node.arguments
    return None if arguments is None else Tensor(arguments.batch_shape, arguments.dtype)


Ran = tuple[int, tuple[Tensor | None, ...]]
"""A graph, by its identity, and the tensors that it was given."""


class _Inference:
    """One pass over a graph."""

    def __init__(self, graph: Graph, report: Report, ran: dict[Ran, Shapes] | None = None):
        self.graph = graph
        self.report = report
        self.ran: dict[Ran, Shapes] = {} if ran is None else ran
        """What nested models gave for the tensors that they were given."""
        self.shapes = Shapes()
        self.nested_calls: dict[str, list[tuple[Tensor | None, ...]]] = {}

    def run(self, given: Mapping[str, Tensor | None]) -> Shapes:
        self.shapes.inputs.update(given)
        calls = self.shapes.calls
        for call in self.graph.order:
            what = self.graph.layers[call.layer].what
            if isinstance(what, Layer):
                calls[call.name] = self._layer(call, what)
            elif isinstance(what, Function):
                calls[call.name] = self._function(call, what)
            elif isinstance(what, Nested):
                calls[call.name] = self._nested(call, what, self._inputs(call))
            else:
                inputs = self._inputs(call)
                calls[call.name] = None if what is None else _returned(what, inputs)
        for name, uses in self.nested_calls.items():
            self._build_nested(self.graph.layers[name], uses)
        return self.shapes

    def _inputs(self, call: Call) -> tuple[Tensor | None, ...]:
        of = self.shapes.of
        return tuple([of(value) for value in call.inputs])

    def _layer(self, call: Call, layer: Layer) -> Tensors | None:
        if not is_callable(call, layer):
            return None
        given = self.shapes.known(call)
        if given is None:
            return None
        tensors, arguments = given
        inner = self.graph.layers[call.layer].inner
        if inner:
            layer = self._with_rules(call, layer, inner)
        masks = self.shapes.masks_of(call)
        if self.shapes.masks:
            arguments = {**arguments, **self._filled_in(call, layer, masks, arguments)}
        try:
            outputs = layer.infer(*tensors, **arguments)
            require_sizes(outputs)
            check_activity(layer, tensors, outputs, **arguments)
            produced = outputs if isinstance(outputs, tuple) else (outputs,)
            self._hand_on(call, layer, tensors, masks, arguments, produced)
            built = self.shapes.built.get(call.layer)
            if built is None:
                self._count(call.layer, layer.variables(*tensors, **arguments))
                self.shapes.built[call.layer] = call
            elif (first := self.shapes.known(built)) is not None:
                before, built_with = first
                layer.check_again(before, built_with, *tensors, **arguments)
        except ShapeError as error:
            self._refuse(call, error)
            return None
        except NotKnown:
            return None
        return outputs if isinstance(outputs, tuple) else (outputs,)

    def _filled_in(
        self, call: Call, layer: Layer, masks: Masks, arguments: Mapping[str, object]
    ) -> Mapping[str, object]:
        """The masks that Keras adds to a call."""
        further = {
            name: mask
            for name, value in call.call.items()
            if isinstance(value, Value) and (mask := self.shapes.mask_of(value)) is not None
        }
        if not (further or any(masks) or layer.reads_mask):
            return _NO_ARGUMENTS
        from mtlc_spec.layers.masks import filled_in  # few models have masks

        return filled_in(layer, masks, arguments, further)

    def _hand_on(
        self,
        call: Call,
        layer: Layer,
        tensors: Tensors,
        masks: Masks,
        arguments: Mapping[str, object],
        outputs: Tensors,
    ) -> None:
        """Note the masks of what a call gives: a mask that `call` names goes before others."""
        given = arguments.get("mask")
        if given is not None:
            masks = tuple(_masks_in(given))
        carried = layer.masks(tensors, masks, outputs)
        if any(carried):
            rest = (None,) * (len(outputs) - len(carried))
            self.shapes.masks[call.name] = (*carried, *rest)

    def _count(self, name: str, weights: tuple[Variable, ...]) -> None:
        trainable = frozen = 0
        for one in weights:
            if one.trainable:
                trainable += one.size
            else:
                frozen += one.size
        self.shapes.trainable[name] = trainable
        self.shapes.frozen[name] = frozen

    def _function(self, call: Call, function: Function) -> Tensors | None:
        given = self.shapes.known(call)
        most = type(function).most_inputs()
        if given is None or (most is not None and len(call.inputs) > most):
            return None
        try:
            outputs = function.infer(*given)
            require_sizes(outputs)
        except ShapeError as error:
            self._refuse(call, error)
            return None
        except ValidationError as error:
            problem = str(error.errors()[0]["msg"])
            self._refuse(call, ShapeError(MismatchedInputs, problem))
            return None
        return outputs if isinstance(outputs, tuple) else (outputs,)

    def _with_rules(self, call: Call, layer: Layer, inner: Mapping[str, Nested]) -> Layer:
        """The layer, knowing what the models that are its arguments give."""
        rules = {name: _Model.of(nested, self.report) for name, nested in inner.items()}
        for name, one in rules.items():
            self.shapes.inner.setdefault((call.layer, name), one.facts)
        known = self.shapes.around[call.layer] = layer.model_copy(update=rules)
        return known

    def _nested(
        self, call: Call, nested: Nested, inputs: tuple[Tensor | None, ...]
    ) -> Tensors | None:
        """What a nested model gives for the tensors of one of its calls."""
        uses = self.nested_calls.setdefault(call.layer, [])
        if len(inputs) != len(nested.graph.inputs):
            return None
        built = next((use for use in uses if None not in use), None)
        uses.append(inputs)
        if built is not None and (problem := _differs(built, inputs)):
            self._refuse(call, ShapeError(DifferentReuse, problem))
            return None
        if built is not None:
            inputs = tuple(_cast(one, to) for one, to in zip(inputs, built, strict=True))
        inner = self._inside(nested.graph, inputs)
        outputs = [inner.of(output.value) for output in nested.graph.outputs]
        known = tuple(one for one in outputs if one is not None)
        return known if len(known) == len(outputs) else None

    def _inside(self, graph: Graph, inputs: tuple[Tensor | None, ...]) -> Shapes:
        found = self.ran.get((id(graph), inputs))
        if found is None:
            given = dict(zip(graph.inputs, inputs, strict=True))
            found = _Inference(graph, self.report, self.ran).run(given)
            self.ran[id(graph), inputs] = found
        return found

    def _build_nested(self, layer: LayerNode, uses: list[tuple[Tensor | None, ...]]) -> None:
        """The nested model as Keras builds it, once for all of its calls."""
        assert isinstance(layer.what, Nested)
        joined = uses[0]
        for use in uses[1:]:
            joined = tuple(_join(a, b) for a, b in zip(joined, use, strict=True))
        self.shapes.nested[layer.name] = self._inside(layer.what.graph, joined)

    def _refuse(self, call: Call, error: ShapeError) -> None:
        labels = []
        about_dtype = error.kind is WrongDtype
        for value in dict.fromkeys(call.values()):
            if (tensor := self.shapes.of(value)) is not None:
                node = self.graph.inputs.get(value.producer) or self.graph.calls[value.producer]
                fact = f"dtype {tensor.dtype}" if about_dtype else f"shape {show(tensor.shape)}"
                label = Label(node.span, f"has {fact}")
                if label not in labels:
                    labels.append(label)
        advice = error.advice
        if error.kind is UnknownAxis and (opener := self._opener(call)) is not None:
            if all(one.span != opener.span for one in labels):
                labels.append(Label(opener.span, "leaves the size open"))
            advice = self._way_to_close(opener)
        if error.kind is DifferentReuse:
            labels.append(Label(self.graph.layers[call.layer].span, "its first call"))
        self.report.add(
            error.kind(
                span=call.span,
                layer=call.name,
                problem=error.problem,
                advice=advice,
                labels=tuple(labels),
                trace=call.origins,
            )
        )

    def _opener(self, call: Call) -> Call | None:
        """The call that left open a size which it could have known; None if an input did."""
        found = None
        while True:
            before = [one for one in call.values() if self._is_open(one)]
            if not before:
                return found
            if before[0].producer in self.graph.inputs:
                return None
            call = found = self.graph.calls[before[0].producer]

    def _is_open(self, value: Value) -> bool:
        tensor = self.shapes.of(value)
        return tensor is not None and None in tensor.shape[1:]

    def _way_to_close(self, opener: Call) -> str:
        what = self.graph.layers[opener.layer].what
        if isinstance(what, Layer) and what.adapts and "vocabulary" in type(what).model_fields:
            return f"give `{opener.name}` its `vocabulary`, which it would learn later"
        return f"the size is open since `{opener.name}`: have that give a known one"


class _Model(Inner):
    """A model as the argument of a layer: its rules are those of its graph."""

    _nested: Nested = PrivateAttr()
    _report: Report = PrivateAttr()
    _facts: list[Shapes] = PrivateAttr(default_factory=list)

    @classmethod
    def of(cls, nested: Nested, report: Report) -> _Model:
        made = cls()
        made._nested = nested
        made._report = report
        return made

    @property
    def facts(self) -> list[Shapes]:
        """What was found out, once for each time that the layer asked."""
        return self._facts

    def infer(self, x: Tensor, **_: object) -> Tensor | Tensors:
        shapes = self._run(x)
        self._facts.append(shapes)
        found = [shapes.of(output.value) for output in self._nested.graph.outputs]
        given = tuple(one for one in found if one is not None)
        if len(given) < len(found):
            raise NotKnown
        return given[0] if len(given) == 1 else given

    def variables(self, x: Tensor, **_: object) -> tuple[Variable, ...]:
        return tuple(_variables(self._nested.graph, self._run(x, Report())))

    def _run(self, x: Tensor, report: Report | None = None) -> Shapes:
        graph = self._nested.graph
        return _Inference(graph, report or self._report).run(dict.fromkeys(graph.inputs, x))


def _masks_in(given: object) -> Iterator[Tensor | None]:
    """The masks that a keyword argument names."""
    for one in given if isinstance(given, tuple) else (given,):
        yield one if isinstance(one, Tensor) else None


def _variables(graph: Graph, shapes: Shapes) -> Iterator[Variable]:
    for name in graph.built_layers:
        layer = graph.layers[name]
        if isinstance(layer.what, Nested):
            yield from _variables(layer.what.graph, shapes.nested[name])
        else:
            yield from shapes.variables(layer)


def _returned(what: Custom, inputs: tuple[Tensor | None, ...]) -> Tensors | None:
    """What the author says of it, for the batch of what it is called on."""
    if what.returns is None:
        return None
    batch = next((one.shape[0] for one in inputs if one is not None and one.shape), None)
    return tuple(Tensor((batch, *one.shape), one.dtype) for one in what.returns)


def _differs(built: tuple[Tensor | None, ...], inputs: tuple[Tensor | None, ...]) -> str:
    """Why one nested model cannot take both; empty if it can."""
    for first, second in zip(built, inputs, strict=True):
        if first is None or second is None:
            continue
        if first.rank != second.rank:
            return (
                f"it is one model for all of its calls, and takes {first.rank} axes, batch "
                f"included, from its first; this call gives it {show(second.shape)}"
            )
        if "string" in (first.dtype, second.dtype) and first.dtype != second.dtype:
            return (
                f"it is one model for all of its calls, and takes {first.dtype} from its "
                f"first; this call gives it {second.dtype}"
            )
    return ""


def _cast(tensor: Tensor | None, built: Tensor | None) -> Tensor | None:
    """What a model sees of a tensor: Keras casts it to the dtype that it was built on."""
    if tensor is None or built is None or tensor.dtype == built.dtype:
        return tensor
    return Tensor(tensor.shape, built.dtype)


def _join(a: Tensor | None, b: Tensor | None) -> Tensor | None:
    """What two calls have in common: sizes that differ are unknown."""
    if a is None or b is None or a.rank != b.rank:
        return a if b is None else b if a is None else None
    shape = tuple(x if x == y else None for x, y in zip(a.shape, b.shape, strict=True))
    return Tensor(shape, a.dtype)
