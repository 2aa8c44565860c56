"""From the program to Python source that needs Keras alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from mtlc import generated, pysrc
from mtlc.graph import Constant
from mtlc.lower import (
    Apply,
    Function,
    Keep,
    Maker,
    Network,
    NewInput,
    NewLayer,
    Operand,
    Program,
    Stack,
    Statement,
)
from mtlc.pysrc import Expression, call, literal, name
from mtlc.version import VERSION
from mtlc_spec.layers.base import Layer
from mtlc_spec.values.tagged import Tagged, argument_names


def emit(program: Program, spec_name: str) -> str:
    """The module of a program, sealed with its digest."""
    emission = _Emission(program)
    functions = [emission.function(function) for function in program.functions]
    file = re.split(r"[/\\]", spec_name)[-1]
    first = (
        f"{program.model}: compiled by mtlc {VERSION} from {file}. "
        "Change the spec, not this file."
    )
    description = " ".join((program.description or "").split())
    docstring = f"{first}\n\n{description}" if description else first
    module = pysrc.Module(
        docstring,
        (
            pysrc.Import("keras"),
            *emission.imports(),
            *functions,
            pysrc.If(
                pysrc.compare(name("__name__"), "==", literal("__main__")),
                (pysrc.Evaluate(call(pysrc.attribute(call("build_model"), "summary"))),),
            ),
        ),
    )
    return generated.seal(pysrc.render(module))


class _Emission:
    """One module; collects what it must import."""

    def __init__(self, program: Program) -> None:
        self.policy = program.policy
        self.modules: set[str] = set()

    def imports(self) -> Iterator[pysrc.FromImport]:
        if self.modules:
            yield pysrc.FromImport("keras", tuple(sorted(self.modules)))

    def function(self, function: Function) -> pysrc.Def:
        """A function that builds a model, under the spec's dtype policy."""
        body = function.body
        if isinstance(body, Stack):
            statements: list[pysrc.Statement] = [
                pysrc.Return(self._sequential(body, function.model))
            ]
        else:
            made = map(self._statement, body.statements)
            statements = [*made, *_model(body, function.model)]
        if self.policy != "float32" and function.name == "build_model":
            statements = _under_policy(self.policy, statements)
        return pysrc.Def(function.name, "keras.Model", function.doc, tuple(statements))

    def _sequential(self, stack: Stack, model: str) -> Expression:
        entries = [_new_input(stack.input), *map(self._make, stack.layers)]
        layers = pysrc.list_(entries, exploded=True)
        return call("keras.Sequential", layers, name=literal(model))

    def _statement(self, statement: Statement) -> pysrc.Statement:
        match statement:
            case NewInput():
                return pysrc.Assign((statement.variable,), _new_input(statement))
            case Keep():
                return pysrc.Assign((statement.variable,), self._make(statement.made))
            case Apply():
                return self._apply(statement)

    def _apply(self, statement: Apply) -> pysrc.Statement:
        made = statement.layer
        callee = name(made) if isinstance(made, str) else self._make(made)
        inputs = [name(variable) for variable in statement.inputs]
        arguments = [pysrc.list_(inputs)] if statement.takes_list else inputs
        keywords = {key: _operand(value) for key, value in statement.call}
        return pysrc.Assign(statement.variables, call(callee, *arguments, **keywords))

    def _make(self, made: Maker) -> Expression:
        if isinstance(made, NewLayer):
            return self.layer(made.layer, made.name)
        return call(made.function)

    def layer(self, layer: Layer, layer_name: str | None) -> Expression:
        """`layers.Dense(8, activation="relu", name="head")`

        Required arguments are positional, as in the Keras guides; an optional one is
        written only where it differs from what Keras does anyway.
        """
        self.modules.add("layers")
        positional, keywords = self._arguments(layer)
        if layer_name is not None:
            keywords["name"] = literal(layer_name)
        return call(f"layers.{type(layer).__name__}", *positional, **keywords)

    def _arguments(self, model: BaseModel) -> tuple[list[Expression], dict[str, Expression]]:
        fields = type(model).model_fields
        positional = []
        keywords = {}
        for key in argument_names(type(model)):
            value = getattr(model, key)
            if fields[key].is_required():
                positional.append(self._value(value))
            elif value != fields[key].default and not (key == "dtype" and value == self.policy):
                keywords[key] = self._value(value)
        return positional, keywords

    def _value(self, value: object) -> Expression:
        if isinstance(value, Layer):
            return self.layer(value, None)
        if isinstance(value, Tagged):
            self.modules.add(value.module)
            positional, keywords = self._arguments(value)
            return call(f"{value.module}.{type(value).__name__}", *positional, **keywords)
        return literal(value)


def _new_input(new: NewInput) -> Expression:
    arguments = new.arguments
    keywords = {
        key: literal(value)
        for key, field in type(arguments).model_fields.items()
        if key != "shape" and (value := getattr(arguments, key)) != field.default
    }
    return call("keras.Input", literal(arguments.shape), **keywords, name=literal(new.name))


def _model(network: Network, model: str) -> Iterator[pysrc.Statement]:
    """The model of its inputs and outputs."""
    inputs = [name(variable) for variable in network.inputs]
    outputs = [name(variable) for _, variable in network.outputs]
    match network.form:
        case "one":
            given = outputs[0]
        case "list":
            given = pysrc.list_(outputs)
        case "dict":
            keys = [literal(output) for output, _ in network.outputs]
            given = pysrc.dict_(list(zip(keys, outputs, strict=True)))
    taken = inputs[0] if len(inputs) == 1 else pysrc.list_(inputs)
    made = call("keras.Model", taken, given, name=literal(model))
    if network.output_names is None:
        yield pysrc.Return(made)
        return
    yield pysrc.Assign(("model",), made)
    names = literal(list(network.output_names))
    yield pysrc.Assign(("model.output_names",), names)
    yield pysrc.Return(name("model"))


def _under_policy(policy: str, statements: list[pysrc.Statement]) -> list[pysrc.Statement]:
    """Set the global dtype policy for these statements, and leave it as it was."""
    reset = call("keras.config.set_dtype_policy", name("policy"))
    return [
        pysrc.Assign(("policy",), call("keras.config.dtype_policy")),
        pysrc.Evaluate(call("keras.config.set_dtype_policy", literal(policy))),
        pysrc.TryFinally(tuple(statements), (pysrc.Evaluate(reset),)),
    ]


def _operand(operand: Operand) -> Expression:
    if isinstance(operand, str):
        return name(operand)
    if isinstance(operand, Constant):
        return literal(operand.value)
    return pysrc.list_([_operand(one) for one in operand])
