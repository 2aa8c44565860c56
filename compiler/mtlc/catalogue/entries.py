"""The things of the catalogue: found by name, and described from their classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from inspect import getdoc
from typing import Any, NamedTuple
from warnings import catch_warnings, simplefilter

from pydantic import BaseModel

from mtlc.catalogue.words import words
from mtlc_spec import since
from mtlc_spec.applications import network_class, network_names
from mtlc_spec.balancing import KINDS as STRATEGIES
from mtlc_spec.functions import function_class, function_names
from mtlc_spec.functions.base import Function
from mtlc_spec.functions.constants import MISSING
from mtlc_spec.layers import ALIASES, CHAPTERS, layer_class
from mtlc_spec.values import (
    constraints,
    initializers,
    losses,
    metrics,
    optimizers,
    regularizers,
    schedules,
)
from mtlc_spec.values.tagged import Arguments, Tagged, argument_names


class Argument(NamedTuple):
    """An argument: what it takes, and what it is if it is not given."""

    name: str
    takes: str
    is_required: bool
    default: object
    since: str | None
    is_tensor: bool = False


class Described(NamedTuple):
    """A thing of Keras, as a spec knows it."""

    name: str
    family: str
    chapter: str
    summary: str
    aliases: tuple[str, ...]
    since: str
    model: type[BaseModel]

    @property
    def arguments(self) -> tuple[Argument, ...]:
        return tuple(_arguments(self.model, _path(self.name, self.family, self.model)))


class Member(NamedTuple):
    """A thing of a family: its class is loaded when it is asked for."""

    name: str
    chapter: str
    aliases: tuple[str, ...]
    load: Callable[[], type[BaseModel]]


def _layers() -> Iterator[Member]:
    for chapter, of_chapter in CHAPTERS.items():
        for name in of_chapter:
            aliases = tuple(one for one, main in ALIASES.items() if main == name)
            title = chapter.replace("_", " ")
            yield Member(name, title, aliases, partial(layer_class, name))


def _networks() -> Iterator[Member]:
    for name in network_names():
        yield Member(f"applications.{name}", "", (), partial(network_class, name))


def _functions() -> Iterator[Member]:
    for name in function_names():
        yield Member(f"ops.{name}", "", (), partial(function_class, name))


def _kinds(known: Mapping[str, type[Any]]) -> Callable[[], Iterator[Member]]:
    """The classes of a family, each under its own name, and the other names of each."""

    def members() -> Iterator[Member]:
        spellings: dict[type[Any], list[str]] = {}
        for name, kind in known.items():
            spellings.setdefault(kind, []).append(name)
        for kind, spelled in spellings.items():
            name = kind.kind() if kind.kind() in spelled else spelled[0]
            others = tuple(one for one in spelled if one != name)
            yield Member(name, "", others, partial(_same, kind))

    return members


def _same(kind: type[BaseModel]) -> type[BaseModel]:
    return kind


FAMILIES: dict[str, Callable[[], Iterator[Member]]] = {
    "layers": _layers,
    "ops": _functions,
    "applications": _networks,
    "losses": _kinds(losses.KINDS),
    "metrics": _kinds(metrics.KINDS),
    "optimizers": _kinds(optimizers.KINDS),
    "schedules": _kinds(schedules.KINDS),
    "initializers": _kinds(initializers.KINDS),
    "regularizers": _kinds(regularizers.KINDS),
    "constraints": _kinds(constraints.KINDS),
    "balance": _kinds(STRATEGIES),
}
"""What a spec can name of Keras, and the strategies of mtlc itself."""


def family(name: str) -> tuple[Described, ...]:
    """Everything of a family.

    Raises:
        KeyError: there is no such family.
    """
    return tuple(describe(name, one) for one in FAMILIES[name]())


@cache
def names() -> dict[str, tuple[tuple[str, Member], ...]]:
    """Everything by its names, with its family; `losses.MeanSquaredError` as well."""
    found: dict[str, tuple[tuple[str, Member], ...]] = {}
    for family_name, members in FAMILIES.items():
        for one in members():
            for spelled in (one.name, *one.aliases):
                for word in dict.fromkeys((spelled, f"{family_name}.{spelled}")):
                    found[word] = (*found.get(word, ()), (family_name, one))
    return found


def find(name: str) -> tuple[Described, ...]:
    """What is called so; a loss and a metric may have one name."""
    return tuple(describe(*one) for one in names().get(name, ()))


def describe(family_name: str, member: Member) -> Described:
    model = member.load()
    path = _path(member.name, family_name, model)
    return Described(
        member.name,
        family_name,
        member.chapter,
        _summary(model),
        member.aliases,
        since.newer(path).get(path, since.OLDEST),
        model,
    )


def _path(name: str, family_name: str, model: type[BaseModel]) -> str:
    """Where it is in `keras`."""
    if "." in name:
        return name
    module = model.module if issubclass(model, Tagged) else ""
    return f"{module.rpartition('.')[2] or family_name}.{name}"


def _summary(model: type[BaseModel]) -> str:
    """The first line of the docstring that is its own."""
    text = getdoc(model) if model.__doc__ else None
    return (text or "").partition("\n")[0]


def _arguments(model: type[BaseModel], path: str) -> Iterator[Argument]:
    newer = since.newer(path, model.model_fields)
    tensors = model.tensors if issubclass(model, Function) else ()
    ordered = argument_names(model) if issubclass(model, Arguments) else (*model.model_fields,)
    with catch_warnings():  # that a function must have a tensor is no default of JSON
        simplefilter("ignore")
        properties = model.model_json_schema().get("properties", {})
    for name in ordered:
        field = model.model_fields[name]
        required = field.is_required() or field.default is MISSING
        is_tensor = name in tensors
        yield Argument(
            name,
            "a tensor" if is_tensor else words(properties.get(name, {}), name),
            required,
            None if required else field.get_default(call_default_factory=True),
            newer.get(f"{path}:{name}"),
            is_tensor,
        )
