"""The same question to the catalogue and to the installed Keras: what comes out?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import keras
import numpy as np
from pydantic import ValidationError

from mtlc_spec.functions import function_class
from mtlc_spec.functions.base import Function
from mtlc_spec.shapes import ShapeError, Tensor
from mtlc_spec.values.tagged import validate
from tests.scalar_cache import forget_scalars

B = None
"""The size of the batch axis, which is not known."""

Tensors = tuple[Tensor, ...]


@dataclass(frozen=True)
class Row:
    """One line of a table: what goes in, and what is expected to come out.

    Arguments are written as in a spec (`-1`, `{"axis": 1}`), tensors as a shape with the
    batch axis, or as a pair of a shape and a dtype that is not float32. `call` are
    further arguments: a `Tensor`, a list of such, or a constant. `refused` is the code
    of a shape diagnostic, or `argument`.
    """

    function: str
    arguments: Any
    inputs: Sequence[Any]
    outputs: Sequence[Any] | None = None
    refused: str | None = None
    call: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        call = f", call {dict(self.call)!r}" if self.call else ""
        return f"{self.function}({self.arguments!r}) on {list(self.inputs)!r}{call}"


@dataclass(frozen=True)
class Refusal:
    code: str
    why: str = field(compare=False)


def tensor(written: Any) -> Tensor:
    """`(B, 28)` or `((B, 28), "int32")` as a tensor."""
    if isinstance(written, Tensor):
        return written
    if len(written) == 2 and isinstance(written[1], str):
        return Tensor(tuple(written[0]), written[1])
    return Tensor(tuple(written))


def plain(value: Any) -> Any:
    """YAML's lists are tuples to the catalogue."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(plain(item) for item in value)
    return value


def read(row: Row) -> tuple[Function, Tensors, Mapping[str, Any]]:
    """The function with its arguments, the tensors of `from`, and the call."""
    model = function_class(row.function)
    inputs = tuple(tensor(one) for one in row.inputs)
    call = plain(row.call)
    constants = {key: value for key, value in call.items() if not _has_tensor(value)}
    given = model.bind(plain(row.arguments), len(inputs), tuple(call))
    return validate(model, {**given, **constants}), inputs, call


def ask_catalogue(row: Row) -> Tensors | Refusal:
    """What the catalogue says, without Keras."""
    try:
        function, inputs, call = read(row)
    except ValidationError as error:
        return Refusal("argument", str(error))
    try:
        given = function.infer(inputs, call)
    except ShapeError as error:
        return Refusal(error.kind.code, error.problem)
    assert isinstance(given, tuple) == function.gives_list
    outputs = given if isinstance(given, tuple) else (given,)
    results = function.results_of(len(inputs), call)
    assert results is None or len(outputs) == results
    return outputs


def ask_keras(row: Row) -> Tensors | Refusal:
    """What Keras says: it builds a model of one call, and runs it on zeros and on ones."""
    forget_scalars()
    inputs = [_keras_input(tensor(one)) for one in row.inputs]
    further = {key: _call_value(value) for key, value in row.call.items()}
    everything = [*inputs, *filter(_is_symbolic, keras.tree.flatten(further))]
    try:
        given = apply(row, inputs, further)
        outputs = keras.tree.flatten(given)
        answer = tuple(
            Tensor(tuple(one.shape), keras.backend.standardize_dtype(one.dtype))
            for one in outputs
        )
        if not everything:
            return answer
        model = keras.Model(everything, outputs)
    except Exception as error:
        return Refusal("build", f"{type(error).__name__}: {error}")
    failure = _run(model, everything)
    return answer if failure is None else Refusal("run", failure)


def apply(row: Row, inputs: Sequence[Any], further: Mapping[str, Any]) -> Any:
    """The call in Keras, as generated code writes it."""
    model = function_class(row.function)
    arguments = row.arguments
    if arguments is None:
        arguments = {}
    elif not isinstance(arguments, Mapping):
        taken = {*model.filled(len(inputs)), *further}
        free = [name for name in model.model_fields if name not in taken]
        arguments = {free[0]: arguments}
    called = reduce(getattr, row.function.split("."), keras.ops)
    first = [arguments[name] for name in model.leading if name in arguments]
    rest = {key: value for key, value in arguments.items() if key not in model.leading}
    if model.takes_list and inputs:
        return called(list(inputs), **rest, **further)
    if model.variadic:
        return called(*first, *inputs, **rest, **further)
    count = model.by_position()
    named = dict(zip(model.tensors[count:], inputs[count:], strict=False))
    return called(*inputs[:count], **rest, **named, **further)


def agree(ours: Tensors | Refusal, theirs: Tensors | Refusal) -> None:
    """Fail unless both accept, with the same outcome, or both refuse."""
    if isinstance(ours, Refusal):
        assert isinstance(theirs, Refusal), f"Keras gives {theirs}, but: {ours.why}"
    else:
        assert not isinstance(theirs, Refusal), f"Keras refuses at {theirs.code}: {theirs.why}"
        assert ours == theirs


def _has_tensor(value: Any) -> bool:
    return isinstance(value, Tensor) or (
        isinstance(value, tuple) and any(map(_has_tensor, value))
    )


def _call_value(value: Any) -> Any:
    if isinstance(value, Tensor):
        return _keras_input(value)
    if isinstance(value, list | tuple):
        return [_call_value(one) for one in value]
    return value


def _keras_input(one: Tensor) -> Any:
    return keras.Input(batch_shape=one.shape, dtype=one.dtype)


def _is_symbolic(value: Any) -> bool:
    return isinstance(value, keras.KerasTensor)


def _run(model: Any, inputs: Sequence[Any]) -> str | None:
    """The error if the model fails on everything that is tried."""
    failure = None
    for sizes in _sizes_to_try(inputs):
        for fill in (0, 1):
            pairs = zip(sizes, inputs, strict=True)
            try:
                model([_sample(shape, x.dtype, fill) for shape, x in pairs])
            except Exception as error:
                if _only_on_gpu(str(error)):
                    return None
                failure = failure or f"{type(error).__name__}: {error}"
            else:
                return None
    return failure


def _sizes_to_try(inputs: Sequence[Any]) -> Iterator[list[tuple[int, ...]]]:
    """The shapes with numbers where a size is not known, the same one for all first axes."""
    shapes = [tuple(x.shape) for x in inputs]
    if not any(None in shape for shape in shapes):
        yield shapes
        return
    for batch in (2, 1, 3, 4, 6, 12):
        for other in (2, 1, 3, 4, 6, 12) if any(None in one[1:] for one in shapes) else (1,):
            yield [
                tuple(
                    size if size is not None else other if axis else batch
                    for axis, size in enumerate(shape)
                )
                for shape in shapes
            ]


def _sample(shape: tuple[int, ...], dtype: str, fill: int) -> Any:
    if dtype == "string":
        return keras.ops.convert_to_tensor(np.full(shape, "a"))
    return keras.ops.full(shape, fill, dtype)


def _only_on_gpu(error: str) -> bool:
    """Whether TensorFlow has the operation for this dtype, but on a GPU alone."""
    dtype = re.search(r"\[T=(DT_\w+)", error)
    return (
        "Could not find device for node" in error
        and dtype is not None
        and re.search(rf"device='GPU'; T in \[[^]]*{dtype[1]}\b", error) is not None
    )
