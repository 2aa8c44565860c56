"""Objects of Keras that are no layers, as a spec writes them: by name, or with arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel, BeforeValidator

from mtlc_spec import tasks
from mtlc_spec.balancing import KINDS as STRATEGIES
from mtlc_spec.functions.constants import MaybeOperand, Operand
from mtlc_spec.layers.arguments import LayerArgument
from mtlc_spec.schema.annotations import Annotations, Reader
from mtlc_spec.schema.arguments import behind, needed
from mtlc_spec.schema.pieces import Schema, any_case, obj, quiet, ref
from mtlc_spec.values import (
    constraints,
    initializers,
    losses,
    metrics,
    optimizers,
    regularizers,
    schedules,
)

IMPORTED = r"^(?!(?:ops|std|applications|keras|layers|i|copy)\.)[A-Za-z]\w*\.[A-Za-z_]\w*$"
"""A class or function of an imported module."""

_Kinds = Mapping[str, type[BaseModel]]


def _read_by(annotated: Any) -> Callable[..., Any]:
    """The validator that stands before a type."""
    *_, last = (one for one in annotated.__metadata__ if isinstance(one, BeforeValidator))
    found: Callable[..., Any] = last.func
    return found


_FAMILIES: dict[str, _Kinds] = {
    "initializer": initializers.KINDS,
    "regularizer": regularizers.KINDS,
    "constraint": constraints.KINDS,
    "loss": losses.KINDS,
    "metric": metrics.KINDS,
    "optimizer": optimizers.KINDS,
    "optimizer-map": optimizers.MAPS,
    "schedule": schedules.KINDS,
    "strategy": STRATEGIES,
}
_CHOSEN = {"loss": losses.CHOSEN, "metric": metrics.CHOSEN}
_WORDS = {"strategy": ("none",)}
"""What may stand for an object, and is none."""
_ANY_CASE = ("optimizer",)
"""Families whose names Keras reads in any case."""
_FROM_MODULES = ("loss", "metric", "optimizer")
"""Families of which an imported module may have more."""

_READ: dict[Callable[..., Any], Schema] = {
    _read_by(annotated): schema
    for annotated, schema in (
        (initializers.Initializer, ref("initializer")),
        (regularizers.Regularizer, ref("regularizer")),
        (constraints.Constraint, ref("constraint")),
        (schedules.Schedule, ref("schedule")),
        (schedules.LearningRate, {"anyOf": [{"type": "number"}, ref("schedule")]}),
        (optimizers.Optimizer, ref("optimizer")),
        (optimizers.OptimizerObject, ref("optimizer")),
        (optimizers.OptimizerMapObject, ref("optimizer-map")),
        (tasks.Loss, ref("loss")),
        (tasks.Metric, ref("metric")),
        (tasks.Optimizer, ref("optimizer")),
        (tasks.Balance, ref("strategy")),
        (Operand, {"type": ["number", "boolean", "string", "array"]}),
        (MaybeOperand, {"type": ["number", "boolean", "string", "array", "null"]}),
    )
}


def _reader(schema: Schema) -> Reader:
    return lambda listed: schema


def _layer(listed: bool) -> Schema:
    """In a list there are layers of Keras alone; elsewhere chains and blocks as well."""
    return ref("layer" if listed else "inner-layer")


READERS: dict[Callable[..., Any], Reader] = {
    **{read: _reader(schema) for read, schema in _READ.items()},
    _read_by(LayerArgument): _layer,
}
"""What each validator reads that comes before a type."""

ANNOTATIONS = Annotations(READERS)
WRITTEN_OUT = Annotations(READERS, computed=False)
"""Where no expression may stand."""


def families() -> dict[str, Schema]:
    """The definition of each family, and of each of its kinds."""
    found: dict[str, Schema] = {}
    for name, kinds in _FAMILIES.items():
        found[name] = _family(name, kinds)
        for model in dict.fromkeys(kinds.values()):
            title = _title(model, kinds)
            found[f"{name}.{title}"] = behind(model, title, ANNOTATIONS)
    return found


def _title(model: type[BaseModel], kinds: _Kinds) -> str:
    """The name of its class, if that is one that Keras knows."""
    return model.__name__ if model.__name__ in kinds else _names(model, kinds)[0]


def _names(model: type[BaseModel], kinds: _Kinds) -> list[str]:
    return [name for name, kind in kinds.items() if kind is model]


def _family(name: str, kinds: _Kinds) -> Schema:
    """A name, or one kind with its arguments."""
    bare = [word for word, model in kinds.items() if not needed(model)]
    # first the kinds: of alternatives that fit as badly, an editor reports the first
    return {"title": name, "anyOf": [_by_kind(name, kinds), *_bare(name, bare)]}


def _by_kind(name: str, kinds: _Kinds) -> Schema:
    properties = {}
    for word, model in kinds.items():
        title = _title(model, kinds)
        one = ref(f"{name}.{title}")
        properties[word] = one if word == title else quiet(one)
    tagged = obj(properties, minProperties=1, maxProperties=1)
    del tagged["type"]
    listed = ", ".join(word for word in kinds if _title(kinds[word], kinds) == word)
    tagged["allOf"] = [{"type": "object", "errorMessage": f"There are {listed}."}]
    patterns: Schema = {}
    if name in _ANY_CASE:
        patterns[any_case(word for word in kinds if word.islower())] = {}
    if name in _FROM_MODULES:
        patterns[IMPORTED] = {}
    return {**tagged, "patternProperties": patterns} if patterns else tagged


def _bare(name: str, words: Iterable[str]) -> Iterable[Schema]:
    """What may be written as a name alone."""
    chosen = [*_CHOSEN.get(name, ())]
    listed = [*dict.fromkeys([*_WORDS.get(name, ()), *words, *chosen])]
    if listed:
        yield {"enum": listed}
    patterns = [IMPORTED] if name in _FROM_MODULES else []
    if name in _ANY_CASE:
        patterns.append(any_case(word for word in listed if word.islower()))
    if chosen:
        patterns.append(any_case(chosen))
    if patterns:
        yield {"type": "string", "pattern": "|".join(patterns)}
