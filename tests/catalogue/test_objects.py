"""Losses, metrics, schedules and optimizers have the arguments of the installed Keras.

Every class is there, with its arguments in their order and their defaults, and what can
be made here can be made there.
"""

from collections import Counter
from typing import Any

import keras
import pytest

from mtlc_spec.values import (
    initializers,
    kind_of,
    losses,
    metrics,
    optimizers,
    regularizers,
    schedules,
)
from mtlc_spec.values.tagged import Tagged, argument_names
from tests.catalogue import test_losses, test_metrics, test_optimizers, test_schedules
from tests.catalogue.objects import KINDS, Case, keras_class, keras_makes, made, to_keras
from tests.catalogue.test_signatures import arguments_of

NOT_COVERED: dict[str, dict[str, str]] = {
    "losses": {"Loss": "it is abstract"},
    "metrics": {
        "Metric": "it is abstract",
        "MeanMetricWrapper": "it takes a function, which is no data",
    },
    "optimizers.schedules": {"LearningRateSchedule": "it is abstract"},
    "optimizers": {"Optimizer": "it is abstract"},
}

MODULES: dict[str, Any] = {
    "losses": keras.losses,
    "metrics": keras.metrics,
    "optimizers.schedules": keras.optimizers.schedules,
    "optimizers": keras.optimizers,
}

ALL = {(family, kind.__name__): kind for family in KINDS for kind in KINDS[family].values()}
MODELS = [pytest.param(kind, id=f"{family}.{name}") for (family, name), kind in ALL.items()]

TABLES: dict[str, list[Case]] = {
    "losses": test_losses.CASES,
    "metrics": test_metrics.CASES,
    "optimizers.schedules": test_schedules.CASES,
    "optimizers": test_optimizers.CASES,
}
OF_CLASS = [
    pytest.param(
        kind, [case for case in TABLES[family] if case.kind == name], id=f"{family}.{name}"
    )
    for (family, name), kind in ALL.items()
]

LEAST = 2
"""Cases of each class that are accepted, and that are refused."""


@pytest.mark.parametrize("family", KINDS)
def test_every_class_is_covered(family: str) -> None:
    public = {name for name, one in vars(MODULES[family]).items() if isinstance(one, type)}
    covered = {kind.__name__ for kind in KINDS[family].values()}

    assert covered | {*NOT_COVERED[family]} == public
    assert not covered & {*NOT_COVERED[family]}


@pytest.mark.parametrize("model", MODELS)
def test_object_has_the_arguments_of_keras(model: type[Tagged]) -> None:
    """Names, order and defaults; a value alone is never the `dtype` if there is another."""
    signature = arguments_of(keras_class(model))
    dtype_last = sorted(signature, key=lambda name: name == "dtype")

    assert list(argument_names(model)) == dtype_last
    if "dtype" in signature:
        assert list(model.model_fields) == list(signature)
    for name, default in signature.items():
        field = model.model_fields[name]
        assert field.is_required() == (default is ...), name
        if default is not ...:
            assert field.default == default, name
            assert isinstance(field.default, bool) == isinstance(default, bool), name


@pytest.mark.parametrize("model", MODELS)
def test_object_says_in_one_line_what_it_is(model: type[Tagged]) -> None:
    words = vars(model)["__doc__"]

    assert "\n" not in words
    assert words.endswith(".")
    assert "name" not in model.model_fields


@pytest.mark.parametrize(("model", "cases"), OF_CLASS)
def test_keras_says_the_same(model: type[Tagged], cases: list[Case]) -> None:
    """What is accepted can be made in Keras, and what is refused cannot.

    Where it `differs`, Keras refuses what is written, but takes what is made of it here;
    or it accepts what it cannot mean.
    """
    for case in cases:
        ours = made(model, case.arguments)

        assert (ours is not None) == case.accepted, case
        if ours is not None:
            to_keras(ours)
        theirs = keras_makes(model, case.arguments)
        assert theirs == (case.accepted == (case.differs is None)), case


@pytest.mark.parametrize("family", TABLES)
def test_every_class_has_accepted_and_refused_cases(family: str) -> None:
    cases = TABLES[family]
    found = Counter((case.kind, case.accepted) for case in cases if case.differs is None)

    assert {case.kind for case in cases} == {kind.__name__ for kind in KINDS[family].values()}
    for kind in KINDS[family].values():
        for accepted in (True, False):
            assert found[kind.__name__, accepted] >= LEAST, (kind.__name__, accepted)


@pytest.mark.parametrize(
    "family", [losses, metrics, schedules, optimizers], ids=lambda one: one.__name__
)
def test_every_kind_has_its_module(family: Any) -> None:
    for kind in family.KINDS.values():
        assert keras_class(kind).__name__ == kind.__name__


@pytest.mark.parametrize("family", KINDS)
def test_a_class_is_found_by_name(family: str) -> None:
    """By the name alone if it is of one family."""
    for name, kind in KINDS[family].items():
        families = [kinds for kinds in KINDS.values() if name in kinds]

        assert kind_of(name, family) is kind
        assert kind_of(name) is (kind if len(families) == 1 else None)


@pytest.mark.parametrize(
    ("name", "module", "found"),
    [
        ("ADAM", None, optimizers.Adam),
        ("lamb", None, None),
        ("MEAN", None, None),
        ("HeNormal", None, initializers.HeNormal),
        ("l2", "regularizers", regularizers.L2),
        ("Adam", "losses", None),
        ("Momentum", None, None),
    ],
)
def test_a_name_is_looked_up_as_keras_does(name: str, module: str | None, found: Any) -> None:
    assert kind_of(name, module) is found
