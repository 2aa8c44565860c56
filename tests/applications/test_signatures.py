"""Every network of the installed Keras is there, with Keras' arguments and defaults."""

import inspect

import keras
import pytest

from mtlc_spec.applications import network_class, network_names
from mtlc_spec.values.tagged import argument_names

NOT_SAID = {"name", "input_tensor"}
"""An entry's key is its name, and a tensor is no data."""


def test_all_networks_are_there() -> None:
    known = {
        name
        for name, one in vars(keras.applications).items()
        if inspect.isfunction(one) and not name.startswith("_")
    }

    assert known == set(network_names())


@pytest.mark.parametrize("name", network_names())
def test_arguments_are_those_of_keras(name: str) -> None:
    model = network_class(name)
    signature = inspect.signature(getattr(keras.applications, name)).parameters
    expected = {key: one.default for key, one in signature.items() if key not in NOT_SAID}

    *own, trainable, dtype = argument_names(model)
    assert [trainable, dtype] == ["trainable", "dtype"]
    assert own == [*expected]
    assert {key: model.model_fields[key].default for key in own} == expected


@pytest.mark.parametrize("name", network_names())
def test_preprocessing_is_named_as_in_keras(name: str) -> None:
    model = network_class(name)
    if model.preprocessing:
        module = getattr(keras.applications, model.preprocessing)
        assert callable(module.preprocess_input)
        assert getattr(module, name) is getattr(keras.applications, name)
