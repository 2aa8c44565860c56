"""Masks that Keras gives to calls by itself, and writes down as if somebody had.

What makes a mask (`Masking`, an `Embedding` with `mask_zero`) calls functions for it, and
the layers behind it are called with `mask`. A spec says neither: whoever builds the model
gets the same masks from Keras again. Only what is exactly what Keras would do is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mtlc.importer.calls import Bound
from mtlc.importer.file import File
from mtlc.importer.objects import listed
from mtlc.importer.parts import Tensor, is_tensor, tensor_in
from mtlc_spec.functions import function_class, function_names
from mtlc_spec.layers.base import Layer, Symbol, Symbols
from mtlc_spec.layers.masks import call_names
from mtlc_spec.nodes import Node, Scalar, Sequence, plain


def has_masks(calls: Iterable[Bound]) -> bool:
    """Whether any call is given a mask."""
    return any(name.endswith("mask") for one in calls for name in one.call)


class Masks:
    """What every tensor is, and which mask hangs on it, call after call in their order."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.known: dict[object, Symbol] = {}
        self.symbols: dict[Tensor, Symbol] = {}
        self.masks: dict[Tensor, Symbol] = {}

    def function(self, name: str, tensor: Tensor, bound: Bound) -> None:
        """Note what a call of a function gives."""
        inputs = tuple(self._symbol(one) for one in bound.inputs)
        call = {key: self._symbol(one) for key, one in bound.call.items() if is_tensor(one)}
        constants = {key: plain(one) for key, one in bound.arguments.items()}
        symbol = self._applied(name, inputs, {**constants, **call})
        self.symbols[tensor] = symbol

    def layer(self, layer: Layer, part: str, number: int, bound: Bound) -> None:
        """Take the masks from a call that Keras gives it anyway, and note those of its
        results."""
        names = call_names(type(layer))
        own = [self._mask(one) for one in bound.inputs]
        masks: Symbols = tuple(own)
        for name in [key for key in bound.call if key.endswith("mask")]:
            given = self._given(bound.call[name])
            if name == "mask":
                expected: object = tuple(own) if layer.takes_list else own[0]
                masks = given if isinstance(given, tuple) else (given,)
            else:
                of = name.removesuffix("_mask")
                node = bound.inputs[0] if names[:1] == (of,) else bound.call.get(of)
                expected = None if node is None else self._mask(node)
            if given is not None and given == expected:
                del bound.call[name]
        symbols = tuple(self._symbol(one) for one in bound.inputs)
        made = layer.mask_symbols(self.apply, symbols, masks)
        for index, mask in enumerate(made):
            if mask is not None:
                self.masks[Tensor(part, number, index)] = mask

    def other(self, bound: Bound) -> None:
        """Take the mask from a call of which nothing else is known."""
        node = bound.call.get("mask")
        if node is not None:
            own = tuple(self._mask(one) for one in bound.inputs)
            given = self._given(node)
            if given in (own, own[0] if len(own) == 1 else own):
                del bound.call["mask"]

    def apply(self, name: str, *inputs: Symbol, **constants: object) -> Symbol:
        return self._applied(name, inputs, constants)

    def _applied(
        self, name: str, inputs: tuple[Symbol, ...], given: Mapping[str, object]
    ) -> Symbol:
        fields = function_class(name).model_fields if name in function_names() else {}
        said = {
            key: value
            for key, value in given.items()
            if key not in fields or fields[key].default != value
        }
        return self._number((name, inputs, frozenset(said.items())))

    def _number(self, what: object) -> Symbol:
        return self.known.setdefault(what, len(self.known))

    def _symbol(self, node: Node) -> Symbol:
        tensor = tensor_in(self.file, node)
        if tensor not in self.symbols:
            self.symbols[tensor] = self._number(tensor)
        return self.symbols[tensor]

    def _mask(self, node: Node) -> Symbol | None:
        return self.masks.get(tensor_in(self.file, node)) if is_tensor(node) else None

    def _given(self, node: Node) -> Symbol | Symbols | None:
        """The mask that stands in a call."""
        node = listed(self.file, node)
        if isinstance(node, Sequence):
            return tuple(None if isinstance(one, Scalar) else self._symbol(one) for one in node)
        return self._symbol(node) if is_tensor(node) else None
