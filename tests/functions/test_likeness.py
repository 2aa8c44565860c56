"""Functions that compute what an activation or a layer computes."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from mtlc_spec.functions import function_class, function_names
from mtlc_spec.layers import layer_class, layer_names
from mtlc_spec.layers.base import Layer

NUMBERS = np.linspace(-4, 4, 24, dtype="float32").reshape(2, 3, 4)

OF_NO_ARGUMENT = {
    name: function_class(name).model_validate({})
    for name in function_names()
    if function_class(name).tensors == ("x",)
    and not any(field.is_required() for field in function_class(name).model_fields.values())
}
ACTIVATIONS = sorted(name for name, one in OF_NO_ARGUMENT.items() if one.acts_as is not None)
MERGES = sorted(name for name in function_names() if function_class(name).merges)


def made(layer: type[Layer]) -> Any:
    return layer.model_construct()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_function_is_the_activation_of_its_name(name: str) -> None:
    as_function = getattr(keras.ops, name)(NUMBERS)
    as_activation = keras.activations.get(OF_NO_ARGUMENT[name].acts_as)(NUMBERS)

    assert np.array_equal(np.asarray(as_function), np.asarray(as_activation))


def test_most_activations_are_functions() -> None:
    assert {"relu", "tanh", "softmax", "sigmoid", "leaky_relu"} <= {*ACTIVATIONS}
    assert "gelu" not in ACTIVATIONS


def test_merges_are_functions() -> None:
    layers = {
        made(layer_class(name)).merges_by
        for name in layer_names()
        if layer_class(name).takes_list
    }
    assert layers - {None} == {*MERGES}


@pytest.mark.parametrize("name", MERGES)
def test_a_function_merges_as_a_layer_does(name: str) -> None:
    other = NUMBERS[:, :1, ::-1]
    as_function = getattr(keras.ops, name)(NUMBERS, other)
    as_layer = getattr(keras.layers, name.capitalize())()([NUMBERS, other])

    assert np.array_equal(np.asarray(as_function), np.asarray(as_layer))
