"""Layers around other layers."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import field_validator, model_validator

from mtlc_spec.layers.arguments import LayerArgument
from mtlc_spec.layers.base import Layer, Masks, Tensors, Unary
from mtlc_spec.layers.masks import takes
from mtlc_spec.layers.recurrent import Recurrent
from mtlc_spec.layers.running import check_activity, check_step
from mtlc_spec.names import snake_case
from mtlc_spec.shapes import (
    MismatchedInputs,
    ShapeError,
    Tensor,
    Variable,
    require_min_rank,
    show,
)
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict, refused


def _inside(prefix: str, variables: tuple[Variable, ...]) -> tuple[Variable, ...]:
    """The weights of a layer inside of another.

    Keras trains them even if the layer around them is not to be trained: a model asks
    each weight, and not the layers that it is in.
    """
    return tuple(
        Variable(f"{prefix}/{one.name}", one.shape, one.trainable) for one in variables
    )


class Bidirectional(Unary):
    """A recurrent layer that runs both ways (Schuster and Paliwal 1997)."""

    uses_mask = True

    layer_arguments = ("layer", "backward_layer")

    layer: LayerArgument
    merge_mode: Literal["sum", "mul", "ave", "concat"] | None = "concat"
    weights: None = None
    backward_layer: LayerArgument | None = None
    activity_regularizer: Regularizer | None = None

    @field_validator("layer", "backward_layer")
    @classmethod
    def _is_recurrent(cls, layer: Layer | None) -> Layer | None:
        if layer is not None and not isinstance(layer, Recurrent):
            raise refused("must be a recurrent layer, as `LSTM` or `GRU`")
        return layer

    @model_validator(mode="after")
    def _ways_agree(self) -> Self:
        forward, backward = self._ways
        if forward.go_backwards == backward.go_backwards:
            raise conflict("backward_layer", "one way must go backwards, and the other not")
        for name in ("stateful", "return_sequences", "return_state"):
            if getattr(forward, name) != getattr(backward, name):
                raise conflict("backward_layer", f"both ways must have the same `{name}`")
        return self

    @property
    def _ways(self) -> tuple[Recurrent, Recurrent]:
        """The layer that is given, and the one for the other way."""
        forward = self.layer
        assert isinstance(forward, Recurrent)
        if self.backward_layer is None:
            return forward, forward.model_copy(update={"go_backwards": True})
        assert isinstance(self.backward_layer, Recurrent)
        return forward, self.backward_layer

    @property
    def results(self) -> int:
        forward, _ = self._ways
        outputs = 1 if self.merge_mode is not None else 2
        return outputs + 2 * forward.states if forward.return_state else outputs

    def infer(
        self,
        x: Tensor,
        *,
        initial_state: tuple[Tensor, ...] | None = None,
        mask: Tensor | None = None,
        training: bool | None = None,
    ) -> Tensor | Tensors:
        forward, backward = self._ways
        first = second = None
        if initial_state is not None:
            half = len(initial_state) // 2
            first, second = initial_state[:half], initial_state[half:]
        ahead = forward.infer(x, initial_state=first, mask=mask)
        back = backward.infer(x, initial_state=second, mask=mask)
        output, *states = ahead if isinstance(ahead, tuple) else (ahead,)
        other, *more = back if isinstance(back, tuple) else (back,)
        check_activity(forward, (x,), ahead)
        check_activity(backward, (x,), back)
        if self.merge_mode is None:
            merged: Tensors = (self.output(output.shape), self.output(output.shape))
        elif self.merge_mode == "concat":
            # Keras doubles the forward width, whatever the backward layer gives.
            merged = (self.output((*output.shape[:-1], 2 * forward.units)),)
        else:
            if forward.units != backward.units and 1 not in (forward.units, backward.units):
                raise ShapeError(
                    MismatchedInputs,
                    f"`merge_mode: {self.merge_mode}` wants both ways alike, and they give "
                    f"{show(output.shape)} and {show(other.shape)}",
                )
            merged = (self.output(output.shape),)
        if not states:
            return merged if len(merged) > 1 else merged[0]
        return (*merged, *(self.output(one.shape) for one in (*states, *more)))

    def masks(self, inputs: Tensors, masks: Masks, outputs: Tensors) -> Masks:
        forward, _ = self._ways
        if not forward.return_sequences:
            return ()
        return masks[:1] if self.merge_mode is not None else (masks[0], masks[0])

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        forward, backward = self._ways
        kind, other = (snake_case(type(way).__name__) for way in self._ways)
        if self.backward_layer is None:
            other = f"backward_{kind}"
        elif other == kind:
            # Keras counts the layers that it names itself.
            other = f"{kind}_1"
        return (
            *_inside(f"forward_{kind}", forward.variables(x)),
            *_inside(other, backward.variables(x)),
        )


class TimeDistributed(Unary):
    """A layer that is applied to every step of a sequence."""

    passes_mask = True
    layer_arguments = ("layer",)

    layer: LayerArgument
    activity_regularizer: Regularizer | None = None

    @field_validator("layer")
    @classmethod
    def _takes_one_tensor(cls, layer: Layer) -> Layer:
        if layer.least_inputs > 1 or layer.needs_call:
            raise refused("must be a layer that takes one tensor")
        return layer

    @property
    def ends_with(self) -> str | None:
        return self.layer.ends_with

    @property
    def uses_mask(self) -> bool:  # type: ignore[override]
        return self.layer.uses_mask

    def _step(self, x: Tensor) -> Tensor:
        require_min_rank(x, 3)
        return Tensor((x.shape[0], *x.shape[2:]), self.input_dtype(x))

    def infer(
        self, x: Tensor, *, training: bool | None = None, mask: Tensor | None = None
    ) -> Tensor:
        step = self._step(x)
        check_step(self, self.layer, step)
        if mask is not None:
            self._check_mask(mask, x)
        given = self.layer.infer(step, **self._mask_of_step(mask))
        if isinstance(given, tuple):
            raise ShapeError(
                MismatchedInputs, f"its layer gives {len(given)} tensors, and it can give one"
            )
        return self.output((given.shape[0], x.shape[1], *given.shape[1:]))

    def _mask_of_step(self, mask: Tensor | None) -> dict[str, Tensor]:
        """The mask that Keras gives the layer for one step, if its call takes any."""
        if mask is None or not takes(self.layer, "mask"):
            return {}
        return {"mask": Tensor((mask.shape[0], *mask.shape[2:]), mask.dtype)}

    def run_dtype(self, dtype: str) -> str:
        return self.layer.run_dtype(dtype)

    def _check_mask(self, mask: Tensor, x: Tensor) -> None:
        pairs = zip(mask.shape[:2], x.shape[:2], strict=False)
        if mask.rank < 2 or any(None not in pair and pair[0] != pair[1] for pair in pairs):
            raise ShapeError(
                MismatchedInputs,
                f"a mask of {show(mask.shape)} does not fit sequences of {show(x.shape)}",
            )

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        inner = self.layer.variables(self._step(x))
        return _inside(snake_case(type(self.layer).__name__), inner)
