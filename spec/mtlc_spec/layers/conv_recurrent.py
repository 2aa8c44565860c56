"""Recurrent layers whose weights are windows that slide along images."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, field_validator, model_validator

from mtlc_spec.layers.base import Namer
from mtlc_spec.layers.recurrent import AsCell
from mtlc_spec.layers.steps import GatedStep
from mtlc_spec.shapes import (
    Shape,
    ShapeError,
    Tensor,
    UnknownAxis,
    Variable,
    per_axis,
    require_dtype,
    require_known,
    require_rank,
    resized,
    show,
    spatial_axes,
    window,
)
from mtlc_spec.values.activations import Activation
from mtlc_spec.values.constraints import Constraint
from mtlc_spec.values.dtypes import FLOATS
from mtlc_spec.values.initializers import Initializer
from mtlc_spec.values.layout import DataFormat, lower_case
from mtlc_spec.values.numbers import PositiveInt, Seed, Window, one_or_each
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict

Padding = Annotated[Literal["valid", "same"], BeforeValidator(lower_case)]
Each = int | tuple[int, ...]


class _ConvStep(GatedStep):
    """A step of windows: one slides along the input, one along the state."""

    gates = 4
    kept = 2
    rank: ClassVar[int]
    """Along how many axes the windows slide."""

    filters: PositiveInt
    kernel_size: Window
    strides: Window = 1
    padding: Padding = "valid"
    data_format: DataFormat | None = None
    dilation_rate: Window = 1
    activation: Activation | None = "tanh"
    recurrent_activation: Activation | None = "sigmoid"
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    unit_forget_bias: bool = True
    kernel_regularizer: Regularizer | None = None
    recurrent_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    recurrent_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    seed: Seed | None = None

    @field_validator("kernel_size", "strides", "dilation_rate")
    @classmethod
    def _one_or_each(cls, value: Each) -> Each:
        return one_or_each(value, cls.rank)

    @model_validator(mode="after")
    def _stride_or_dilation(self) -> Self:
        if max(per_axis(self.strides, 1)) > 1 and max(per_axis(self.dilation_rate, 1)) > 1:
            raise conflict(
                "dilation_rate", "`strides` and `dilation_rate` cannot both exceed 1"
            )
        return self

    @property
    def _channels(self) -> int:
        """The axis of the channels of one step."""
        return 1 if self.data_format == "channels_first" else -1

    def step(self, x: Tensor) -> Tensor:
        require_rank(x, self.rank + 2)
        require_dtype(x.dtype, FLOATS, "slide along")
        axes = spatial_axes(self.data_format, self.rank)
        if None in x.shape[axes]:
            raise ShapeError(
                UnknownAxis,
                "its states need the size of each step, and "
                f"{show((x.shape[0], None, *x.shape[1:]))} leaves it open",
                "give all axes but the time a size in `inputs`",
            )
        slid = (
            window(size, k, s, self.padding, d)
            for size, k, s, d in zip(
                x.shape[axes],
                per_axis(self.kernel_size, self.rank),
                per_axis(self.strides, self.rank),
                per_axis(self.dilation_rate, self.rank),
                strict=True,
            )
        )
        shape = [*resized(x.shape, axes, slid)]
        shape[self._channels] = self.filters
        return self.output(tuple(shape))

    def _may_start(self, start: Shape, state: Shape, number: int) -> bool:
        """The window slides along the first as well, which leaves its axes of one."""
        if not super()._may_start(start, state, 1):
            return False
        return number > 0 or start[self._channels] in (None, state[self._channels])

    def step_variables(self, name: Namer, x: Tensor) -> tuple[Variable, ...]:
        channels = require_known(x, self._channels, "the channels")
        sizes = per_axis(self.kernel_size, self.rank)
        total = self.filters * self.gates
        kernel = self.weight("kernel", (*sizes, channels, total), self.kernel_initializer)
        recurrent = self.weight(
            "recurrent_kernel", (*sizes, self.filters, total), self.recurrent_initializer
        )
        if not self.use_bias:
            return (kernel, recurrent)
        return (kernel, recurrent, self.weight("bias", (total,), self.bias_initializer))


class _ConvLSTM(AsCell, _ConvStep):
    has_layers = True
    cell = "conv_lstm_cell"


class ConvLSTM1D(_ConvLSTM):
    """An LSTM with convolutions along one axis (Shi et al. 2015)."""

    axes = 4
    rank = 1


class ConvLSTM2D(_ConvLSTM):
    """An LSTM with convolutions along two axes, of images (Shi et al. 2015)."""

    axes = 5
    rank = 2


class ConvLSTM3D(_ConvLSTM):
    """An LSTM with convolutions along three axes, of volumes (Shi et al. 2015)."""

    axes = 6
    rank = 3
