"""The catalogue has the functions, parameters and defaults of the installed Keras."""

import inspect
from functools import reduce
from typing import Any

import keras
import pytest

from mtlc_spec.functions import (
    GIVES_NO_TENSOR,
    KERAS_FUNCTIONS,
    TAKES_CODE,
    function_class,
    function_names,
    main_name,
)
from mtlc_spec.functions.constants import MISSING

SUBMODULES = ("image", "linalg", "nn", "numpy")


def installed(name: str) -> Any:
    return reduce(getattr, name.split("."), keras.ops)


def public_names() -> set[str]:
    modules = {"": keras.ops, **{f"{one}.": getattr(keras.ops, one) for one in SUBMODULES}}
    return {
        prefix + name
        for prefix, module in modules.items()
        for name, value in vars(module).items()
        if callable(value) and not name.startswith("_")
    }


def test_every_function_of_keras_is_known() -> None:
    assert {main_name(name) for name in public_names()} == KERAS_FUNCTIONS


def test_there_are_enough() -> None:
    assert len(function_names()) >= 150
    assert not (TAKES_CODE | GIVES_NO_TENSOR) & {*function_names()}


@pytest.mark.parametrize("name", sorted(public_names() - KERAS_FUNCTIONS))
def test_a_longer_name_is_the_same_function(name: str) -> None:
    assert installed(name) is installed(main_name(name))


@pytest.mark.parametrize("name", function_names())
def test_signature(name: str) -> None:
    model = function_class(name)
    theirs = {
        key: parameter
        for key, parameter in inspect.signature(installed(name)).parameters.items()
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    }
    ours = model.model_fields

    assert model.function == name
    assert [*ours] == [*theirs]
    for key, field in ours.items():
        without = field.is_required() or field.default is MISSING
        assert without == (theirs[key].default is inspect.Parameter.empty)
        if not without:
            assert field.default == theirs[key].default
            assert type(field.default) is type(theirs[key].default)
    assert {*model.tensors, *model.leading, *model.needed} <= {*ours}
