"""The same question to the catalogue and to the installed Keras: what does this layer give?"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat, zip_longest
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras.src.layers.preprocessing.data_layer import DataLayer
from pydantic import ValidationError

from mtlc_spec.layers import layer_class, layer_names
from mtlc_spec.layers.base import Layer, Nesting
from mtlc_spec.layers.inside import count, nested
from mtlc_spec.layers.masks import filled_in
from mtlc_spec.layers.running import check_activity
from mtlc_spec.shapes import ShapeError, Size, Tensor, Variable
from mtlc_spec.values.tagged import argument_names, spread, validate
from tests.scalar_cache import forget_scalars

Shape = tuple[Size, ...]


@dataclass(frozen=True)
class Row:
    """One line of a layer's table: what goes in, and what is expected to come out.

    Arguments are written as in a spec (`8`, `{"units": 8}`); shapes have no batch axis,
    a pair of a shape and a dtype is an input that is not float32. An expected output is
    written likewise. `refused` is the code of a shape diagnostic, or `argument`.
    `batch` gives the batch size, `call` further arguments of the call: a `Tensor` (with
    batch axis), a list of such, or a constant. `again` are the inputs of a second call
    of the same layer.
    """

    kind: str
    arguments: Any
    inputs: Sequence[Any]
    outputs: Sequence[Any] | None = None
    parameters: int = 0
    frozen: int = 0
    """How many of the parameters are not trainable."""
    refused: str | None = None
    batch: int | None = None
    call: Mapping[str, Any] = field(default_factory=dict)
    again: Sequence[Any] | None = None
    again_call: Mapping[str, Any] | None = None
    """The further arguments of the second call, if they are not those of the first."""
    unknown: int = 12
    """What Keras runs with in place of a size that is not known; small ones are tried too."""
    keras_differs: str | None = None
    """Why Keras accepts what is refused here: it fails later, or takes a wrong type."""

    @property
    def call_again(self) -> Mapping[str, Any]:
        return self.call if self.again_call is None else self.again_call

    def __str__(self) -> str:
        return f"{self.kind}({self.arguments!r}) on {list(self.inputs)!r}"


@dataclass(frozen=True)
class Answer:
    outputs: tuple[Tensor, ...]
    variables: tuple[Variable, ...]
    nesting: Nesting = None
    """Which of several outputs are in lists."""
    built_only: bool = field(default=False, compare=False)
    """Keras builds it, and only a GPU could run it."""


@dataclass(frozen=True)
class Refusal:
    code: str
    why: str = field(compare=False)


def tensor(written: Any, batch: int | None) -> Tensor:
    """`(28, 28)` or `((28, 28), "int32")` as a tensor with its batch axis.

    A `Tensor` stands for itself, where the tensors of a row have different batch sizes.
    """
    if isinstance(written, Tensor):
        return written
    if len(written) == 2 and isinstance(written[1], str):
        shape, dtype = written
    else:
        shape, dtype = written, "float32"
    return Tensor((batch, *shape), dtype)


def tensors(row: Row, written: Sequence[Any]) -> tuple[Tensor, ...]:
    return tuple(tensor(one, row.batch) for one in written)


def _plain(value: Any) -> Any:
    """YAML's lists are tuples to the catalogue."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_plain(item) for item in value)
    return value


def read_arguments(row: Row) -> Layer | Refusal:
    """The layer of the catalogue that the row describes."""
    model = layer_class(row.kind)
    try:
        return validate(model, spread(model, _plain(row.arguments)))
    except ValidationError as error:
        return Refusal("argument", str(error))


def ask_catalogue(row: Row) -> Answer | Refusal:
    """What the catalogue says, without Keras."""
    layer = read_arguments(row)
    if isinstance(layer, Refusal):
        return layer
    inputs = tensors(row, row.inputs)
    most = layer.most_inputs
    if len(inputs) < layer.least_inputs or (most is not None and len(inputs) > most):
        return Refusal("arity", f"{len(inputs)} inputs")
    try:
        answer = apply(layer, inputs, row.call)
        if row.again is not None:
            again, call = tensors(row, row.again), row.call_again
            layer.check_again(inputs, row.call, *again, **call)
            give(layer, again, call)
    except ShapeError as error:
        return Refusal(error.kind.code, error.problem)
    return answer


def apply(layer: Layer, inputs: Sequence[Tensor], call: Mapping[str, Any]) -> Answer:
    outputs = give(layer, inputs, call)
    flat = (None,) * len(outputs) if len(outputs) > 1 else None
    return Answer(outputs, layer.variables(*inputs, **call), layer.nesting or flat)


def give(layer: Layer, inputs: Sequence[Tensor], call: Mapping[str, Any]) -> tuple[Tensor, ...]:
    """What one call gives, of a layer that has its weights or needs none."""
    given = layer.infer(*inputs, **{**call, **filled_in(layer, (), call, {})})
    check_activity(layer, inputs, given, **call)
    outputs = given if isinstance(given, tuple) else (given,)
    results = layer.results_of(**call)
    assert len(outputs) == results, f"{results} results, but {len(outputs)} tensors"
    return outputs


def ask_keras(row: Row) -> Answer | Refusal:
    """What Keras says: it builds the layer in a model and runs it once on zeros.

    It starts from a clean state, or names would count on from the rows before.
    """
    keras.utils.clear_session(free_memory=False)
    forget_scalars()
    try:
        made = to_keras_layer(row.kind, row.arguments)
        inputs = [keras_input(one) for one in tensors(row, row.inputs)]
        call = keras_call(row, row.call)
        in_list = takes_list(row)
        given = made(inputs, **call) if in_list else made(*inputs, **call)
        if row.again is not None:
            second = [keras_input(one) for one in tensors(row, row.again)]
            call_again = keras_call(row, row.call_again)
            more = made(second, **call_again) if in_list else made(*second, **call_again)
        outputs = keras.tree.flatten(given)
        _adapt(row, made)
    except Exception as error:
        return Refusal("build", f"{type(error).__name__}: {error}")
    failure = run_model([*inputs, *call.values()], outputs, row.unknown)
    if failure in (None, ONLY_ON_GPU) and row.again is not None:
        given_again = [*second, *call_again.values()]
        failure = run_model(given_again, keras.tree.flatten(more), row.unknown) or failure
    if failure not in (None, ONLY_ON_GPU):
        return Refusal("run", failure)
    # A model trains each weight that says so, whatever the layers say that it is in.
    return Answer(
        tuple(Tensor(tuple(one.shape), one.dtype) for one in outputs),
        tuple(
            Variable(weight.path.removeprefix("judged/"), tuple(weight.shape), weight.trainable)
            for weight in made.weights
            if "seed_generator" not in weight.path
        ),
        _nesting(given),
        built_only=failure is not None,
    )


NUMBERS = np.concatenate([np.zeros(100), np.arange(100)]).astype("float32")
WORDS = np.array([["a", "b", "a", f"d{number}"] for number in range(50)])
"""What layers learn from; the commonest is what the model then runs on."""


def _adapt(row: Row, made: Any) -> None:
    """Let a layer learn that must, from data that are enough for all arguments."""
    layer = read_arguments(row)
    if not isinstance(layer, Layer) or not layer.adapts:
        return
    if made.compute_dtype != "string":
        made.adapt(NUMBERS)
    elif getattr(layer, "split", None) is None:
        made.adapt(WORDS)
    else:
        made.adapt(np.array([" ".join(words) for words in WORDS]))


def _nesting(given: Any) -> Nesting:
    """Which tensors Keras keeps in lists together."""
    return tuple(map(_nesting, given)) if isinstance(given, list | tuple) else None


def takes_list(row: Row) -> bool:
    layer = read_arguments(row)
    return (layer if isinstance(layer, Layer) else layer_class(row.kind)).takes_list is True


def keras_call(row: Row, call: Mapping[str, Any]) -> dict[str, Any]:
    """The further arguments of a call, nested as the catalogue says that Keras wants them."""
    layer = read_arguments(row)
    found = {}
    for key, value in call.items():
        made = _call_value(value)
        nesting = layer.nesting_of_argument(key) if isinstance(layer, Layer) else None
        if nesting is not None:
            flat = made if isinstance(made, list) else [made]
            made = nested(nesting, flat) if len(flat) == count(nesting) else flat
        found[key] = made
    return found


ONLY_ON_GPU = "TensorFlow runs it on a GPU alone"


def run_model(given: Sequence[Any], outputs: Any, unknown: int, fill: int = 0) -> str | None:
    """What is wrong if the model of these tensors fails on every size that is tried."""
    everything = [
        one for one in keras.tree.flatten(given) if isinstance(one, keras.KerasTensor)
    ]
    try:
        model = keras.Model(everything, outputs)
    except Exception as error:
        return _told(error)
    return _run(model, everything, unknown, fill)


def keras_input(one: Tensor) -> Any:
    return keras.Input(batch_shape=one.shape, dtype=one.dtype)


def _call_value(value: Any) -> Any:
    if isinstance(value, Tensor):
        return keras_input(value)
    if isinstance(value, list | tuple):
        return [_call_value(one) for one in value]
    return value


def _run(model: Any, inputs: Sequence[Any], unknown: int, fill: int) -> str | None:
    failure = None
    for shapes in _shapes_to_try([tuple(one.shape) for one in inputs], unknown):
        try:
            model(_samples(shapes, inputs, fill))
        except Exception as error:
            if only_on_gpu(str(error), model):
                return ONLY_ON_GPU
            failure = _told(error)
        else:
            return None
    if any(isinstance(layer, DataLayer) for layer in model._flatten_layers()):
        return _run_in_graph(model, inputs, unknown, fill)
    return failure


def _run_in_graph(model: Any, inputs: Sequence[Any], unknown: int, fill: int) -> str | None:
    """What is wrong if it fails as in `fit`, where layers of data cast numbers to floats."""
    failure = None
    for shapes in _shapes_to_try([tuple(one.shape) for one in inputs], unknown):
        samples = _samples(shapes, inputs, fill)
        try:
            tf.function(model)(samples)
        except Exception as error:
            failure = _told(error)
        else:
            return None
    return failure


def _told(error: Exception) -> str:
    """What Keras says, without the report of the arguments that it hangs on."""
    said = [line for line in str(error).splitlines() if line and "when calling" not in line]
    return f"{type(error).__name__}: {said[0] if said else error}"


def _shapes_to_try(shapes: Sequence[Shape], unknown: int) -> Iterator[Sequence[Shape]]:
    """The shapes with a size for every one that is not known.

    An unknown batch size is that of an input where it is known, or 2, at last 1. The
    others are `unknown`, then other numbers, then these for one axis alone, then what
    another input has on the same axis. The batch may itself be an axis of one image, and
    is tried with more numbers.
    """
    given = max((shape[0] or 0 for shape in shapes), default=0)
    batch = given or 2
    yield [_filled(shape, batch, repeat(unknown)) for shape in shapes]
    if any(None in shape[1:] for shape in shapes):
        for fill in (1, 2, 3, 4, 6, 8, 16):
            yield [_filled(shape, batch, repeat(fill)) for shape in shapes]
        for fill in (2, 3, 4, 6, 8, 12, 16):
            yield [_filled(shape, batch, _once(shape, fill)) for shape in shapes]
        others = [max(size or 1 for size in sizes) for sizes in zip_longest(*shapes)]
        yield [_filled(shape, batch, others[1:]) for shape in shapes]
    if not given:
        for size in (1, 3, 8, unknown):
            yield [_filled(shape, size, repeat(unknown)) for shape in shapes]


def _once(shape: Shape, fill: int) -> list[int]:
    """The number for the first axis that is open, 1 for all others."""
    first = shape.index(None, 1) if None in shape[1:] else 1
    return [fill if axis == first else 1 for axis in range(1, len(shape))]


def _filled(shape: Shape, batch: int, fills: Iterable[int]) -> Shape:
    first, *rest = shape
    filled = (fill if size is None else size for size, fill in zip(rest, fills, strict=False))
    return (batch if first is None else first, *filled)


def _samples(shapes: Sequence[Shape], inputs: Sequence[Any], fill: int) -> list[Any]:
    return [_sample(shape, one.dtype, fill) for shape, one in zip(shapes, inputs, strict=True)]


def _sample(shape: Shape, dtype: str, fill: int) -> Any:
    if dtype == "string":
        return np.full(shape, "a")
    return np.full(shape, fill, "float32" if dtype == "bfloat16" else dtype)


RNN: Any = importlib.import_module("keras.src.backend.tensorflow.rnn")


def _suits_cudnn(layer: Any) -> bool:
    """What Keras asks of a layer's arguments before it looks for a GPU."""
    if layer.recurrent_dropout:
        return False
    common = (layer.activation, layer.recurrent_activation, layer.unroll, layer.use_bias)
    if isinstance(layer, keras.layers.GRU):
        return bool(RNN._do_gru_arguments_support_cudnn(*common, layer.reset_after))
    return bool(RNN._do_lstm_arguments_support_cudnn(*common))


def only_on_gpu(error: str, model: Any) -> bool:
    """Whether a GPU could do it: TensorFlow has no such layout or dtype on a CPU alone."""
    if re.search(r"only supports (the )?ND?HWC|Current CPU implementation", error):
        return True
    if "use_cudnn=True was specified" in error:
        wanted = [
            one for one in model._flatten_layers() if getattr(one, "use_cudnn", 0) is True
        ]
        return all(map(_suits_cudnn, wanted))
    dtype = re.search(r"\[T=(DT_\w+)", error)
    return (
        "Could not find device for node" in error
        and dtype is not None
        and re.search(rf"device='GPU'; T in \[[^]]*{dtype[1]}\b", error) is not None
    )


def to_keras_layer(kind: str, arguments: Any) -> Any:
    """The Keras layer of arguments as a spec writes them, good or bad.

    Raises:
        Exception: whatever Keras raises.
    """
    model = layer_class(kind)
    given = spread(model, _plain(arguments))
    return getattr(keras.layers, kind)(
        **{key: _argument(key, value) for key, value in given.items()}, name="judged"
    )


def _argument(key: str, value: Any) -> Any:
    """The value of an argument; a bare name is a layer where one is meant."""
    if key in ("layer", "backward_layer", "cell") and isinstance(value, str):
        return _tagged(keras.layers, value, None)
    if key in ("cell", "cells", "layers") and isinstance(value, list | tuple):
        return [_argument("cell", one) for one in value]
    return _to_keras(value)


def _to_keras(value: Any) -> Any:
    if isinstance(value, Mapping) and len(value) == 1:
        ((kind, given),) = value.items()
        for module in (keras.layers, keras.initializers, keras.regularizers, keras.constraints):
            if isinstance(kind, str) and kind[:1].isupper() and hasattr(module, kind):
                return _tagged(module, kind, given)
    return value


def _tagged(module: Any, kind: str, given: Any) -> Any:
    make = getattr(module, kind)
    if given is None:
        return make()
    if isinstance(given, Mapping) and not _is_tag(given):
        return make(**{key: _argument(key, item) for key, item in given.items()})
    first = argument_names(layer_class(kind))[:1] if kind in layer_names() else ("",)
    return make(_argument(first[0], given))


def _is_tag(given: Mapping[Any, Any]) -> bool:
    return len(given) == 1 and str(next(iter(given)))[:1].isupper()


def check(row: Row) -> None:
    """Assert that the catalogue says what the row says, and that Keras agrees."""
    ours = ask_catalogue(row)
    if row.refused is not None:
        assert isinstance(ours, Refusal), f"accepted: {ours}"
        assert ours.code == row.refused, ours
    else:
        assert row.outputs is not None
        assert isinstance(ours, Answer), ours.why
        assert ours.outputs == tensors(row, row.outputs)
        assert sum(one.size for one in ours.variables) == row.parameters
        assert sum(one.size for one in ours.variables if not one.trainable) == row.frozen
    theirs = ask_keras(row)
    if row.keras_differs is None:
        agree(ours, theirs)
    else:
        assert isinstance(ours, Refusal), "only refusals may differ from Keras"
        assert isinstance(theirs, Answer), "Keras refuses it too by now: drop `keras_differs`"


def cannot_tell(ours: Answer | Refusal, theirs: Answer | Refusal) -> bool:
    """Whether what is refused here might fail in Keras too, on a machine that can run it."""
    return isinstance(ours, Refusal) and isinstance(theirs, Answer) and theirs.built_only


def agree(ours: Answer | Refusal, theirs: Answer | Refusal) -> None:
    """Assert that both accept with the same answer, or both refuse."""
    if isinstance(ours, Refusal):
        assert isinstance(theirs, Refusal), f"refused here ({ours}), but Keras gives {theirs}"
        return
    assert isinstance(theirs, Answer), f"accepted here, but Keras says {theirs}"
    assert ours.outputs == theirs.outputs
    assert ours.variables == theirs.variables
    assert ours.nesting == theirs.nesting
