"""Layers as arguments of layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from mtlc_spec.layers import ALIASES, NOT_DATA, layer_class, layer_names
from mtlc_spec.layers.base import Layer
from mtlc_spec.values.tagged import refused, spread, unknown_name, validate


def read_layer(value: Any) -> Any:
    """The layer of `{LSTM: 32}`, `{LSTM: {units: 32}}` or `BatchNormalization`."""
    if value is None or isinstance(value, Layer):
        return value
    if isinstance(value, str):
        kind, given = value, None
    elif isinstance(value, Mapping) and len(value) == 1:
        ((kind, given),) = value.items()
    else:
        wanted = "must be a layer, as `{Kind: arguments}`"
        if not isinstance(value, Mapping) or not value:
            raise refused(wanted)
        first = next((one for one in value if one in layer_names() or one in ALIASES), "Kind")
        raise refused(wanted, f"write one kind, its arguments behind it: `{{{first}: {{…}}}}`")
    main = ALIASES.get(kind, kind)
    if main in NOT_DATA:
        raise PydanticCustomError("layer_not_covered", "{name}", {"name": main})
    if main not in layer_names():
        raise unknown_name("a layer", str(kind), (*layer_names(), *ALIASES))
    model = layer_class(main)
    return validate(model, spread(model, given))


LayerArgument = Annotated[Layer, BeforeValidator(read_layer)]
"""A layer inside of another one."""

Layers = tuple[LayerArgument, ...]
"""A list of layers inside of another one."""
