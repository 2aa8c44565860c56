"""Layers around other layers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import field_validator, model_validator

from mtlc_spec.layers.arguments import LayerArgument
from mtlc_spec.layers.base import Layer, Masks, Namer, Nesting, Tensors, Unary
from mtlc_spec.layers.inside import AutoNames, inside
from mtlc_spec.layers.masks import takes
from mtlc_spec.layers.recurrent import Recurrent, with_states
from mtlc_spec.layers.running import check_activity, check_step
from mtlc_spec.shapes import (
    DifferentReuse,
    MismatchedInputs,
    NotKnown,
    ShapeError,
    Tensor,
    Variable,
    require_min_rank,
    show,
)
from mtlc_spec.values.numbers import PositiveInt
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict, refused


def _alike(one: Tensor, other: Tensor, merge_mode: str) -> bool:
    """Whether what both ways give can be merged."""
    *front, last = zip(one.shape, other.shape, strict=True)
    if merge_mode == "concat":
        return all(a == b for a, b in front)
    return all(a == b or 1 in (a, b) for a, b in (*front, last))


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

    def implied(self, rank: int | None = None) -> Iterator[str]:
        yield from super().implied(rank)
        if self.backward_layer == self.model_copy(update={"backward_layer": None})._ways[1]:
            yield "backward_layer"
        for name, way in (("layer", self.layer), ("backward_layer", self.backward_layer)):
            # Keras has both ways do so, whatever they say.
            if getattr(way, "return_sequences", None) and getattr(
                way, "zero_output_for_mask", None
            ):
                yield f"{name}.zero_output_for_mask"

    @property
    def results(self) -> int:
        forward, _ = self._ways
        outputs = 1 if self.merge_mode is not None else 2
        return outputs + 2 * forward.running.state_count if forward.return_state else outputs

    def check_graph(self, *inputs: Tensor) -> None:
        self.layer.check_graph(*inputs)
        if self.backward_layer is not None:  # it may be of another width
            raise NotKnown

    def infer(
        self,
        x: Tensor,
        *,
        initial_state: Tensor | Tensors | None = None,
        mask: Tensor | None = None,
        training: bool | None = None,
    ) -> Tensor | Tensors:
        forward, backward = self._ways
        first = second = None
        if initial_state is not None:
            first, second = self._split(initial_state)
        ahead = forward.infer(x, initial_state=first, mask=mask, training=bool(training))
        back = backward.infer(x, initial_state=second, mask=mask, training=bool(training))
        output, *states = ahead if isinstance(ahead, tuple) else (ahead,)
        other = back[0] if isinstance(back, tuple) else back
        check_activity(forward, (x,), ahead)
        check_activity(backward, (x,), back)
        if self.merge_mode is not None and not _alike(output, other, self.merge_mode):
            raise ShapeError(
                MismatchedInputs,
                f"`merge_mode: {self.merge_mode}` wants both ways alike, and they give "
                f"{show(output.shape)} and {show(other.shape)}",
            )
        merged: Tensors = (self.output(output.shape),)
        if self.merge_mode is None:
            merged = (*merged, *merged)
        elif self.merge_mode == "concat":
            # Keras doubles the forward width, whatever the backward layer gives.
            width = output.shape[-1]
            assert width is not None
            merged = (self.output((*output.shape[:-1], 2 * width)),)
        if not states:
            return merged if self.merge_mode is None else self.output(merged[0].shape)
        # Keras promises the states of the way forward twice.
        return (*merged, *(self.output(one.shape) for one in (*states, *states)))

    def _split(self, given: Tensor | Tensors) -> tuple[Tensors, Tensors]:
        """The states of each way: Keras gives each half of them, lists counted as one."""
        states = given if isinstance(given, tuple) else (given,)
        forward, backward = (way.running.state_nesting for way in self._ways)
        if (len(forward) + len(backward)) // 2 != len(forward):
            raise ShapeError(
                MismatchedInputs,
                f"its ways have {len(forward)} and {len(backward)} states, and each gets half "
                "of `initial_state`",
            )
        count = self._ways[0].running.state_count
        return states[:count], states[count:]

    @property
    def nesting(self) -> Nesting:
        forward, _ = self._ways
        given = forward.nesting
        if given is None:
            return None
        outputs = (None,) if self.merge_mode is not None else (None, None)
        return (*outputs, *given[1:], *given[1:])

    def nesting_of_argument(self, name: str) -> Nesting:
        if name != "initial_state":
            return None
        forward, backward = (way.running.state_nesting for way in self._ways)
        states = (*forward, *backward)
        return states if any(states) else None

    def masks(self, inputs: Tensors, masks: Masks, outputs: Tensors) -> Masks:
        forward, _ = self._ways
        if not forward.return_sequences:
            return ()
        return masks[:1] if self.merge_mode is not None else (masks[0], masks[0])

    def check_reuse(self, built: Tensors, x: Tensor, **call: Any) -> None:
        forward, _ = self._ways
        super().check_reuse(built, with_states(built, x) if forward.stateful else x, **call)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        return self.variables_among(AutoNames(), x)

    def variables_among(self, name: Namer, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        forward, backward = self._ways
        ahead = forward.variables_among(name, x)
        kind = name(type(forward))
        if self.backward_layer is None:  # a copy, with the names inside of the other
            back = ahead
            other = f"backward_{kind}"
        else:
            back = backward.variables_among(name, x)
            other = name(type(backward))
        return (*inside(f"forward_{kind}", ahead), *inside(other, back))


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
        if layer.is_traced:
            raise refused("must be a layer that can tell Keras what it gives")
        return layer

    @property
    def ends_with(self) -> str | None:
        return self.layer.ends_with

    @property
    def uses_mask(self) -> bool:  # type: ignore[override]
        return self.layer.uses_mask

    @property
    def unstepped(self) -> Layer:
        layer = self.layer
        if not (layer.on_last_axis or layer.acts_as) or layer.dtype != self.dtype:
            return self
        return layer.model_copy(
            update={
                # Keras does not ask the layer of a step for its own.
                "activity_regularizer": self.activity_regularizer,
            }
        )

    def _step(self, x: Tensor) -> Tensor:
        require_min_rank(x, 3)
        return Tensor((x.shape[0], *x.shape[2:]), self.input_dtype(x))

    def check_graph(self, *inputs: Tensor) -> None:
        self.layer.check_graph(*map(self._step, inputs))

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
        return self.variables_among(AutoNames(), x)

    def variables_among(self, name: Namer, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        inner = self.layer.variables_among(name, self._step(x))
        return inside(name(type(self.layer)), inner)


def _has_kernel(layer: Layer) -> bool:
    """Whether Keras keeps a weight as `kernel` or `embeddings`: its initializer says so."""
    weights = [
        name.removesuffix("_initializer")
        for name in type(layer).model_fields
        if name.endswith("_initializer") and name != "bias_initializer"
    ]
    return weights in (["kernel"], ["embeddings"], ["depthwise"])


class SpectralNormalization(Unary):
    """A layer whose kernel is divided by its largest singular value (Miyato et al. 2018)."""

    layer_arguments = ("layer",)
    keeps_integers = True

    layer: LayerArgument
    power_iterations: PositiveInt = 1
    activity_regularizer: Regularizer | None = None

    @field_validator("layer")
    @classmethod
    def _has_one_kernel(cls, layer: Layer) -> Layer:
        normal = isinstance(layer, SpectralNormalization) or _has_kernel(layer)
        if layer.needs_call or not normal:
            raise refused("must be a layer with one kernel, as `Dense` or `Conv2D`")
        return layer

    @property
    def ends_with(self) -> str | None:
        return self.layer.ends_with

    @property
    def _is_computed(self) -> bool:
        """The kernel is one of LoRA, which Keras computes of several weights."""
        if isinstance(self.layer, SpectralNormalization):
            return self.layer._is_computed
        return bool(getattr(self.layer, "lora_rank", None))

    def _seen(self, x: Tensor) -> Tensor:
        return Tensor(x.shape, self.input_dtype(x))

    def check_graph(self, *inputs: Tensor) -> None:
        self.layer.check_graph(*map(self._seen, inputs))

    def infer(self, x: Tensor, *, training: bool = False) -> Tensor:
        if training and self._is_computed:
            raise ShapeError(
                MismatchedInputs, "Keras cannot normalize a kernel of LoRA, which it computes"
            )
        given = self.layer.infer(self._seen(x))
        assert isinstance(given, Tensor)
        check_activity(self.layer, (self._seen(x),), given)
        return self.output(given.shape)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        return self.variables_among(AutoNames(), x)

    def variables_among(self, name: Namer, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        weights = self.layer.variables_among(name, self._seen(x))
        first, *others = inside(name(type(self.layer)), weights)
        singular = Variable("vector_u", (1, first.shape[-1]), trainable=False)
        if self._is_computed:
            return (singular, first, *others)
        return (first, singular, *others)

    def saved_again(self, weights: tuple[Variable, ...]) -> Iterator[Variable]:
        """The kernel: Keras saves it with this layer too, which keeps it as an attribute."""
        if not self._is_computed:
            yield weights[0]
        yield from self.layer.saved_again(weights)

    def check_reuse(self, built: Tensors, *inputs: Any, **call: Any) -> None:
        super().check_reuse(built, *inputs, **call)
        first, again = built[0].shape[-1], inputs[0].shape[-1]
        if None not in (first, again) and first != again:
            raise ShapeError(
                DifferentReuse,
                f"its last axis was {first} in its first call, and is {again} in this one",
            )
