"""Layers, networks, functions and blocks: what each kind of entry takes."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ValidationError

from mtlc_spec import std
from mtlc_spec.applications import network_class, network_names
from mtlc_spec.diagnostics import Report
from mtlc_spec.document import Block, Param
from mtlc_spec.expressions import Expr
from mtlc_spec.functions import (
    KERAS_FUNCTIONS,
    SUBMODULES,
    function_class,
    function_names,
)
from mtlc_spec.functions.base import Function
from mtlc_spec.layers import ALIASES, layer_class, layer_names
from mtlc_spec.layers.base import Layer
from mtlc_spec.library import Library
from mtlc_spec.names import RESERVED
from mtlc_spec.schema.arguments import arguments, behind, described, needed, summary
from mtlc_spec.schema.families import ANNOTATIONS, IMPORTED
from mtlc_spec.schema.pieces import Schema, either, obj, quiet, ref
from mtlc_spec.schema.words import yaml

ANY_VALUE: Schema = {"type": ["number", "string", "boolean", "array", "null"]}
"""A value of a param."""
_A_PARAM: Schema = {**ANY_VALUE, "items": ref("param")}

_NO_NAMES = "|".join(sorted(RESERVED))
NAME = rf"^(?!(?:{_NO_NAMES})$)[A-Za-z][A-Za-z0-9_-]{{0,99}}$"
BLOCK = rf"^(?!(?:{_NO_NAMES})$)[a-z][A-Za-z0-9_-]{{0,99}}$"
IDENTIFIER = r"^[A-Za-z_][A-Za-z0-9_]*$"


_UNKNOWN = "|".join(sorted(KERAS_FUNCTIONS - {*function_names()})).replace(".", r"\.")
OTHER_FUNCTIONS = rf"^ops\.(?:(?:{'|'.join(SUBMODULES)})\.[a-z0-9_.]+|{_UNKNOWN})$"
"""Functions by longer names, as `ops.nn.relu`, and those that only `returns` describes."""


def definitions() -> dict[str, Schema]:
    """One definition for each kind that mtlc knows, and for those that a spec brings along."""
    found: dict[str, Schema] = {}
    for name in layer_names():
        found[name] = behind(layer_class(name), name, ANNOTATIONS)
    for name in network_names():
        found[f"applications.{name}"] = behind(
            network_class(name), f"applications.{name}", ANNOTATIONS
        )
    for name in std.FILES:
        found[f"std.{name}"] = _block(f"std.{name}")
    for name in function_names():
        found[f"ops.{name}"] = _function(function_class(name), f"ops.{name}")
    own: Schema = {"propertyNames": {"pattern": IDENTIFIER}}
    found["other-function"] = {
        "description": "A function of keras.ops. `returns` says what it gives, where mtlc "
        "does not know it.",
        **own,
    }
    found["imported"] = {
        "description": "A layer (in capitals) or a function of a module that `imports` names. "
        "`returns` says what it gives.",
        **own,
    }
    found["block"] = {
        "description": "A block of this spec, or of a file that it includes, with values for "
        "its params; a lone value is that of the first.",
        "type": [*ANY_VALUE["type"], "object"],
        "items": ref("param"),
        "propertyNames": {"pattern": IDENTIFIER},
        "additionalProperties": ref("param"),
    }
    found["param"] = _A_PARAM
    return found


def properties() -> dict[str, Schema]:
    """Every kind by its name, as a key of an entry."""
    named = [
        *layer_names(),
        *(f"applications.{name}" for name in network_names()),
        *(f"std.{name}" for name in std.FILES),
        *(f"ops.{name}" for name in function_names()),
    ]
    others = {alias: quiet(ref(main)) for alias, main in ALIASES.items()}
    return {"chain": ref("chain"), **{name: ref(name) for name in named}, **others}


def patterns() -> dict[str, Schema]:
    """The kinds whose names a schema cannot list."""
    return {
        BLOCK: ref("block"),
        OTHER_FUNCTIONS: ref("other-function"),
        IMPORTED: ref("imported"),
    }


def layers_only() -> Schema:
    """A layer of Keras inside of another one."""
    tagged = {name: ref(name) for name in layer_names()} | {
        alias: quiet(ref(main)) for alias, main in ALIASES.items()
    }
    words = [name for name in tagged if _stands_alone(layer_class(ALIASES.get(name, name)))]
    return either([obj(tagged, minProperties=1, maxProperties=1), {"enum": words}])


def alone() -> list[Schema]:
    """The kinds that may stand without arguments, each with what it is."""
    models: dict[str, type[BaseModel]] = {name: layer_class(name) for name in layer_names()}
    models |= {f"applications.{name}": network_class(name) for name in network_names()}
    models |= {f"ops.{name}": function_class(name) for name in function_names()}
    words = {name: summary(one) for name, one in models.items() if _stands_alone(one)}
    blocks = {f"std.{name}": _std(f"std.{name}") for name in std.FILES}
    words |= {
        name: block.description or ""
        for name, block in blocks.items()
        if not any(param.required for param in block.params.values())
    }
    words |= {alias: words[main] for alias, main in ALIASES.items() if main in words}
    named = [_alone(word, text) for word, text in words.items()]
    others = "|".join((BLOCK, OTHER_FUNCTIONS, IMPORTED))
    return [{"type": "string", "pattern": others}, *named]


def _alone(word: str, text: str) -> Schema:
    """A pattern, since with `const` an editor would write both `ReLU` and `ReLU:`."""
    return {
        "type": "string",
        "pattern": f"^{re.escape(word)}$",
        "title": word,
        "description": text,
    }


def _stands_alone(model: type[BaseModel]) -> bool:
    if issubclass(model, Function):
        try:
            model.bind(None, model.least_inputs() or 1, ())
        except ValidationError:
            return False
        return True
    assert issubclass(model, Layer)
    return not needed(model)


def _function(model: type[Function], title: str) -> Schema:
    """`from` and `call` may give any parameter, so that none is missing here."""
    own = arguments(model, ANNOTATIONS)
    lone = [
        one
        for field in model.model_fields.values()
        for one in ANNOTATIONS.alternatives(field)
        if one.get("type") != "object"
    ]
    return described(model, title, own, (), either([obj(own), {"type": "null"}, *lone]))


# --- the library ------------------------------------------------------------------------


def _std(key: str) -> Block:
    report = Report()
    block = Library(report).find(key)
    assert block is not None
    assert report.ok
    return block


def _block(key: str) -> Schema:
    block = _std(key)
    own = {name: _param(param) for name, param in block.params.items()}
    required = [param.name for param in block.params.values() if param.required]
    whole: list[Schema] = [obj(own, required)]
    if own:
        whole.append({**ANY_VALUE, "type": [one for one in ANY_VALUE["type"] if one != "null"]})
    if not required:
        whole.append({"type": "null"})
    text = block.description or ""
    listed = ", ".join(
        name if param.required else f"{name}: {_shown(param)}"
        for name, param in block.params.items()
    )
    if listed:
        text = f"{text}\n\n{key}: {{{listed}}}"
    return {"title": key, "description": text, **either(whole)}


def _param(param: Param) -> Schema:
    """A param with the comment that stands beside it."""
    text = param.span.source.text
    line = text[param.span.start : text.index("\n", param.span.start)]
    comment = line.partition("#")[2].strip()
    words = f"{comment[:1].upper()}{comment[1:]}."
    if param.required:
        return {"description": f"{words} Required.", **_A_PARAM}
    made = {"description": f"{words} Default: {_shown(param)}.", **_A_PARAM}
    value = param.value.value
    if not isinstance(value, Expr):
        made["default"] = [*value] if isinstance(value, tuple) else value
    return made


def _shown(param: Param) -> str:
    value: Any = param.value.value
    if isinstance(value, Expr):
        return param.value.span.text.strip("\"'")
    return yaml([*value] if isinstance(value, tuple) else value)
