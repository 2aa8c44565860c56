"""Convolutions, transposed, depthwise and separable ones included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, field_validator, model_validator

from mtlc_spec.layers.base import Unary
from mtlc_spec.oddities import Odd, padded_windows
from mtlc_spec.shapes import (
    Indivisible,
    NotKnown,
    Shape,
    ShapeError,
    Size,
    Tensor,
    Variable,
    WrongDtype,
    is_open,
    per_axis,
    require_known,
    require_rank,
    resized,
    spatial_axes,
    window,
    with_channels,
)
from mtlc_spec.values.activations import JOINT, Activation, check_activation
from mtlc_spec.values.constraints import Constraint
from mtlc_spec.values.dtypes import is_float
from mtlc_spec.values.initializers import Initializer
from mtlc_spec.values.layout import DataFormat, lower_case
from mtlc_spec.values.numbers import NonNegativeInt, PositiveInt, Window, one_or_each
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict

Padding = Annotated[Literal["valid", "same"], BeforeValidator(lower_case)]
CausalPadding = Annotated[Literal["valid", "same", "causal"], BeforeValidator(lower_case)]
Each = int | tuple[int, ...]


class _Windowed(Unary):
    """A window slides along the axes between batch and channels."""

    wants_one_dtype = True

    rank: ClassVar[int]
    transposed: ClassVar[bool] = False

    @field_validator(
        "kernel_size", "strides", "dilation_rate", "output_padding", check_fields=False
    )
    @classmethod
    def _one_or_each(cls, value: Each | None) -> Each | None:
        return None if value is None else one_or_each(value, cls.rank)

    def check_graph(self, *inputs: Tensor) -> None:
        if is_open(*inputs):
            raise NotKnown

    @property
    def bias_axis(self) -> int | None:
        given: Any = self  # each family has its arguments in an order of its own
        linear = given.use_bias and given.activation in (None, "linear")
        return _channel_axis(given.data_format) if linear else None

    @property
    def column_axis(self) -> int:
        given: Any = self
        return _channel_axis(given.data_format)

    @property
    def activates(self) -> str:
        return "activation"

    def oddities(self, x: Tensor) -> Iterator[Odd]:
        given: Any = self
        if not self.transposed:
            yield from padded_windows(
                given.padding,
                x.shape[spatial_axes(given.data_format, self.rank)],
                per_axis(given.kernel_size, self.rank),
                per_axis(given.dilation_rate, self.rank),
                "kernel_size",
            )

    def _channels(self, x: Tensor, data_format: str | None) -> int:
        """The number of channels, of a tensor with the right number of axes."""
        require_rank(x, self.rank + 2, advice=with_channels)
        if not is_float(x.dtype):
            raise ShapeError(WrongDtype, f"it takes floating-point numbers, and gets {x.dtype}")
        return require_known(x, _channel_axis(data_format), "the channels")

    def _given(
        self,
        x: Tensor,
        sizes: tuple[Size, ...],
        channels: int,
        data_format: str | None,
        activation: str | None,
    ) -> Tensor:
        shape = list(resized(x.shape, spatial_axes(data_format, self.rank), sizes))
        shape[_channel_axis(data_format)] = channels
        given = self.output(tuple(shape))
        if activation is not None:
            check_activation(activation, given)
        return given

    def _slide(
        self,
        x: Tensor,
        kernel: Each,
        strides: Each,
        padding: str,
        dilation: Each,
        data_format: str | None,
    ) -> Shape:
        """The sizes of the axes after the window slid along them."""
        rank = self.rank
        return tuple(
            window(size, k, s, padding, d)
            for size, k, s, d in zip(
                x.shape[spatial_axes(data_format, rank)],
                per_axis(kernel, rank),
                per_axis(strides, rank),
                per_axis(dilation, rank),
                strict=True,
            )
        )


def _channel_axis(data_format: str | None) -> int:
    return 1 if data_format == "channels_first" else -1


def _refuse_stride_with_dilation(strides: Each, dilation: Each) -> None:
    if max(per_axis(strides, 1)) > 1 and max(per_axis(dilation, 1)) > 1:
        raise conflict("dilation_rate", "`strides` and `dilation_rate` cannot both exceed 1")


def _refuse_unequal_strides(strides: Each, dilation: Each) -> None:
    """TensorFlow convolves each channel by itself only with the same stride on all axes.

    With a dilation as well, Keras strides afterwards, and takes any.
    """
    if isinstance(strides, tuple) and len({*strides}) > 1 and max(per_axis(dilation, 1)) == 1:
        raise conflict("strides", "`strides` must be the same on all axes")


class _Conv(_Windowed):
    filters: PositiveInt
    kernel_size: Window
    strides: Window = 1
    padding: Padding = "valid"
    data_format: DataFormat | None = None
    dilation_rate: Window = 1
    groups: PositiveInt = 1
    activation: Activation | None = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    lora_rank: NonNegativeInt | None = None
    lora_alpha: float | None = None

    @model_validator(mode="after")
    def _arguments_go_together(self) -> Self:
        if self.filters % self.groups:
            raise conflict(
                "groups", f"{self.groups} groups cannot share {self.filters} filters evenly"
            )
        _refuse_stride_with_dilation(self.strides, self.dilation_rate)
        if self.lora_rank and self.kernel_constraint is not None:
            raise conflict("lora_rank", "LoRA does not go together with a `kernel_constraint`")
        return self

    @property
    def columns(self) -> str | None:
        independent = self.groups == 1 and self.activation not in JOINT and not self.lora_rank
        return "filters" if independent else None

    def infer(self, x: Tensor) -> Tensor:
        channels = self._channels(x, self.data_format)
        if channels % self.groups:
            raise ShapeError(
                Indivisible, f"{self.groups} groups cannot share {channels} channels evenly"
            )
        sizes = self._slide(
            x,
            self.kernel_size,
            self.strides,
            self.padding,
            self.dilation_rate,
            self.data_format,
        )
        return self._given(x, sizes, self.filters, self.data_format, self.activation)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        channels = self._channels(x, self.data_format)
        window_sizes = per_axis(self.kernel_size, self.rank)
        inner = (*window_sizes, channels // self.groups)
        lora = self.lora_rank or 0
        kernel = self.weight(
            "kernel", (*inner, self.filters), self.kernel_initializer, trainable=not lora
        )
        bias = (
            (self.weight("bias", (self.filters,), self.bias_initializer),)
            if self.use_bias
            else ()
        )
        if not lora:
            return (kernel, *bias)
        return (
            kernel,
            *bias,
            self.weight("lora_kernel_a", (*inner, lora)),
            self.weight("lora_kernel_b", (lora, self.filters)),
        )


class Conv1D(_Conv):
    """A convolution along one axis, of steps."""

    rank = 1

    padding: CausalPadding = "valid"  # type: ignore[assignment]


class Conv2D(_Conv):
    """A convolution along two axes, of images."""

    rank = 2


class Conv3D(_Conv):
    """A convolution along three axes, of volumes."""

    rank = 3


class _ConvTranspose(_Windowed):
    transposed = True

    filters: PositiveInt
    kernel_size: Window
    strides: Window = 1
    padding: Padding = "valid"
    output_padding: NonNegativeInt | tuple[NonNegativeInt, ...] | None = None
    data_format: DataFormat | None = None
    dilation_rate: Window = 1
    activation: Activation | None = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None

    @model_validator(mode="after")
    def _arguments_go_together(self) -> Self:
        if self.output_padding is not None:
            pads = per_axis(self.output_padding, self.rank)
            strides = per_axis(self.strides, self.rank)
            if any(pad >= stride for pad, stride in zip(pads, strides, strict=True)):
                raise conflict("output_padding", "`output_padding` must be less than `strides`")
            self._refuse_lost_place(pads)
        _refuse_stride_with_dilation(self.strides, self.dilation_rate)
        return self

    def _refuse_lost_place(self, pads: tuple[int, ...]) -> None:
        """Keras makes the output a place too short for an even window with `padding: same`."""
        kernel = per_axis(self.kernel_size, self.rank)
        dilation = per_axis(self.dilation_rate, self.rank)
        for pad, k, d in zip(pads, kernel, dilation, strict=True):
            if self.padding == "same" and pad == 0 and ((k - 1) * d + 1) % 2 == 0:
                raise conflict(
                    "output_padding",
                    "with `padding: same`, a window of even size needs an `output_padding` "
                    "of at least 1",
                )

    @property
    def columns(self) -> str | None:
        return None if self.activation in JOINT else "filters"

    def columns_of(self, variable: str) -> int:
        return -2 if variable == "kernel" else -1

    def infer(self, x: Tensor) -> Tensor:
        self._channels(x, self.data_format)
        rank = self.rank
        sizes = tuple(
            _spread(size, (k - 1) * d + 1, stride, self.padding, pad)
            for size, k, stride, d, pad in zip(
                x.shape[spatial_axes(self.data_format, rank)],
                per_axis(self.kernel_size, rank),
                per_axis(self.strides, rank),
                per_axis(self.dilation_rate, rank),
                per_axis(self.output_padding, rank),
                strict=True,
            )
        )
        return self._given(x, sizes, self.filters, self.data_format, self.activation)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        channels = self._channels(x, self.data_format)
        shape = (*per_axis(self.kernel_size, self.rank), self.filters, channels)
        kernel = self.weight("kernel", shape, self.kernel_initializer)
        if not self.use_bias:
            return (kernel,)
        return (kernel, self.weight("bias", (self.filters,), self.bias_initializer))


def _spread(size: Size, covered: int, stride: int, padding: str, extra: int | None) -> Size:
    """The size of an axis after a transposed convolution."""
    if size is None:
        return None
    if padding == "valid":
        added = max(covered, stride) - covered if extra is None else extra
        return (size - 1) * stride + covered + added
    return size * stride if extra is None else (size - 1) * stride + covered % 2 + extra


class Conv1DTranspose(_ConvTranspose):
    """A transposed convolution along one axis."""

    rank = 1


class Conv2DTranspose(_ConvTranspose):
    """A transposed convolution along two axes."""

    rank = 2


class Conv3DTranspose(_ConvTranspose):
    """A transposed convolution along three axes."""

    rank = 3
    moved = (("output_padding", "data_format"),)


class _DepthwiseConv(_Windowed):
    kernel_size: Window
    strides: Window = 1
    padding: Padding = "valid"
    depth_multiplier: PositiveInt = 1
    data_format: DataFormat | None = None
    dilation_rate: Window = 1
    activation: Activation | None = None
    use_bias: bool = True
    depthwise_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    depthwise_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    depthwise_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None

    @model_validator(mode="after")
    def _strides_are_equal(self) -> Self:
        _refuse_unequal_strides(self.strides, self.dilation_rate)
        return self

    def infer(self, x: Tensor) -> Tensor:
        channels = self._channels(x, self.data_format) * self.depth_multiplier
        sizes = self._slide(
            x,
            self.kernel_size,
            self.strides,
            self.padding,
            self.dilation_rate,
            self.data_format,
        )
        return self._given(x, sizes, channels, self.data_format, self.activation)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        channels = self._channels(x, self.data_format)
        shape = (*per_axis(self.kernel_size, self.rank), channels, self.depth_multiplier)
        kernel = self.weight("kernel", shape, self.depthwise_initializer)
        if not self.use_bias:
            return (kernel,)
        count = channels * self.depth_multiplier
        return (kernel, self.weight("bias", (count,), self.bias_initializer))


class DepthwiseConv1D(_DepthwiseConv):
    """A convolution of each channel by itself, along one axis."""

    rank = 1


class DepthwiseConv2D(_DepthwiseConv):
    """A convolution of each channel by itself, along two axes."""

    rank = 2


class _SeparableConv(_Windowed):
    filters: PositiveInt
    kernel_size: Window
    strides: Window = 1
    padding: Padding = "valid"
    data_format: DataFormat | None = None
    dilation_rate: Window = 1
    depth_multiplier: PositiveInt = 1
    activation: Activation | None = None
    use_bias: bool = True
    depthwise_initializer: Initializer = "glorot_uniform"
    pointwise_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    depthwise_regularizer: Regularizer | None = None
    pointwise_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    depthwise_constraint: Constraint | None = None
    pointwise_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None

    @model_validator(mode="after")
    def _strides_are_equal(self) -> Self:
        _refuse_unequal_strides(self.strides, self.dilation_rate)
        return self

    def infer(self, x: Tensor) -> Tensor:
        self._channels(x, self.data_format)
        sizes = self._slide(
            x,
            self.kernel_size,
            self.strides,
            self.padding,
            self.dilation_rate,
            self.data_format,
        )
        return self._given(x, sizes, self.filters, self.data_format, self.activation)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        channels = self._channels(x, self.data_format)
        depth = (*per_axis(self.kernel_size, self.rank), channels, self.depth_multiplier)
        point = (*(1,) * self.rank, channels * self.depth_multiplier, self.filters)
        kernels = (
            self.weight("depthwise_kernel", depth, self.depthwise_initializer),
            self.weight("pointwise_kernel", point, self.pointwise_initializer),
        )
        if not self.use_bias:
            return kernels
        return (*kernels, self.weight("bias", (self.filters,), self.bias_initializer))


class SeparableConv1D(_SeparableConv):
    """A depthwise convolution and then one that mixes the channels, along one axis."""

    rank = 1


class SeparableConv2D(_SeparableConv):
    """A depthwise convolution and then one that mixes the channels, along two axes."""

    rank = 2
