"""Recurrent layers."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from mtlc_spec.layers.base import Masks, Tensors, Unary
from mtlc_spec.layers.running import check_dropout
from mtlc_spec.shapes import (
    MismatchedInputs,
    ShapeError,
    Size,
    Tensor,
    UnknownAxis,
    Variable,
    require_dtype,
    require_known,
    require_rank,
    show,
)
from mtlc_spec.values.activations import Activation
from mtlc_spec.values.constraints import Constraint
from mtlc_spec.values.dtypes import NUMBERS, REAL
from mtlc_spec.values.initializers import Initializer
from mtlc_spec.values.numbers import PositiveInt, Seed
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict


def _broadcast(size: Size, batch: Size) -> bool:
    return size in (None, 1, batch) or batch in (None, 1)


class Recurrent(Unary):
    """A cell with states that runs along the time axis."""

    uses_mask = True

    states: ClassVar[int]
    """How many states the cell has; each is as wide as its output."""
    gates: ClassVar[int]
    """How many times as wide as a state the weights are."""
    cell: ClassVar[str]
    """What Keras calls the cell, in the names of its weights."""

    units: PositiveInt
    activation: Activation | None = "tanh"
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    recurrent_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    recurrent_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = False
    seed: Seed | None = None
    zero_output_for_mask: bool = False

    @property
    def ends_with(self) -> None:
        """The activation is inside of the cell."""

    @property
    def results(self) -> int:
        return 1 + self.states if self.return_state else 1

    def infer(
        self,
        x: Tensor,
        *,
        initial_state: Tensor | tuple[Tensor, ...] | None = None,
        mask: Tensor | None = None,
        training: bool = False,
    ) -> Tensor | Tensors:
        require_rank(x, 3)
        batch, length, _ = x.shape
        require_dtype(x.dtype, REAL, "run along")
        if self.stateful and batch is None:
            raise ShapeError(
                UnknownAxis,
                "`stateful` needs the batch size, which is open",
                "give the input a `batch_size`",
            )
        check_dropout(self, self.dropout, x)
        if initial_state is not None:
            self._check_states(initial_state, batch)
        if mask is not None:
            self._check_mask(mask, x)
        output = self.output(
            (batch, length, self.units) if self.return_sequences else (batch, self.units)
        )
        if not self.return_state:
            return output
        return (output, *(self.output((batch, self.units)) for _ in range(self.states)))

    def masks(self, inputs: Tensors, masks: Masks, outputs: Tensors) -> Masks:
        return masks[:1] if self.return_sequences else ()

    def _check_states(self, given: Tensor | tuple[Tensor, ...], batch: Size) -> None:
        states = given if isinstance(given, tuple) else (given,)
        if len(states) != self.states:
            raise ShapeError(
                MismatchedInputs,
                f"it has {self.states} states, and `initial_state` {len(states)}",
            )
        for state in states:
            require_dtype(state.dtype, NUMBERS, "start with")
            if (
                state.rank != 2
                or state.shape[1] not in (None, self.units)
                or not _broadcast(state.shape[0], batch)
            ):
                raise ShapeError(
                    MismatchedInputs,
                    f"its states are {show((batch, self.units))}, and `initial_state` has "
                    f"{show(state.shape)}",
                )

    def _check_mask(self, mask: Tensor, x: Tensor) -> None:
        """A mask says of each step whether it counts, or of each unit at each step."""
        require_dtype(mask.dtype, NUMBERS, "mask with")
        batch, length, _ = x.shape
        units = (None, 1) if self.unroll else (None, 1, self.units)
        if (
            mask.rank not in (2, 3)
            or not _broadcast(mask.shape[0], batch)
            or not self._has_steps(mask.shape[1], length)
            or (mask.rank == 3 and mask.shape[2] not in units)
        ):
            raise ShapeError(
                MismatchedInputs,
                f"a mask of {show(mask.shape)} does not fit sequences of {show(x.shape)}",
            )

    def _has_steps(self, steps: Size, length: Size) -> bool:
        if steps is None or length is None:
            return True
        return steps >= length if self.unroll else steps == length

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        width = require_known(x, -1, "the features")
        total = self.units * self.gates
        cell = self.cell
        kernel = self.weight(f"{cell}/kernel", (width, total), self.kernel_initializer)
        recurrent = self.weight(
            f"{cell}/recurrent_kernel", (self.units, total), self.recurrent_initializer
        )
        if not self.use_bias:
            return (kernel, recurrent)
        bias = self.weight(f"{cell}/bias", self._bias_shape, self.bias_initializer)
        return (kernel, recurrent, bias)

    @property
    def _bias_shape(self) -> tuple[int, ...]:
        return (self.units * self.gates,)


def _check_cudnn(layer: LSTM | GRU) -> None:
    """Refuse to insist on cuDNN where it cannot compute the layer: Keras raises then."""
    if layer.use_cudnn is not True:
        return
    if (layer.activation, layer.recurrent_activation) != ("tanh", "sigmoid"):
        raise conflict("use_cudnn", "cuDNN knows no activations but `tanh` and `sigmoid`")
    if layer.unroll or not layer.use_bias or layer.recurrent_dropout:
        raise conflict(
            "use_cudnn", "cuDNN has no `unroll` and no `recurrent_dropout`, and wants a bias"
        )


class SimpleRNN(Recurrent):
    """A fully connected recurrent layer."""

    ignores_activity = True
    states = 1
    gates = 1
    cell = "simple_rnn_cell"


class LSTM(Recurrent):
    """Long short-term memory (Hochreiter and Schmidhuber 1997)."""

    states = 2
    gates = 4
    cell = "lstm_cell"
    moved = (
        ("recurrent_activation", "activation"),
        ("unit_forget_bias", "bias_initializer"),
        ("seed", "recurrent_dropout"),
        ("zero_output_for_mask", "use_cudnn"),
    )

    recurrent_activation: Activation | None = "sigmoid"
    unit_forget_bias: bool = True
    use_cudnn: bool | Literal["auto"] = "auto"

    @model_validator(mode="after")
    def _cudnn_can(self) -> Self:
        _check_cudnn(self)
        return self


class GRU(Recurrent):
    """Gated recurrent unit (Cho et al. 2014)."""

    states = 1
    gates = 3
    cell = "gru_cell"
    moved = (
        ("recurrent_activation", "activation"),
        ("seed", "recurrent_dropout"),
        ("zero_output_for_mask", "use_cudnn"),
    )

    recurrent_activation: Activation | None = "sigmoid"
    reset_after: bool = True
    use_cudnn: bool | Literal["auto"] = "auto"

    def _check_states(self, given: Tensor | tuple[Tensor, ...], batch: Size) -> None:
        """Keras looks at the first alone."""
        super()._check_states(given[:1] if isinstance(given, tuple) else given, batch)

    @property
    def _bias_shape(self) -> tuple[int, ...]:
        return (2, self.units * 3) if self.reset_after else (self.units * 3,)

    @model_validator(mode="after")
    def _cudnn_can(self) -> Self:
        _check_cudnn(self)
        if self.use_cudnn is True and not self.reset_after:
            raise conflict("use_cudnn", "cuDNN computes only with `reset_after`")
        return self
