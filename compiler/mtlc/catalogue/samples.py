"""An example of what a layer does to a tensor, made up from what its arguments may be."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from inspect import Parameter, signature
from itertools import islice, product
from typing import Any, NamedTuple

from pydantic import ValidationError

from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import ShapeError, Tensor, Variable
from mtlc_spec.values.tagged import argument_names, validate

_ROW, _STEPS, _IMAGE = (None, 10), (None, 10, 8), (None, 32, 32, 3)
_LARGER: tuple[tuple[int | None, ...], ...] = (
    (None, 16, 16, 16, 3),
    (None, 8, 16, 16, 16, 3),
    *(
        (None, size, size, 3)
        for size in (224, 240, 260, 299, 300, 331, 380, 384, 456, 480, 528, 600)
    ),
)
_DTYPES = ("float32", "int32", "string")
_TRIES = 60
"""Combinations of arguments."""


class Sample(NamedTuple):
    """A layer, what it is called on, and what comes of it."""

    arguments: Mapping[str, object]
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    variables: tuple[Variable, ...]


def sample(model: type[Layer]) -> Sample | None:
    """An example of a layer, with the fewest arguments; None if none can be made up."""
    for arguments in islice(_arguments(model), _TRIES):
        try:
            layer = validate(model, arguments).under("float32")
        except ValidationError:
            continue
        some = (_IMAGE, _STEPS) if "data_format" in model.model_fields else (_STEPS, _IMAGE)
        for dtype, shape in product(_DTYPES, (_ROW, *some, *_LARGER)):
            found = _called(layer, Tensor(shape, dtype))
            if found is not None:
                return Sample(arguments, *found)
    return None


def _called(
    layer: Layer, x: Tensor
) -> tuple[tuple[Tensor, ...], tuple[Tensor, ...], tuple[Variable, ...]] | None:
    inputs = (x,) * type(layer).least_inputs
    taken = len(inputs)
    further = {
        name: x
        for name, one in islice(signature(layer.infer).parameters.items(), taken, None)
        if one.default is Parameter.empty
        and one.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
    }
    try:
        outputs = layer.infer(*inputs, **further)
        variables = layer.variables(*inputs, **further)
    except (ShapeError, TypeError, NotImplementedError):
        return None
    together = (outputs,) if isinstance(outputs, Tensor) else outputs
    return (*inputs, *further.values()), together, variables


def _arguments(model: type[Layer]) -> Iterator[Mapping[str, object]]:
    """The required arguments, with one value or another each."""
    schema = model.model_json_schema()
    needed = [one for one in argument_names(model) if one in schema.get("required", ())]
    values = [[*_values(schema["properties"][one])] for one in needed]
    for chosen in product(*values):
        yield dict(zip(needed, chosen, strict=True))


def _values(schema: Mapping[str, Any]) -> Iterator[object]:
    """Some values of a type, the likeliest first."""
    if "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from _values(one)
        return
    if "enum" in schema:
        yield from schema["enum"]
    kind = schema.get("type")
    if kind == "integer":
        yield from (one for one in (8, 3, 2, 1) if _is_within(one, schema))
    elif kind == "number":
        yield from (one for one in (0.5, 0.1, 1.0, 2.0) if _is_within(one, schema))
    elif kind == "array" and "prefixItems" in schema:
        yield from islice(product(*([*_values(one)] for one in schema["prefixItems"])), 8)
    elif kind == "array":
        items = [*_values(schema.get("items", {}))]
        yield from ((-1,), (1,), (2, 1), (1, 2, 3))
        for count in (1, 2, 3):
            yield from islice(product(items, repeat=count), 3)


def _is_within(value: float, schema: Mapping[str, Any]) -> bool:
    checks = {
        "exclusiveMinimum": operator.gt,
        "minimum": operator.ge,
        "exclusiveMaximum": operator.lt,
        "maximum": operator.le,
    }
    return all(check(value, schema[key]) for key, check in checks.items() if key in schema)
