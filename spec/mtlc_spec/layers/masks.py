"""The masks that Keras gives to a call.

A mask says of every step whether it counts. It hangs on a tensor, and Keras passes it to
the layers that are called on the tensor (Keras 3.15, `Layer.__call__`).
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any

from mtlc_spec.layers.base import Layer, Masks
from mtlc_spec.shapes import Tensor


@cache
def call_names(layer: type[Layer]) -> tuple[str, ...]:
    """The parameters of a layer's call, that for its first input before all others."""
    return tuple(inspect.signature(layer.infer).parameters)[1:]


def takes(layer: Layer, name: str) -> bool:
    """Whether a call of the layer has an argument of this name."""
    return name in call_names(type(layer))


def mask_argument(layer: object) -> str:
    """What a call of the layer calls the mask of what it is told about first."""
    names = call_names(type(layer)) if isinstance(layer, Layer) else ()
    return "mask" if "mask" in names else next(filter(_is_mask_name, names[1:]), "mask")


def _is_mask_name(name: str) -> bool:
    return name.endswith("_mask") and name != "attention_mask"


def filled_in(
    layer: Layer, masks: Masks, call: Mapping[str, Any], call_masks: Mapping[str, Tensor]
) -> Mapping[str, Tensor | Masks | None]:
    """The arguments that Keras adds to a call, for the masks that its tensors carry.

    `masks` are those of the inputs, `call_masks` those of tensors in `call`. Called on
    one tensor, or one list, a layer gets its mask as `mask`; on several, `NAME_mask` for
    each of them where its call has such an argument, and else nothing. Where Keras reads
    the mask from the first tensor, whatever the call says of it, that goes before.
    """
    names = call_names(type(layer))
    further = [name for name, value in call.items() if _is_tensor(value)]
    if not further:
        if "mask" not in names or call.get("mask") is not None or not any(masks):
            return {}
        return {"mask": masks if layer.takes_list else masks[0]}
    carried = {**call_masks}
    if masks and masks[0] is not None:
        carried[names[0]] = masks[0]
    found: dict[str, Tensor | None] = {
        f"{name}_mask": mask
        for name, mask in carried.items()
        if f"{name}_mask" in names and call.get(f"{name}_mask") is None
    }
    first = f"{names[0]}_mask"
    if layer.reads_mask and (first in found or first in call):
        found[first] = carried.get(names[0])
    return found


def _is_tensor(value: object) -> bool:
    return isinstance(value, Tensor) or (
        isinstance(value, tuple) and any(isinstance(one, Tensor) for one in value)
    )
