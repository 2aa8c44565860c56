"""Normalization layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import field_validator, model_validator

from mtlc_spec.layers.base import Same, Tensors
from mtlc_spec.shapes import (
    DifferentReuse,
    Indivisible,
    MismatchedInputs,
    NotKnown,
    ShapeError,
    Tensor,
    Variable,
    WrongAxis,
    WrongSize,
    broadcasts,
    require_as_built,
    require_dtype,
    require_known,
    show,
)
from mtlc_spec.values.constraints import Constraint
from mtlc_spec.values.dtypes import FLOATS, NUMBERS
from mtlc_spec.values.initializers import Initializer
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict, refused

Clipping = dict[Literal["rmax", "rmin", "dmax"], float]
"""The bounds of batch renormalization."""


def require_axis(x: Tensor, axis: int) -> int:
    """The axis counted from 0.

    Raises:
        ShapeError: the tensor does not have it.
    """
    if not -x.rank <= axis < x.rank:
        raise ShapeError(WrongAxis, f"{show(x.shape)} has no axis {axis}")
    return axis % x.rank


def require_axes(x: Tensor, axes: int | tuple[int, ...]) -> list[int]:
    """The axes counted from 0, in the order in which Keras sorts them.

    Raises:
        ShapeError: the tensor does not have one of them, or one is named twice.
    """
    named = sorted(axes) if isinstance(axes, tuple) else [axes]
    found = [require_axis(x, axis) for axis in named]
    if len(set(found)) < len(found):
        raise ShapeError(WrongAxis, f"`axis` names one axis of {show(x.shape)} twice")
    return found


def known_sizes(x: Tensor, axes: Iterable[int]) -> tuple[int, ...]:
    """The sizes of the axes that a weight is made for."""
    return tuple(require_known(x, axis, f"axis {axis}") for axis in axes)


def gamma_and_beta(
    layer: BatchNormalization | LayerNormalization | GroupNormalization, shape: tuple[int, ...]
) -> list[Variable]:
    """The weights that scale and shift what is normalized, as far as they are wanted."""
    found = []
    if layer.scale:
        found.append(layer.weight("gamma", shape, layer.gamma_initializer))
    if layer.center:
        found.append(layer.weight("beta", shape, layer.beta_initializer))
    return found


class BatchNormalization(Same):
    """Normalizes each channel over the batch (Ioffe and Szegedy 2015)."""

    passes_mask = True
    uses_mask = True
    axis_arguments = ("axis",)

    axis: int = -1
    momentum: float = 0.99
    epsilon: float = 0.001
    center: bool = True
    scale: bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    moving_mean_initializer: Initializer = "zeros"
    moving_variance_initializer: Initializer = "ones"
    beta_regularizer: Regularizer | None = None
    gamma_regularizer: Regularizer | None = None
    beta_constraint: Constraint | None = None
    gamma_constraint: Constraint | None = None
    renorm: bool = False
    renorm_clipping: Clipping | None = None
    renorm_momentum: float = 0.99
    synchronized: bool = False
    activity_regularizer: Regularizer | None = None

    @classmethod
    def only_for_training(cls) -> frozenset[str]:
        """Afterwards the mean and the variance are those that were learned."""
        running = {"momentum", "renorm_momentum", "renorm_clipping", "synchronized"}
        return super().only_for_training() | running

    @model_validator(mode="after")
    def _clipping_is_a_range(self) -> Self:
        clip = self.renorm_clipping
        if not self.renorm or clip is None:
            return self
        rmax, rmin, dmax = clip.get("rmax"), clip.get("rmin"), clip.get("dmax")
        if rmax is not None and rmin is not None and rmax < rmin:
            words = f"`rmax` ({rmax}) is less than `rmin` ({rmin})"
            raise conflict("renorm_clipping", words)
        if dmax is not None and dmax < 0:
            raise conflict("renorm_clipping", f"`dmax` is negative: {dmax}")
        return self

    @property
    def centred_axis(self) -> int | None:
        """Frozen, it subtracts a mean that was learned elsewhere."""
        return self.axis if self.trainable else None

    def infer(
        self, x: Tensor, *, training: bool | None = None, mask: Tensor | None = None
    ) -> Tensor:
        require_dtype(x.dtype, NUMBERS, "normalize")
        require_axis(x, self.axis)
        if mask is not None and mask.rank != x.rank - 1:
            raise ShapeError(
                MismatchedInputs,
                f"its mask must have one axis less than its input, and {show(mask.shape)} "
                f"comes with {show(x.shape)}",
            )
        return self.like(x)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        shape = known_sizes(x, require_axes(x, self.axis))
        found = gamma_and_beta(self, shape)
        mean, variance = self.moving_mean_initializer, self.moving_variance_initializer
        found.append(self.weight("moving_mean", shape, mean, trainable=False))
        found.append(self.weight("moving_variance", shape, variance, trainable=False))
        if self.renorm:
            found.extend(
                self.weight(name, shape, trainable=False)
                for name in ("moving_stddev", "renorm_mean", "renorm_stddev")
            )
        return tuple(found)

    def check_reuse(self, built: Tensors, *inputs: Any, **call: Any) -> None:
        require_as_built(built[0], inputs[0], [self.axis])


class LayerNormalization(Same):
    """Normalizes each sample over its features (Ba, Kiros and Hinton 2016)."""

    passes_mask = True
    axis_arguments = ("axis",)
    saved_besides: ClassVar[Mapping[str, object]] = {"rms_scaling": False}

    axis: int | tuple[int, ...] = -1
    epsilon: float = 0.001
    center: bool = True
    scale: bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    beta_regularizer: Regularizer | None = None
    gamma_regularizer: Regularizer | None = None
    beta_constraint: Constraint | None = None
    gamma_constraint: Constraint | None = None
    activity_regularizer: Regularizer | None = None

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, NUMBERS, "normalize")
        require_axes(x, self.axis)
        return self.like(x)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        if not (self.scale or self.center):
            return ()
        return tuple(gamma_and_beta(self, known_sizes(x, require_axes(x, self.axis))))


class GroupNormalization(Same):
    """Normalizes the channels of each sample in groups (Wu and He 2018)."""

    passes_mask = True
    axis_arguments = ("axis",)

    groups: int = 32
    axis: int = -1
    epsilon: float = 0.001
    center: bool = True
    scale: bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    beta_regularizer: Regularizer | None = None
    gamma_regularizer: Regularizer | None = None
    beta_constraint: Constraint | None = None
    gamma_constraint: Constraint | None = None
    activity_regularizer: Regularizer | None = None

    @field_validator("groups")
    @classmethod
    def _some(cls, groups: int) -> int:
        if groups < 1 and groups != -1:
            raise refused("must be positive, or -1 for a group of each channel")
        return groups

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, NUMBERS, "normalize")
        if require_axis(x, self.axis) == 0 and self.axis < 0:
            raise ShapeError(WrongAxis, f"axis {self.axis} of {show(x.shape)} is the batch")
        return self.like(x)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        shape = known_sizes(x, require_axes(x, self.axis))
        groups = shape[0] if self.groups == -1 else self.groups
        if groups == 0 or groups > shape[0] or shape[0] % groups:
            raise ShapeError(
                Indivisible,
                f"axis {self.axis} of {show(x.shape)} cannot be divided into {groups} groups",
                f"`groups` must divide {shape[0]}" if shape[0] else None,
            )
        return tuple(gamma_and_beta(self, shape))

    def check_reuse(self, built: Tensors, *inputs: Any, **call: Any) -> None:
        require_as_built(built[0], inputs[0], [self.axis])


class RMSNormalization(Same):
    """Divides each sample by the root mean square of its features (Zhang and Sennrich 2019)."""

    axis_arguments = ("axis",)

    keeps_integers = True

    axis: int | tuple[int, ...] = -1
    epsilon: float | None = 1e-6
    activity_regularizer: Regularizer | None = None

    def check_graph(self, *inputs: Tensor) -> None:
        if self.axis != -1:  # it may broadcast
            raise NotKnown

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, NUMBERS, "normalize")
        require_axes(x, self.axis)
        return self.like(x)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        scale = known_sizes(x, require_axes(x, self.axis))
        if not broadcasts(scale, x.shape):
            raise ShapeError(
                WrongSize,
                f"its scale has the shape {scale}, "
                f"which does not broadcast from the last axis of {show(x.shape)}",
                "normalize the last axes",
            )
        return (self.weight("scale", scale),)

    def check_reuse(self, built: Tensors, *inputs: Any, **call: Any) -> None:
        (scale,) = self.variables(*built)
        if not broadcasts(scale.shape, inputs[0].shape):
            raise ShapeError(
                DifferentReuse,
                f"its scale was made for {show(built[0].shape)}, "
                f"and this call gives it {show(inputs[0].shape)}",
            )


class UnitNormalization(Same):
    """Divides each sample by its Euclidean norm, so that the norm is 1."""

    passes_mask = True
    axis_arguments = ("axis",)

    axis: int | tuple[int, ...] = -1
    activity_regularizer: Regularizer | None = None

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, FLOATS, "normalize")
        require_axes(x, self.axis)
        return self.like(x)
