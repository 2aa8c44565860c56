"""What the masks of a model are made of: two of the same sort may still be different ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mtlc.compare.form import Form, Mask, Masked, Port
from mtlc_spec.layers.base import Layer, Masks
from mtlc_spec.layers.masks import filled_in
from mtlc_spec.shapes import Tensor

_LARGEST = 64
"""Parts of a mask; of what has more, it is only said which tensor carries it."""


class Carrier(NamedTuple):
    """A call of a layer: what it takes, and the masks of that."""

    layer: Layer
    inputs: tuple[Port, ...]
    masks: tuple[Mask | None, ...]
    call: Mapping[str, Any]
    call_masks: Mapping[str, Mask]


def seen(one: Carrier, tensors: Mapping[str, object]) -> tuple[tuple[str, Mask], ...]:
    """The masks that a call sees, by the names of its arguments; `tensors` are those of
    its keyword arguments.
    """
    given: Any = (one.masks, tensors, one.call_masks)
    found: Mapping[str, Any] = filled_in(one.layer, *given)
    if not found and "mask" not in one.call and not one.call_masks and len(one.masks) > 1:
        found = {str(number): mask for number, mask in enumerate(one.masks)}
    return tuple(sorted(_named(found)))


def _named(found: Mapping[str, Any]) -> Iterator[tuple[str, Mask]]:
    for name, mask in found.items():
        if isinstance(mask, Port | Masked):
            yield name, mask
        elif isinstance(mask, tuple):
            for number, part in enumerate(mask):
                if part is not None:
                    yield f"{name} {number}", part


def carried(one: Carrier, form: Form, number: int, known: Masks) -> tuple[Mask | None, ...]:
    """The masks of what a call gives; `known` says which of its tensors have one."""
    masks = one.masks
    given = one.call.get("mask")
    if given is not None:
        parts = given if isinstance(given, tuple) else (given,)
        masks = tuple(part if isinstance(part, Port) else None for part in parts)
    if one.layer.joined_axis is not None:
        found: tuple[Mask | None, ...] = (_joined(one, form, masks),)
    else:
        found = _computed(one, masks)
    found = (*found, *(None,) * (len(known) - len(found)))
    return tuple(
        None
        if shown is None
        else mask
        if mask is not None and _size(mask) <= _LARGEST
        else Masked("of", (Port(number, index),))
        for index, (shown, mask) in enumerate(zip(known, found, strict=False))
    )


def _computed(one: Carrier, masks: tuple[Mask | None, ...]) -> tuple[Mask | None, ...]:
    """The masks as Keras computes them."""
    made: list[Mask] = []

    def note(mask: Mask) -> int:
        made.append(mask)
        return len(made) - 1

    def apply(function: str, *given: int, **constants: object) -> int:
        parts = tuple([made[symbol] for symbol in given])
        if function == "logical_or":
            return note(_any_of(parts))
        return note(Masked(f"{function} {sorted(constants.items())}", parts))

    symbols = one.layer.mask_symbols(
        apply,
        tuple([note(port) for port in one.inputs]),
        tuple([None if mask is None else note(mask) for mask in masks]),
    )
    return tuple([None if symbol is None else made[symbol] for symbol in symbols])


def _any_of(masks: tuple[Mask, ...]) -> Mask:
    """Where one of several masks says that a step counts."""
    parts: dict[Mask, None] = {}
    for mask in masks:
        is_or = isinstance(mask, Masked) and mask.function == "logical_or"
        parts |= dict.fromkeys(mask.parts if is_or and isinstance(mask, Masked) else (mask,))
    return Masked("logical_or", tuple(parts)) if len(parts) > 1 else next(iter(parts))


def _joined(one: Carrier, form: Form, masks: tuple[Mask | None, ...]) -> Mask | None:
    """The mask of tensors one after the other, where each step of those without counts."""
    tensors = [form.tensor(port) for port in one.inputs]
    first = tensors[0]
    if first is None or not any(masks) or len(masks) != len(tensors):
        return None
    assert one.layer.joined_axis is not None
    axis = one.layer.joined_axis % first.rank
    if axis == first.rank - 1:
        marked = tuple([mask for mask in masks if mask is not None])
        return _any_of(marked) if len(marked) == len(masks) else Masked("ones", ())
    parts: list[Mask] = []
    for tensor, mask in zip(tensors, masks, strict=True):
        parts += _in_a_row(tensor, mask, axis)
    return Masked(f"join {axis}", tuple(parts))


def _in_a_row(tensor: Tensor | None, mask: Mask | None, axis: int) -> tuple[Mask, ...]:
    if mask is None:
        return (Masked(f"ones {None if tensor is None else tensor.shape[axis]}", ()),)
    if isinstance(mask, Masked) and mask.function == f"join {axis}":
        return mask.parts
    return (mask,)


def _size(mask: Mask) -> int:
    """How many parts a mask has, as far as that matters."""
    count, waiting = 0, [mask]
    while waiting and count <= _LARGEST:
        one = waiting.pop()
        count += 1
        waiting += one.parts if isinstance(one, Masked) else ()
    return count
