"""The arguments of every kind are those of the installed Keras: names, order and defaults."""

import inspect
from collections.abc import Iterator
from typing import Any, get_args

import keras
import pytest
from keras.src import activations, constraints, initializers, regularizers
from pydantic import BaseModel

from mtlc_spec.layers import ALIASES, NOT_DATA, layer_class, layer_names
from mtlc_spec.layers.base import Layer
from mtlc_spec.layers.merging import Dot
from mtlc_spec.values import constraints as our_constraints
from mtlc_spec.values import initializers as our_initializers
from mtlc_spec.values import regularizers as our_regularizers
from mtlc_spec.values.activations import Activation
from mtlc_spec.values.tagged import argument_names, validate
from tests.catalogue.judge import to_keras_layer

LAYERS = [pytest.param(layer_class(name), id=name) for name in layer_names()]

FAMILIES = [
    (our_initializers, initializers),
    (our_regularizers, regularizers),
    (our_constraints, constraints),
]

VALUES = [
    pytest.param(kind, getattr(getattr(keras, kind.module), kind.__name__), id=kind.__name__)
    for family, _ in FAMILIES
    for kind in dict.fromkeys(family.KINDS.values())
]

NOT_SAID = {"self", "name", "autocast"}
"""What a spec does not say: an entry's key is its name, and every layer casts the floats
that it is given."""

OF_ALL = ("trainable", "dtype")
"""The arguments that every layer has in a spec, wherever its signature names them."""

NEEDED: dict[str, Any] = {
    "activation": "relu",
    "cell": {"LSTMCell": 2},
    "cells": ({"LSTMCell": 2},),
    "dims": (1,),
    "equation": "ab,bc->ac",
    "factor": 1,
    "height_factor": 0.5,
    "layer": {"LSTM": 2},
    "rate": 0.5,
    "scale": 2.0,
    "stddev": 0.5,
    "target_shape": (1,),
    "width_factor": 0.5,
}
"""Arguments without a default that are not just a number."""


def arguments_of(keras_: type) -> dict[str, Any]:
    """The arguments of Keras' signature and their defaults, `...` for those that have none."""
    return {
        name: ... if one.default is one.empty else one.default
        for name, one in inspect.signature(keras_.__init__).parameters.items()
        if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY) and name not in NOT_SAID
    }


def hidden_arguments(keras_: type) -> Iterator[tuple[str, Any]]:
    """What the bases of a layer take and its own signature hides in `**kwargs`."""
    known = set(arguments_of(keras_))
    for base in inspect.getmro(keras_)[1:]:
        if issubclass(base, keras.layers.Layer):
            for name, default in arguments_of(base).items():
                if name not in known:
                    known.add(name)
                    yield name, default


ONE_OF: dict[str, dict[str, Any]] = {
    "Discretization": {"num_bins": 2, "bin_boundaries": (0.5,)},
}
"""Arguments with a default of which exactly one must be given."""

REQUIRED = {("CategoryEncoding", "num_tokens")}
"""Arguments whose default Keras refuses."""


def needed(model: type[BaseModel], without: str = "") -> dict[str, Any]:
    """The least that a kind can be made with, where one argument is left alone."""
    fields = model.model_fields
    own = NEEDED | {"layer": {"Dense": 2}} if "power_iterations" in fields else NEEDED
    choice = [one for one in ONE_OF.get(model.__name__, {}).items() if one[0] != without]
    return dict(choice[:1]) | {
        name: own.get(name, 2) for name in fields if fields[name].is_required()
    }


def keras_takes(model: type[Layer], name: str, value: object) -> bool:
    try:
        to_keras_layer(model.__name__, {**needed(model, name), name: value})
    except (TypeError, ValueError):
        return False
    return True


def check_default(model: type[BaseModel], name: str, default: Any) -> None:
    """Keras' default, read as if it were written in a spec, is ours.

    So `(1, 1)` for `strides` is 1, and `uniform` is `random_uniform`.
    """
    field = model.model_fields[name]
    if (model.__name__, name) in REQUIRED:
        default = ...
    assert field.is_required() == (default is ...), name
    if default is not ...:
        made = validate(model, {**needed(model, name), name: default})
        assert getattr(made, name) == field.default, name
        assert isinstance(getattr(made, name), bool) == isinstance(field.default, bool), name


@pytest.mark.parametrize("model", LAYERS)
def test_layer_has_the_arguments_of_keras(model: type[Layer]) -> None:
    keras_ = getattr(keras.layers, model.__name__)
    signature = arguments_of(keras_)
    hidden = {
        name: default
        for name, default in hidden_arguments(keras_)
        if default is not ... and keras_takes(model, name, default)
    }
    own = [name for name in signature if name not in OF_ALL]
    names = argument_names(model)

    assert list(names[: len(own)]) == own
    assert {*names[len(own) :], *OF_ALL} == {*hidden, *OF_ALL}
    assert names[-1] == "dtype"
    assert "trainable" not in names[:-2]
    for name, default in (signature | hidden).items():
        check_default(model, name, default)


@pytest.mark.parametrize(("model", "keras_"), VALUES)
def test_value_has_the_arguments_of_keras(model: type[BaseModel], keras_: type) -> None:
    signature = arguments_of(keras_)

    assert list(argument_names(model)) == list(signature)
    for name, default in signature.items():
        check_default(model, name, default)


@pytest.mark.parametrize("model", LAYERS)
def test_call_has_the_arguments_of_keras(model: type[Layer]) -> None:
    """`infer` takes what Keras' `call` takes, after the tensors that `from` names."""
    keras_ = inspect.signature(getattr(keras.layers, model.__name__).call)
    theirs = [one.name for one in keras_.parameters.values() if one.kind is not one.VAR_KEYWORD]
    ours = [*inspect.signature(model.infer).parameters]
    from_ = 2 if model is Dot else 1

    assert ours[1 + from_ :] == theirs[2:]


@pytest.mark.parametrize("model", LAYERS)
def test_layer_says_in_one_line_what_it_is(model: type[Layer]) -> None:
    words = vars(model)["__doc__"]

    assert "\n" not in words
    assert words.endswith(".")
    assert "name" not in model.model_fields


def test_every_layer_of_keras_is_known() -> None:
    public = {
        name
        for name, one in vars(keras.layers).items()
        if isinstance(one, type) and issubclass(one, keras.layers.Layer)
    }
    known = [*layer_names(), *NOT_DATA, *ALIASES]

    assert sorted(known) == sorted(public)


def test_alias_is_the_same_layer() -> None:
    for alias, name in ALIASES.items():
        assert getattr(keras.layers, alias) is getattr(keras.layers, name)
    main = [getattr(keras.layers, name) for name in (*layer_names(), *NOT_DATA)]
    assert len(set(main)) == len(main)


@pytest.mark.parametrize(("ours", "theirs"), FAMILIES, ids=lambda one: one.__name__)
def test_values_have_the_names_of_keras(ours: Any, theirs: Any) -> None:
    """Every name is of the same class, and the abstract base is no value."""
    known = {
        name: kind.__name__
        for name, kind in theirs.ALL_OBJECTS_DICT.items()
        if not inspect.isabstract(kind) and kind.__mro__[1] is not object
    }
    assert {name: kind.__name__ for name, kind in ours.KINDS.items()} == known


def test_activations_have_the_names_of_keras() -> None:
    assert {*get_args(Activation), "threshold"} == set(activations.ALL_OBJECTS_DICT)


def test_threshold_is_no_activation_since_keras_cannot_call_it() -> None:
    with pytest.raises(TypeError, match="threshold"):
        keras.layers.Activation("threshold")(keras.ops.zeros((2, 4)))
