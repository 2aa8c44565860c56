"""Layers one behind the other, as one layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, field_validator

from mtlc_spec.layers.arguments import Layers
from mtlc_spec.layers.base import Layer, Masks, Namer, Nesting, Tensors
from mtlc_spec.layers.inside import AutoNames, inside
from mtlc_spec.layers.masks import takes
from mtlc_spec.layers.running import as_run, check_activity
from mtlc_spec.shapes import (
    MismatchedInputs,
    NotKnown,
    ShapeError,
    Tensor,
    Variable,
    require_sizes,
)
from mtlc_spec.values.tagged import refused

Step = tuple[Layer, Tensors, Mapping[str, Any], Tensors]
"""A layer, the tensors and the arguments that it is called with, and what it gives."""


def _in_graph(layer: Layer, inputs: Tensors, outputs: Tensor | Tensors) -> Tensors:
    """What a graph of the call gives, for what Keras promises of it elsewhere."""
    given = outputs if isinstance(outputs, tuple) else (outputs,)
    if layer.is_traced:
        return given
    if layer.casts_in_graph:
        return tuple(layer.like(one) for one in given)
    return as_run(layer, inputs, given)


def _follow_each_other(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    if not layers:
        raise refused("must be at least one layer")
    for one in layers:
        if one.needs_call:
            raise refused(f"must be layers that need one input, and `{one.kind()}` needs more")
    return layers


class Pipeline(Layer):
    """Layers one behind the other, as for the preparation of data."""

    most_inputs = None
    is_traced = True
    layer_arguments = ("layers",)

    layers: Annotated[Layers, AfterValidator(_follow_each_other)]
    trainable: Literal[True] = True  # pyright: ignore[reportIncompatibleVariableOverride]
    dtype: None = None  # pyright: ignore[reportIncompatibleVariableOverride]

    @field_validator("trainable", "dtype", mode="before")
    @classmethod
    def _is_not_there(cls, value: object) -> object:
        raise refused(
            "must be left out, as Keras' `Pipeline` takes none", "give it to its layers"
        )

    @property
    def takes_list(self) -> bool:  # type: ignore[override]
        return self.layers[0].takes_list

    @property
    def uses_mask(self) -> bool:  # type: ignore[override]
        return any(one.uses_mask for one in self.layers)

    @property
    def adapts(self) -> bool:
        return any(one.adapts for one in self.layers)

    @property
    def results(self) -> int:
        return self.layers[-1].results

    @property
    def nesting(self) -> Nesting:
        return self.layers[-1].nesting

    @property
    def ends_with(self) -> str | None:
        last = next((one for one in reversed(self.layers) if not one.keeps_values), None)
        return None if last is None else last.ends_with

    def infer(
        self,
        *inputs: Tensor,
        training: bool | None = True,
        mask: Tensor | tuple[Tensor | None, ...] | None = None,
    ) -> Tensor | Tensors:
        *_, (_, _, _, outputs) = self._steps(inputs, training, mask)
        first, *more = outputs
        return outputs if more else first

    def _steps(
        self,
        tensors: Tensors,
        training: bool | None = True,
        mask: Tensor | Masks | None = None,
    ) -> Iterator[Step]:
        """What each layer is called with. Keras makes a graph of the calls, and so promises
        what they give when the model runs."""
        masks: Masks = mask if isinstance(mask, tuple) else (mask,)
        listed = self.takes_list or len(tensors) > 1
        for layer in self.layers:
            if listed != layer.takes_list or len(tensors) < layer.least_inputs:
                given = "one tensor" if len(tensors) == 1 else f"{len(tensors)} tensors"
                raise ShapeError(MismatchedInputs, f"its `{layer.kind()}` cannot take {given}")
            call: dict[str, Any] = {}
            if takes(layer, "mask") and any(masks):
                call["mask"] = masks if listed else masks[0]
            if takes(layer, "training") and training is not None:
                call["training"] = training
            gives = layer.infer(*tensors, **call)
            require_sizes(gives)
            check_activity(layer, tensors, gives, **call)
            layer.check_graph(*tensors)
            if layer.ends_with == "glu":  # Keras promises what it is twice of
                raise NotKnown
            outputs = _in_graph(layer, tensors, gives)
            yield layer, tensors, call, outputs
            masks = layer.masks(tensors, masks, outputs)
            masks = (*masks, *(None,) * (len(outputs) - len(masks)))
            listed = isinstance(gives, tuple)
            tensors = outputs

    def variables(self, *inputs: Tensor, **call: Any) -> tuple[Variable, ...]:
        return self.variables_among(AutoNames(), *inputs, **call)

    def variables_among(
        self, name: Namer, *inputs: Tensor, **call: Any
    ) -> tuple[Variable, ...]:
        found: tuple[Variable, ...] = ()
        for layer, tensors, arguments, _ in self._steps(inputs, **call):
            weights = layer.variables_among(name, *tensors, **arguments)
            found += inside(name(type(layer)), weights)
        return found

    def check_again(
        self, built: Tensors, built_with: Mapping[str, Any], *inputs: Tensor, **call: Any
    ) -> None:
        first = self._steps(built, **built_with)
        again = self._steps(inputs, **call)
        for (layer, before, with_, _), (_, tensors, arguments, _) in zip(
            first, again, strict=True
        ):
            layer.check_again(before, with_, *tensors, **arguments)
