"""How many tensors a call takes, and which keyword arguments."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from mtlc.graph import Argument, Call, Constant, Graph, Nested, Value
from mtlc_spec.diagnostics import Diagnostic, Edit
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer
from mtlc_spec.nodes import words_for_value
from mtlc_spec.suggestions import did_you_mean, surely


class WrongArity(Diagnostic, code="MTL2002"):
    """A layer gets fewer or more inputs than it can take.

    Merging layers such as `Concatenate` take several; most layers take one. What gives
    several tensors, as an `LSTM` with `return_state` does, is taken apart by number.

    Example::

          inputs: {x: [4], y: [4]}
          layers:
        -   a: {Dense: 8, from: [x, y]}
        +   both: {Concatenate, from: [x, y]}
        +   a: {Dense: 8, from: both}
          outputs: a
    """

    layer: str
    least: int
    most: int | None
    given: int
    members: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    """What the call needs beside `from`."""

    @property
    def message(self) -> str:
        listed = f": {', '.join(f'`{one}`' for one in self.members)}" if self.members else ""
        return f"`{self.layer}` takes {self._wanted}, but gets {self.given}{listed}"

    @property
    def _wanted(self) -> str:
        if self.most is None:
            return f"at least {self.least} tensors"
        if self.most == self.least:
            return "one tensor" if self.least == 1 else f"{self.least} tensors"
        return f"{self.least} to {self.most} tensors"

    @property
    def help(self) -> str | None:
        if self.members:
            return f"take one of them: `from: {self.members[0]}`"
        if self.beside:
            further = ", ".join(f"{name}: NAME" for name in self.beside)
            return f"further tensors go by name: `from: NAME, call: {{{further}}}`"
        if self.most == 1 and self.given > 1:
            return "join them first, with `Concatenate` or `Add`"
        if self.given == 1 and self.least == 2:
            return "write a list: `from: [a, b]`"
        if self.most is not None and self.given > self.most:
            return f"leave out all but {self.most}"
        return None


class UnknownCallArgument(Diagnostic, code="MTL2015"):
    """`call` has a key that the layer's call does not take.

    Example::

          inputs: {x: [4]}
        - layers: [{Dropout: 0.5, call: {train: true}}]
        + layers: [{Dropout: 0.5, call: {training: true}}]
    """

    layer: str
    kind: str
    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"a call of `{self.kind}` has no argument `{self.name}`"

    @property
    def help(self) -> str:
        listed = ", ".join(f"`{name}`" for name in self.known) or "none"
        return did_you_mean(self.name, self.known) or f"it takes {listed}"

    @property
    def fix(self) -> tuple[Edit, ...]:
        meant = surely(self.name, self.known)
        return () if meant is None or self.span.text != self.name else (Edit(self.span, meant),)


class MissingCallArgument(Diagnostic, code="MTL2016"):
    """A layer's call needs a further tensor, as attention needs its `value`.

    Example::

          inputs: {x: [10, 4]}
          layers:
        -   a: {MultiHeadAttention: {num_heads: 2, key_dim: 4}, from: x}
        +   a: {MultiHeadAttention: {num_heads: 2, key_dim: 4}, from: x, call: {value: x}}
          outputs: a
    """

    layer: str
    kind: str
    name: str

    @property
    def message(self) -> str:
        return f"`{self.layer}` needs `{self.name}`, which `{self.kind}` takes beside `from`"

    @property
    def help(self) -> str:
        return f"add `call: {{{self.name}: NAME}}`"


class WrongCallArgument(Diagnostic, code="MTL2017"):
    """An argument of a call is a constant where a tensor is wanted, or the other way round.

    Example::

          inputs: {x: [4]}
        - layers: [{Dropout: 0.5, call: {training: 1}}]
        + layers: [{Dropout: 0.5, call: {training: true}}]
    """

    layer: str
    name: str
    wanted: str
    found: str

    @property
    def message(self) -> str:
        return f"`{self.name}` must be {self.wanted}, not {self.found}"


class Parameter(NamedTuple):
    """A keyword argument of a layer's call."""

    required: bool
    tensor: bool
    constants: tuple[type, ...]
    several: bool
    gaps: bool
    """Of several, some may be null."""


@cache
def call_parameters(layer: type[Layer]) -> dict[str, Parameter]:
    """The arguments that a call of a layer takes beside those of `from`."""
    signature = inspect.signature(layer.infer, eval_str=True)
    found = {}
    positional = layer.most_inputs or 0
    for index, one in enumerate(list(signature.parameters.values())[1:]):
        if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
            continue
        if index < positional and one.kind is not one.KEYWORD_ONLY:
            continue
        words = str(one.annotation)
        found[one.name] = Parameter(
            required=one.default is one.empty,
            tensor="Tensor" in words,
            constants=tuple(kind for kind in (bool, int, float) if kind.__name__ in words),
            several="tuple" in words or "Sequence" in words,
            gaps="| None, ..." in words,
        )
    return found


def is_callable(call: Call, layer: Layer) -> bool:
    """Whether the layer's rules can be asked about a call."""
    given = len(call.inputs)
    if given < layer.least_inputs or (
        layer.most_inputs is not None and given > layer.most_inputs
    ):
        return False
    if _missing(call, layer):
        return False
    return not call.call or not any(_wrong_arguments(call, layer))


def check_arity(graph: Graph) -> Iterator[Diagnostic]:
    """Report calls with too few or too many tensors, and wrong keyword arguments."""
    for node in graph.layers.values():
        if isinstance(node.what, Nested):
            yield from check_arity(node.what.graph)
    for call in graph.calls.values():
        layer = graph.layers[call.layer].what
        if isinstance(layer, Function):
            yield from _check_function(call, layer)
        if isinstance(layer, Nested):
            yield from _check_nested(call, layer)
        if not isinstance(layer, Layer):
            continue
        given = len(call.inputs)
        least, most = layer.least_inputs, layer.most_inputs
        if given < least or (most is not None and given > most):
            beside = _missing(call, layer) if most is not None and given > most else ()
            yield _wrong_arity(call, least, most, beside)
        if call.call:
            yield from _wrong_arguments(call, layer)
        if most is None or given <= most:
            for name in _missing(call, layer):
                yield MissingCallArgument(
                    span=call.span,
                    layer=call.name,
                    kind=layer.kind(),
                    name=name,
                    trace=call.origins,
                )


def _check_function(call: Call, function: Function) -> Iterator[Diagnostic]:
    """A bundle can be more tensors than the references that the words show."""
    most = type(function).most_inputs()
    if most is not None and len(call.inputs) > most:
        yield _wrong_arity(call, type(function).least_inputs(), most)


def _check_nested(call: Call, nested: Nested) -> Iterator[Diagnostic]:
    """A model that is called again takes what it took when it was laid out."""
    wanted = len(nested.graph.inputs)
    if len(call.inputs) != wanted and None not in call.inputs:
        yield _wrong_arity(call, wanted, wanted)


def _wrong_arity(
    call: Call, least: int, most: int | None, beside: tuple[str, ...] = ()
) -> WrongArity:
    return WrongArity(
        span=call.span,
        layer=call.name,
        least=least,
        most=most,
        given=len(call.inputs),
        members=_members(call),
        beside=beside,
        trace=call.origins,
    )


def _members(call: Call) -> tuple[str, ...]:
    """The parts of the one thing that was named where one tensor is wanted."""
    values = [value for value in call.inputs if value is not None]
    if len(values) < 2 or len({value.producer for value in values}) != 1:
        return ()
    if [value.index for value in values] != list(range(len(values))):
        return ()
    return tuple(f"{value.producer}.{value.index}" for value in values)


def _wrong_arguments(call: Call, layer: Layer) -> Iterator[Diagnostic]:
    kind = layer.kind()
    known = call_parameters(type(layer))
    for name, argument in call.call.items():
        span = call.call_spans.get(name, call.span)
        if name not in known:
            yield UnknownCallArgument(
                span=span,
                layer=call.name,
                kind=kind,
                name=name,
                known=tuple(known),
                trace=call.origins,
            )
        elif (problem := _wrong_value(argument, known[name])) is not None:
            wanted, found = problem
            yield WrongCallArgument(
                span=span,
                layer=call.name,
                name=name,
                wanted=wanted,
                found=found,
                trace=call.origins,
            )


def _missing(call: Call, layer: Layer) -> tuple[str, ...]:
    """What the call needs beside `from`, and does not give."""
    if not layer.needs_call:
        return ()
    known = call_parameters(type(layer)).items()
    return tuple(name for name, one in known if one.required and name not in call.call)


def _wrong_value(argument: Argument, parameter: Parameter) -> tuple[str, str] | None:
    """What is wanted and what was found; None if it fits."""
    wanted = _wanted(parameter)
    if isinstance(argument, tuple):
        if not parameter.several:
            return wanted, "a list"
        constants = (one for one in argument if isinstance(one, Constant))
        constant = next(
            (one for one in constants if not (parameter.gaps and one.value is None)), None
        )
        return None if constant is None else (wanted, _found(constant))
    if isinstance(argument, Value):
        return None if parameter.tensor else (wanted, "a tensor")
    if argument is None or _fits(argument.value, parameter):
        return None
    return wanted, _found(argument)


def _fits(value: Any, parameter: Parameter) -> bool:
    return (value is None and not parameter.required) or type(value) in parameter.constants


def _found(constant: Constant) -> str:
    return words_for_value(constant.value)


def _wanted(parameter: Parameter) -> str:
    words = []
    if parameter.tensor:
        words.append("the name of a tensor")
    if parameter.several:
        words.append("a list of names")
    names = {bool: "true or false", int: "a whole number", float: "a number"}
    words.extend(names[kind] for kind in parameter.constants)
    return " or ".join(words)
