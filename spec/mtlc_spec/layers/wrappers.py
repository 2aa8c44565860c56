"""Layers around other layers."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import field_validator, model_validator

from mtlc_spec.layers.arguments import LayerArgument
from mtlc_spec.layers.base import Layer, Tensors, Unary
from mtlc_spec.layers.inside import AutoNames, inside
from mtlc_spec.layers.recurrent import Recurrent
from mtlc_spec.layers.running import check_activity, check_step
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


def _alike(one: Tensor, other: Tensor) -> bool:
    """Whether what both ways give can be added or multiplied."""
    return one.shape[-1] == other.shape[-1] or 1 in (one.shape[-1], other.shape[-1])


class Bidirectional(Unary):
    """A recurrent layer that runs both ways (Schuster and Paliwal 1997)."""

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
        return outputs + 2 * forward.running.state_count if forward.return_state else outputs

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
            merged = (self.output((*output.shape[:-1], 2 * (output.shape[-1] or 0))),)
        else:
            if not _alike(output, other):
                raise ShapeError(
                    MismatchedInputs,
                    f"`merge_mode: {self.merge_mode}` wants both ways alike, and they give "
                    f"{show(output.shape)} and {show(other.shape)}",
                )
            merged = (self.output(output.shape),)
        if not states:
            return merged if len(merged) > 1 else merged[0]
        return (*merged, *(self.output(one.shape) for one in (*states, *more)))

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        return self.variables_among(AutoNames(), x)

    def variables_among(self, names: AutoNames, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        forward, backward = self._ways
        ahead = forward.variables_among(names, x)
        kind = names.new(type(forward))
        if self.backward_layer is None:  # a copy, with the names inside of the other
            back = ahead
            other = f"backward_{kind}"
        else:
            back = backward.variables_among(names, x)
            other = names.new(type(backward))
        return (*inside(f"forward_{kind}", ahead), *inside(other, back))


class TimeDistributed(Unary):
    """A layer that is applied to every step of a sequence."""

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

    def _step(self, x: Tensor) -> Tensor:
        require_min_rank(x, 3)
        return Tensor((x.shape[0], *x.shape[2:]), self.input_dtype(x))

    def infer(
        self, x: Tensor, *, training: bool | None = None, mask: Tensor | None = None
    ) -> Tensor:
        step = self._step(x)
        check_step(self, self.layer, step)
        given = self.layer.infer(step)
        if isinstance(given, tuple):
            raise ShapeError(
                MismatchedInputs, f"its layer gives {len(given)} tensors, and it can give one"
            )
        if mask is not None:
            self._check_mask(mask, x)
        return self.output((given.shape[0], x.shape[1], *given.shape[1:]))

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
        return self.variables_among(AutoNames(), x)

    def variables_among(self, names: AutoNames, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        inner = self.layer.variables_among(names, self._step(x))
        return inside(names.new(type(self.layer)), inner)
