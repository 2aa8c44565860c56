"""Networks of `keras.applications` as Keras builds them, without values for their weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf
from keras.src import backend
from keras.src.utils import file_utils
from pydantic import ValidationError

from mtlc_spec.applications import network_class
from mtlc_spec.shapes import Shape, ShapeError, Tensor
from mtlc_spec.values.tagged import validate

Weights = Counter[tuple[tuple[int, ...], bool]]
"""The weights of a network: shapes, and whether they are trained."""


class Fetched(Exception):
    """Keras has accepted all arguments, and wants to fetch weights."""


class Facts(NamedTuple):
    """What comes out of a network, and what weights it has; None if it is refused."""

    output: tuple[Shape, str]
    weights: Weights


def built(name: str, arguments: Mapping[str, Any]) -> Any:
    """The network; its weights are known by their shapes alone.

    Raises:
        Fetched: Keras would fetch the weights now.
    """

    def fetch(*_: object, **__: object) -> None:
        raise Fetched

    kept, file_utils.get_file = file_utils.get_file, fetch
    try:
        with backend.StatelessScope():
            return getattr(keras.applications, name)(**arguments)
    finally:
        file_utils.get_file = kept


def in_keras(
    name: str, arguments: Mapping[str, Any], shape: Shape | None = None
) -> Facts | None:
    """What Keras says of a network that is called on such a tensor, or on its own input."""
    try:
        model = built(name, arguments)
        x = keras.KerasTensor(model.input.shape if shape is None else shape)
        with backend.StatelessScope():
            given = model(x)
    except (TypeError, ValueError, IndexError):
        return None
    weights = Counter((tuple(one.shape), bool(one.trainable)) for one in model.weights)
    return Facts((tuple(given.shape), given.dtype), weights)


def in_catalogue(
    name: str, arguments: Mapping[str, Any], shape: Shape | None = None, policy: str = "float32"
) -> Facts | None:
    """What the catalogue says of the same."""
    try:
        network = validate(network_class(name), arguments).under(policy)
        x = Tensor((None, *network.built_shape) if shape is None else shape)
        given = network.infer(x)
        weights = Counter((one.shape, one.trainable) for one in network.variables(x))
    except (ValidationError, ShapeError):
        return None
    return Facts((given.shape, given.dtype), weights)


def takes(name: str, arguments: Mapping[str, Any]) -> bool:
    """Whether Keras takes the arguments, as far as it is known without the weights."""
    try:
        built(name, arguments)
    except Fetched:
        return True
    except (TypeError, ValueError, IndexError):
        return False
    return True


def runs(name: str, arguments: Mapping[str, Any], shape: Shape, dtype: str = "float32") -> bool:
    """Whether Keras builds a model around a network, and this takes a batch of data."""
    try:
        network = getattr(keras.applications, name)(**arguments)
        x = keras.Input(batch_shape=shape, dtype=dtype)
        model = keras.Model(x, network(x))
        data = np.ones([2 if size is None else size for size in shape])
        model(data.astype(str if dtype == "string" else dtype))
    except (TypeError, ValueError, RuntimeError, tf.errors.OpError):
        return False
    return True
