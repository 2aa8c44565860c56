"""From the graph to the program: functions and statements, every variable decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from mtlc.analysis.shapes import Shapes
from mtlc.analysis.target import Choice, not_sequential
from mtlc.graph import Argument, Call, Graph, LayerNode, Nested, OutputForm, Value
from mtlc.graph import Constant as ConstantArgument
from mtlc.variables import TAKEN, Variables
from mtlc_spec.document import Document, InputArguments
from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import Tensor, show

LONGEST_TARGETS = 40
"""Characters; results of one call that would need more are taken from it by number."""


@dataclass(frozen=True, slots=True)
class NewInput:
    """`series = keras.Input((10, 2), name="series")`"""

    variable: str
    name: str
    arguments: InputArguments


@dataclass(frozen=True, slots=True)
class NewLayer:
    """A layer that is not called where it is made: its arguments and name."""

    layer: Layer
    name: str


@dataclass(frozen=True, slots=True)
class NewModel:
    """A nested model, made by a function of the module."""

    function: str


Maker = NewLayer | NewModel


@dataclass(frozen=True, slots=True)
class Keep:
    """`tower_model = build_tower()`, for a layer that is called several times."""

    variable: str
    made: Maker


Operand = str | ConstantArgument | tuple["str | ConstantArgument", ...]
"""What a call is given: a variable, a constant, or a list of such."""


@dataclass(frozen=True, slots=True)
class Apply:
    """`out1 = layers.Dense(1, name="out1")(trunk)`; one variable for each tensor."""

    variables: tuple[str, ...]
    layer: Maker | str
    inputs: tuple[str, ...]
    takes_list: bool
    call: tuple[tuple[str, Operand], ...]


Statement = NewInput | Keep | Apply


@dataclass(frozen=True, slots=True)
class Stack:
    """A Sequential model: its input, and its layers in order."""

    input: NewInput
    layers: tuple[Maker, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """A Functional model: its statements, and the variables that it is made of."""

    statements: tuple[Statement, ...]
    inputs: tuple[str, ...]
    outputs: tuple[tuple[str, str], ...]
    """The name and variable of each output."""
    form: OutputForm
    output_names: tuple[str, ...] | None
    """The names to set, where Keras would call the outputs otherwise."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function that builds a model."""

    name: str
    model: str
    doc: str
    body: Stack | Network


@dataclass(frozen=True, slots=True)
class Program:
    """A module: nested models first, the model itself last."""

    model: str
    description: str | None
    policy: str
    functions: tuple[Function, ...]


def lower(document: Document, graph: Graph, shapes: Shapes, choice: Choice) -> Program:
    """The program that builds a graph with the chosen API."""
    lowering = _Lowering(document.header.dtype)
    lowering.function(graph, shapes, "build_model", "", choice.target == "sequential")
    return Program(
        model=document.name,
        description=document.header.description,
        policy=document.header.dtype,
        functions=tuple(lowering.functions),
    )


class _Lowering:
    """The functions of one module."""

    def __init__(self, policy: str) -> None:
        self.policy = policy
        self.functions: list[Function] = []
        self.names = Variables()

    def function(
        self, graph: Graph, shapes: Shapes, name: str, addition: str, sequential: bool
    ) -> None:
        """Add the function of a graph, behind those of the models nested in it."""
        nested = {
            layer.name: self._nested(layer.name, layer.what, shapes.nested[layer.name], graph)
            for layer in _needed_layers(graph)
            if isinstance(layer.what, Nested)
        }
        ends = f"{_inputs(graph, shapes)} -> {_outputs(graph, shapes)}"
        count = _parameters(graph, shapes)
        doc = (
            f"Build `{graph.name}`{addition}: {ends}, "
            f"{count:,} parameter{'' if count == 1 else 's'}."
        )
        body = (
            _stack(graph, shapes, nested)
            if sequential
            else self._network(graph, shapes, nested)
        )
        self.functions.append(Function(name, graph.name, doc, body))

    def _nested(self, name: str, nested: Nested, shapes: Shapes, graph: Graph) -> str:
        function = self.names.new(f"build_{name}")
        count = sum(call.name in graph.needed for call in graph.calls_of[name])
        addition = f", called {count} times" if count > 1 else ""
        sequential = not any(not_sequential(nested.graph))
        self.function(nested.graph, shapes, function, addition, sequential)
        return function

    def _network(self, graph: Graph, shapes: Shapes, nested: dict[str, str]) -> Network:
        functions = {function.name for function in self.functions}
        return _NetworkLowering(graph, shapes, nested, TAKEN | functions).network()


def _needed_layers(graph: Graph) -> Iterator[LayerNode]:
    names = dict.fromkeys(call.layer for call in graph.order if call.name in graph.needed)
    return (graph.layers[name] for name in names)


def _maker(graph: Graph, name: str, nested: dict[str, str]) -> Maker:
    what = graph.layers[name].what
    if isinstance(what, Layer):
        return NewLayer(what, name)
    return NewModel(nested[name])


def _stack(graph: Graph, shapes: Shapes, nested: dict[str, str]) -> Stack:
    (name,) = graph.inputs
    made = tuple(
        _maker(graph, call.layer, nested) for call in graph.order if call.name in graph.needed
    )
    return Stack(_new_input("", name, graph, shapes), made)


def _new_input(variable: str, name: str, graph: Graph, shapes: Shapes) -> NewInput:
    arguments = graph.inputs[name].arguments
    if arguments is None:
        tensor = shapes.inputs[name]
        assert tensor is not None
        batch, *sizes = tensor.shape
        arguments = InputArguments.model_validate(
            {"shape": tuple(sizes), "batch_size": batch, "dtype": tensor.dtype}
        )
    return NewInput(variable, name, arguments)


class _NetworkLowering:
    """The statements of one Functional model."""

    def __init__(
        self, graph: Graph, shapes: Shapes, nested: dict[str, str], taken: frozenset[str]
    ) -> None:
        self.graph = graph
        self.shapes = shapes
        self.nested = nested
        self.variables = Variables(taken)
        self.of: dict[Value, str] = {}
        self.stems: dict[str, str] = {}
        self.kept: dict[str, str] = {}
        self.used = {
            value
            for call in graph.calls.values()
            if call.name in graph.needed
            for value in call.values()
        } | {output.value for output in graph.outputs if output.value is not None}

    def network(self) -> Network:
        graph = self.graph
        statements: list[Statement] = []
        for name in graph.inputs:
            variable = self.variables.new(name)
            self.of[Value(name)] = variable
            statements.append(_new_input(variable, name, graph, self.shapes))
        for call in graph.order:
            if call.name in graph.needed:
                statements.extend(self._call(call))
        outputs = tuple((one.name, self.of[_known(one.value)]) for one in graph.outputs)
        return Network(
            statements=tuple(statements),
            inputs=tuple(self.of[Value(name)] for name in graph.inputs),
            outputs=outputs,
            form=graph.output_form,
            output_names=self._output_names(),
        )

    def _output_names(self) -> tuple[str, ...] | None:
        """Keras calls the outputs of a list after the layers that give them."""
        if self.graph.output_form != "list":
            return None
        wanted = tuple(one.name for one in self.graph.outputs)
        given = tuple(
            self.graph.calls[producer].layer if producer in self.graph.calls else producer
            for producer in (_known(one.value).producer for one in self.graph.outputs)
        )
        return None if wanted == given else wanted

    def _call(self, call: Call) -> Iterator[Statement]:
        what = self.graph.layers[call.layer].what
        made: Maker | str = _maker(self.graph, call.layer, self.nested)
        uses = [one for one in self.graph.calls_of[call.layer] if one.name in self.graph.needed]
        if len(uses) > 1:
            if call.layer not in self.kept:
                suffix = "model" if isinstance(made, NewModel) else "layer"
                kept = self.variables.new(f"{call.layer}_{suffix}")
                self.kept[call.layer] = kept
                assert not isinstance(made, str)
                yield Keep(kept, made)
            made = self.kept[call.layer]
        inputs = tuple(self.of[_known(value)] for value in call.inputs)
        arguments = tuple((name, self._operand(one)) for name, one in call.call.items())
        takes_list = what.takes_list if isinstance(what, Layer) else len(inputs) > 1
        yield Apply(self._targets(call), made, inputs, takes_list, arguments)

    def _targets(self, call: Call) -> tuple[str, ...]:
        """The variables for what a call gives; steps of one chain use the same one."""
        stem = call.stem.name
        given = self.shapes.calls.get(call.name)
        count = 1 if given is None else len(given)
        if stem not in self.stems:
            self.stems[stem] = self.variables.new(stem)
        variable = self.stems[stem]
        if count == 1:
            self.of[Value(call.name)] = variable
            return (variable,)
        values = [Value(call.name, index) for index in range(count)]
        parts = [f"{variable}_{value.index}" if value in self.used else "_" for value in values]
        if len(", ".join(parts)) > LONGEST_TARGETS:
            self.of.update((value, f"{variable}[{value.index}]") for value in values)
            return (variable,)
        targets = [part if part == "_" else self.variables.new(part) for part in parts]
        self.of.update(zip(values, targets, strict=True))
        return tuple(targets)

    def _operand(self, argument: Argument) -> Operand:
        if isinstance(argument, tuple):
            return tuple(
                self.of[one] if isinstance(one, Value) else one
                for one in argument
                if one is not None
            )
        if isinstance(argument, Value):
            return self.of[argument]
        assert argument is not None
        return argument


def _known(value: Value | None) -> Value:
    assert value is not None
    return value


def _parameters(graph: Graph, shapes: Shapes) -> int:
    total = 0
    for layer in _needed_layers(graph):
        if isinstance(layer.what, Nested):
            total += _parameters(layer.what.graph, shapes.nested[layer.name])
        else:
            total += sum(one.size for one in shapes.variables.get(layer.name, ()))
    return total


def _inputs(graph: Graph, shapes: Shapes) -> str:
    return _tensors([shapes.inputs[name] for name in graph.inputs])


def _outputs(graph: Graph, shapes: Shapes) -> str:
    return _tensors([shapes.of(one.value) for one in graph.outputs])


def _tensors(tensors: list[Tensor | None]) -> str:
    """`(batch, 10, 2)`, or `12 x (batch, 1)`."""
    shown = ["?" if one is None else show(one.shape) for one in tensors]
    parts = []
    for text, group in groupby(shown):
        count = len(list(group))
        parts.append(text if count == 1 else f"{count} x {text}")
    return ", ".join(parts)
