"""From a class of the catalogue to what may stand behind its kind in a spec."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any, ForwardRef

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mtlc_spec.functions.constants import MISSING
from mtlc_spec.schema.annotations import Annotations
from mtlc_spec.schema.pieces import EXPRESSION, Schema, either, obj, ref
from mtlc_spec.schema.words import takes, yaml
from mtlc_spec.values.tagged import argument_names

_NOTHING = object()


def summary(model: type[object]) -> str:
    """The first line of a docstring, which says what it is."""
    return inspect.cleandoc(model.__doc__ or "").partition("\n")[0].replace("`", "")


def behind(model: type[BaseModel], title: str, annotations: Annotations) -> Schema:
    """What may stand behind a kind: its arguments, the first of them, or nothing."""
    properties = arguments(model, annotations)
    required = needed(model)
    whole = [obj(properties, required)]
    words = "its arguments by name"
    if properties:
        name = next(iter(properties))
        first = annotations.alternatives(model.model_fields[name])
        words = f"{words}, or `{name}` alone: {takes(either(first))}"
        # mappings are arguments by name; those of Keras' objects stand behind a `$ref`
        whole += [_unnamed(one, properties) for one in first if one.get("type") != "object"]
    if not required:
        whole.append({"type": "null"})
    schema = explained(either(whole), words)
    return described(model, title, properties, required, schema)


def _unnamed(schema: Schema, names: Iterable[str]) -> Schema:
    """An object of Keras as the first argument, which no argument by name is taken for."""
    if schema != ref("inner-layer"):
        return schema
    named = {"propertyNames": {"not": {"enum": [*names]}}}
    return {"if": named, "then": schema, "else": False}


def described(
    model: type[BaseModel],
    title: str,
    properties: Mapping[str, Schema],
    required: Iterable[str],
    schema: Schema,
) -> Schema:
    """A schema with what an editor says of it, and what it writes first."""
    listed = ", ".join(
        f"{name}: {yaml(one['default'])}" if "default" in one else name
        for name, one in properties.items()
    )
    text = f"{summary(model)}\n\n{title}: {{{listed}}}" if listed else summary(model)
    said = summary(model)
    return {
        "title": title,
        "description": text,
        "defaultSnippets": [{"label": title, "description": said, "body": _first(required)}],
        # properties that stand here themselves would all be written with their defaults
        **({"allOf": [{"title": title, **schema}]} if "properties" in schema else schema),
    }


def _first(required: Iterable[str]) -> object:
    """What an editor writes behind a kind, in one line, which needs no indentation."""
    names = list(required)
    if len(names) < 2:
        return "$1" if names else {}
    return f"{{{', '.join(f'{name}: ${place}' for place, name in enumerate(names, 1))}}}"


def explained(schema: Schema, words: str) -> Schema:
    """A schema that says of a string that does not fit what does."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [_explained(one, words) for one in schema["anyOf"]]}
    return {one: value for one, value in _explained(schema, words).items() if one != "title"}


def _explained(piece: Schema, words: str) -> Schema:
    if EXPRESSION["pattern"] not in piece.get("pattern", ""):
        return piece
    message = f"Takes {words}, or an expression as $name.".replace("`", "")
    # of its own title, so that an editor does not show the titles of all alternatives
    title = {} if "properties" in piece else {"title": "an expression"}
    return {**title, **piece, "patternErrorMessage": message}


def sentence(words: str) -> str:
    """Words with a capital, unless they begin with a word of Keras."""
    is_keras = words.split()[0] not in ("a", "an", "any", "true", "null")
    return words if is_keras else f"{words[:1].upper()}{words[1:]}"


def needed(model: type[BaseModel]) -> list[str]:
    """The arguments that have no default."""
    return [name for name in argument_names(model) if model.model_fields[name].is_required()]


def arguments(model: type[BaseModel], annotations: Annotations) -> dict[str, Schema]:
    """Every argument: what it takes, and its default."""
    if any(isinstance(one.annotation, ForwardRef) for one in model.model_fields.values()):
        model.model_rebuild()  # it was made before all names of its annotations were
    return {
        name: argument(model.model_fields[name], annotations) for name in argument_names(model)
    }


def argument(field: FieldInfo, annotations: Annotations) -> Schema:
    """One argument: what it takes, and its default, as an editor says it and uses it."""
    schema = either(annotations.alternatives(field))
    words = takes(schema)
    schema = {"allOf": [schema]} if "$ref" in schema else explained(schema, words)
    words = f"{sentence(words)}."
    default = _default(field)
    if default is _NOTHING:
        return {"description": f"{words} Required." if field.is_required() else words, **schema}
    return {"description": f"{words} Default: {yaml(default)}.", "default": default, **schema}


def _default(field: FieldInfo) -> Any:
    if field.is_required() or field.default is MISSING:
        return _NOTHING
    return _plain(field.get_default(call_default_factory=True))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, BaseModel):
        given = {name: _plain(getattr(value, name)) for name in value.model_fields_set}
        return {type(value).__name__: given}
    return value
