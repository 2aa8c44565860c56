"""What Keras calls the calls of functions, by its own classes."""

from __future__ import annotations

import inspect
import re

import keras
import pytest
from keras.src.utils.naming import to_snake_case

from mtlc_spec.functions import function_names
from mtlc_spec.functions.operations import operation_name

OPERATION = re.compile(r"\b([A-Z][A-Za-z0-9]+)\((?:[^()]|\([^()]*\))*\)\.symbolic_call\(")


def operation_class(name: str) -> str | None:
    """The class whose `symbolic_call` a function of Keras returns."""
    found = set(OPERATION.findall(inspect.getsource(getattr(keras.ops, name))))
    return found.pop() if len(found) == 1 else None


NAMED = [name for name in function_names() if "." not in name and operation_class(name)]


def test_most_functions_are_found() -> None:
    assert len(NAMED) > 180


@pytest.mark.parametrize("name", NAMED)
def test_operation_name(name: str) -> None:
    assert operation_name(name) == to_snake_case(operation_class(name))


@pytest.mark.parametrize("name", ["abs", "conj", "swish", "nn.relu"])
def test_names_in_a_model(name: str) -> None:
    keras.backend.clear_session()
    function = keras.ops
    for part in name.split("."):
        function = getattr(function, part)
    x = keras.Input((4,))
    model = keras.Model(x, function(x))

    assert model.operations[-1].name == operation_name(name)


def test_keras_refuses_a_layer_of_that_name() -> None:
    keras.backend.clear_session()
    x = keras.Input((4,))
    y = keras.layers.ReLU(name="absolute")(x)

    with pytest.raises(ValueError, match="used 2 times"):
        keras.Model(x, keras.ops.abs(y))
