"""The same question to the catalogue and to Keras: can this object be made?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import keras
import numpy as np
from pydantic import BaseModel, ValidationError

from mtlc_spec.values import losses, metrics, optimizers, schedules
from mtlc_spec.values.tagged import Tagged, spread, validate

FAMILIES = (losses, metrics, schedules, optimizers)
KINDS: dict[str, dict[str, type[Tagged]]] = {
    "losses": losses.KINDS,
    "metrics": metrics.KINDS,
    "optimizers.schedules": schedules.KINDS,
    "optimizers": optimizers.KINDS | optimizers.MAPS,
}


@dataclass(frozen=True)
class Case:
    """Arguments of a kind, written as in a spec, and whether they are accepted."""

    kind: str
    arguments: Any = None
    accepted: bool = True
    differs: str | None = None
    """Why Keras does otherwise: what becomes of it there, or what is made of it here."""

    def __str__(self) -> str:
        return f"{self.kind}({self.arguments!r})"


def yes(kind: str, *arguments: Any) -> list[Case]:
    return [Case(kind, one) for one in arguments]


def no(kind: str, *arguments: Any) -> list[Case]:
    return [Case(kind, one, accepted=False) for one in arguments]


def _as_yaml(value: Any) -> Any:
    """YAML's lists are tuples to the catalogue."""
    if isinstance(value, Mapping):
        return {key: _as_yaml(item) for key, item in value.items()}
    return tuple(_as_yaml(item) for item in value) if isinstance(value, list) else value


def made(model: type[Tagged], arguments: Any) -> Tagged | None:
    try:
        return validate(model, spread(model, _as_yaml(arguments)))
    except ValidationError:
        return None


def keras_class(model: type[BaseModel]) -> Any:
    assert issubclass(model, Tagged)
    found: Any = keras
    for part in model.module.split("."):
        found = getattr(found, part)
    return getattr(found, model.__name__)


def to_keras(value: Any) -> Any:
    """An object of the catalogue as the generated code will make it."""
    if isinstance(value, Tagged):
        fields = {name: getattr(value, name) for name in value.model_fields_set}
        return keras_class(type(value))(**{key: to_keras(one) for key, one in fields.items()})
    if isinstance(value, dict):
        return {key: to_keras(one) for key, one in value.items()}
    return value


def keras_makes(model: type[Tagged], arguments: Any) -> bool:
    """Whether Keras makes the object from what is written, nested objects included."""
    try:
        given = {key: _written(one) for key, one in spread(model, arguments).items()}
        keras_class(model)(**given)
    except Exception:
        return False
    return True


def _written(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    if len(value) == 1:
        ((name, given),) = value.items()
        for kinds in KINDS.values():
            if name in kinds:
                model = kinds[name]
                inner = spread(model, given)
                return keras_class(model)(**{key: _written(one) for key, one in inner.items()})
    return {key: _written(one) for key, one in value.items()}


def compiled(**arguments: Any) -> Any:
    """A model that gives what it is given, compiled anew; all tests share one."""
    model = _identity()
    model.compile(**arguments)
    return model


@cache
def _identity() -> Any:
    x = keras.Input((None,))
    return keras.Model(x, x)


def labels_of_any_form(shape: tuple[int, ...]) -> Iterator[Any]:
    """Labels of every form that a loss or a metric may want for predictions of a shape."""
    random = np.random.default_rng(7)
    batch = shape[0]
    forms = (shape, shape[:-1], (*shape[:-1], 1), (batch,), (batch, 1), (batch, 2))
    for form in dict.fromkeys(one for one in forms if one[:1] == (batch,)):
        yield random.integers(1, 3, form)
        yield random.random(form).astype("float32")


def predictions_of(shape: tuple[int, ...]) -> Any:
    """Probabilities, which fit whatever is computed of them."""
    return np.random.default_rng(7).random(shape).astype("float32")
