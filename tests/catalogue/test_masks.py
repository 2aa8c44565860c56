"""Masks: which outputs carry one, and what a mask makes a layer refuse, as Keras has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keras
import pytest

from mtlc_spec.layers import layer_names
from mtlc_spec.layers.base import Masks
from mtlc_spec.layers.masks import filled_in
from mtlc_spec.shapes import ShapeError, Tensor
from tests.catalogue.judge import (
    ONLY_ON_GPU,
    Refusal,
    Row,
    keras_call,
    keras_input,
    read_arguments,
    run_model,
    takes_list,
    tensors,
    to_keras_layer,
)
from tests.catalogue.test_tables import ROWS

FEW = 2
"""How many rows of each class `make test` asks."""


def masked_rows(most: int) -> Iterator[Row]:
    """Rows of each class that can be called on tensors with steps."""
    for kind in layer_names():
        found = [
            row
            for row in ROWS
            if row.kind == kind
            and row.refused is None
            and not any(name.endswith("mask") for name in row.call)
            and all(x.rank > 2 for x in tensors(row, row.inputs))
            and (len(row.inputs) == 1 or not any(map(_is_open, tensors(row, row.inputs))))
        ]
        yield from found[:: max(1, len(found) // most)][:most]


def _is_open(x: Tensor) -> bool:
    return None in x.shape[1:]


def mask_for(x: Tensor) -> Tensor:
    """A mask that says of each step whether it counts."""
    return Tensor(x.shape[:2], "bool")


def ask_catalogue(row: Row, which: slice) -> Masks | None:
    """The masks of what comes out; None if the call is refused."""
    layer = read_arguments(row)
    assert not isinstance(layer, Refusal)
    inputs = tensors(row, row.inputs)
    masks = tuple(mask_for(x) if x in inputs[which] else None for x in inputs)
    call = {**row.call, **filled_in(layer, masks, row.call, {})}
    try:
        given = layer.infer(*inputs, **call)
        outputs = given if isinstance(given, tuple) else (given,)
        found = layer.masks(inputs, _explicit(call) or masks, outputs)
        return (*found, *(None,) * (len(outputs) - len(found)))
    except ShapeError:
        return None


def _explicit(call: dict[str, Any]) -> Masks:
    given = call.get("mask", ())
    return given if isinstance(given, tuple) else (given,)


class Masked(keras.layers.Layer):  # type: ignore[misc]
    """Gives the first of its inputs, with the second as its mask."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(**rest)
        self.supports_masking = True

    def call(self, inputs: list[Any]) -> Any:
        return inputs[0]

    def compute_mask(self, inputs: list[Any], previous_mask: object = None) -> Any:
        return inputs[1]


def ask_keras(row: Row, which: slice) -> Masks | None:
    keras.utils.clear_session(free_memory=False)
    layer: Any = to_keras_layer(row.kind, row.arguments)
    inputs = tensors(row, row.inputs)
    given = [keras_input(x) for x in inputs]
    masks = [keras_input(mask_for(x)) if x in inputs[which] else None for x in inputs]
    masked = [
        x if mask is None else Masked(autocast=False)([x, mask])
        for x, mask in zip(given, masks, strict=True)
    ]
    call = keras_call(row, row.call)
    try:
        outputs = layer(masked, **call) if takes_list(row) else layer(*masked, **call)
    except Exception:
        return None
    flat = keras.tree.flatten(outputs)
    failure = run_model([*given, *masks, *call.values()], flat, row.unknown, fill=1)
    if failure not in (None, ONLY_ON_GPU):
        return None
    return tuple(
        None
        if (mask := getattr(one, "_keras_mask", None)) is None
        else Tensor(tuple(mask.shape), mask.dtype)
        for one in flat
    )


def check(row: Row) -> None:
    parts = [slice(None)] if len(row.inputs) == 1 else [slice(None), slice(0, 1)]
    for which in parts:
        assert ask_catalogue(row, which) == ask_keras(row, which)


@pytest.mark.parametrize("row", masked_rows(FEW), ids=str)
def test_masks_are_handed_on_as_in_keras(row: Row) -> None:
    check(row)


@pytest.mark.proof
@pytest.mark.parametrize("row", masked_rows(len(ROWS)), ids=str)
def test_masks_of_all_rows(row: Row) -> None:
    check(row)
