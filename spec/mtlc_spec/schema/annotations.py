"""From the annotation of an argument to the schema of what a spec may write there."""

from __future__ import annotations

import types as python_types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from mtlc_spec.schema.pieces import EXPRESSION, Schema, any_case, either
from mtlc_spec.values.layout import lower_case

_PLAIN: dict[object, str] = {
    int: "integer",
    float: "number",
    bool: "boolean",
    str: "string",
    type(None): "null",
}
_EXACT = 2**53
"""Where an editor's numbers end to be exact; what is beyond, specs can hardly hold."""

Reader = Callable[[bool], Schema]
"""What a validator reads that comes before the type; in a list, or not."""


@dataclass(frozen=True)
class Annotations:
    """Knows what validators read that come before a type."""

    readers: Mapping[Callable[..., Any], Reader]
    computed: bool = True
    """Whether an expression may stand for any value."""

    def alternatives(self, field: FieldInfo) -> list[Schema]:
        """What may be written for an argument, one way or another."""
        found = [*self._alternatives(field.annotation, [*_flat(field.metadata)], False)]
        return [*found, EXPRESSION] if self.computed else found

    def _piece(self, annotation: object) -> Schema:
        """What may be written for an item."""
        found = [*self._alternatives(annotation, [], True)]
        return either([*found, EXPRESSION] if self.computed else found)

    def _alternatives(
        self, annotation: object, metadata: list[object], listed: bool
    ) -> Iterator[Schema]:
        while get_origin(annotation) is Annotated:
            annotation, *beside = get_args(annotation)
            metadata = [*metadata, *_flat(beside)]
        before = [one for one in metadata if isinstance(one, BeforeValidator)]
        if before:
            yield from self._read(annotation, before, listed)
            return
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin in (Union, python_types.UnionType):
            for one in arguments:
                yield from self._alternatives(one, metadata, listed)
        elif origin is Literal:
            yield from _literal(arguments)
        elif origin in (tuple, list):
            yield _bounded(self._list(arguments), metadata)
        elif origin is dict:
            yield _bounded(self._mapping(*arguments), metadata)
        elif annotation is Any:
            yield {}
        else:
            yield _bounded({"type": _PLAIN[annotation]}, metadata)

    def _read(
        self, annotation: object, before: list[BeforeValidator], listed: bool
    ) -> Iterator[Schema]:
        for one in before:
            if one.func is lower_case:
                words = [*get_args(annotation)]
                yield {"enum": words}
                yield {"type": "string", "pattern": any_case(words)}
                return
            if one.func in self.readers:
                yield self.readers[one.func](listed)
                if type(None) in get_args(annotation):
                    yield {"type": "null"}
                return
        (one,) = before
        yield from self._alternatives(one.json_schema_input_type, [], listed)

    def _list(self, arguments: tuple[Any, ...]) -> Schema:
        if arguments[-1] is ... or len(arguments) == 1:
            return {"type": "array", "items": self._piece(arguments[0])}
        items = [self._piece(one) for one in arguments]
        return {"type": "array", "items": items, "minItems": len(items), "maxItems": len(items)}

    def _mapping(self, key: object, value: object) -> Schema:
        made: Schema = {"type": "object", "additionalProperties": self._piece(value)}
        if key is int:
            made["propertyNames"] = {"pattern": r"^[-+]?(?:\d+|0x[0-9a-fA-F]+|0o[0-7]+)$"}
        elif get_origin(key) is Literal:
            made["propertyNames"] = {"enum": [*get_args(key)]}
        return made


def _flat(metadata: Any) -> Iterator[object]:
    """What stands in `Field(…)`, and beside it."""
    for one in metadata:
        if isinstance(one, FieldInfo):
            yield from one.metadata
        else:
            yield one


def _literal(words: tuple[Any, ...]) -> Iterator[Schema]:
    plain = [one for word in words for one in (get_args(word) or (word,))]
    yield {"enum": plain}


def _bounded(piece: Schema, metadata: list[object]) -> Schema:
    """A piece with the bounds that stand beside its type."""
    kind = piece["type"]
    sizes = {"array": "Items", "object": "Properties", "string": "Length"}
    for one in metadata:
        match one:
            case MinLen(min_length=size) if kind in sizes:
                piece[f"min{sizes[kind]}"] = size
            case MaxLen(max_length=size) if kind in sizes:
                piece[f"max{sizes[kind]}"] = size
            case Gt(gt=bound):
                _bound(piece, "exclusiveMinimum", bound)
            case Ge(ge=bound):
                _bound(piece, "minimum", bound)
            case Lt(lt=bound):
                _bound(piece, "exclusiveMaximum", bound)
            case Le(le=bound):
                _bound(piece, "maximum", bound)
    return piece


def _bound(piece: Schema, word: str, bound: Any) -> None:
    if piece["type"] in ("integer", "number") and abs(bound) < _EXACT:
        piece[word] = bound
