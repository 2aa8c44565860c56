"""Normalization layers."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import model_validator

from mtlc_spec.layers.base import Same, Tensors
from mtlc_spec.shapes import (
    ShapeError,
    Tensor,
    Variable,
    WrongAxis,
    require_as_built,
    require_dtype,
    require_known,
    show,
)
from mtlc_spec.values.constraints import Constraint
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.initializers import Initializer
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict

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


class BatchNormalization(Same):
    """Normalizes each channel over the batch (Ioffe and Szegedy 2015)."""

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

    def infer(
        self, x: Tensor, *, training: bool | None = None, mask: Tensor | None = None
    ) -> Tensor:
        require_dtype(x.dtype, NUMBERS, "normalize")
        require_axis(x, self.axis)
        return self.like(x)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        axis = require_axis(x, self.axis)
        shape = (require_known(x, axis, f"axis {self.axis}"),)
        found = []
        if self.scale:
            found.append(self.weight("gamma", shape, self.gamma_initializer))
        if self.center:
            found.append(self.weight("beta", shape, self.beta_initializer))
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

    @property
    def _axes(self) -> tuple[int, ...]:
        return tuple(sorted(self.axis)) if isinstance(self.axis, tuple) else (self.axis,)

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, NUMBERS, "normalize")
        axes = [require_axis(x, axis) for axis in self._axes]
        if len(set(axes)) < len(axes):
            raise ShapeError(WrongAxis, f"`axis` names one axis of {show(x.shape)} twice")
        return self.like(x)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        if not (self.scale or self.center):
            return ()
        shape = tuple(
            require_known(x, require_axis(x, axis), f"axis {axis}") for axis in self._axes
        )
        found = []
        if self.scale:
            found.append(self.weight("gamma", shape, self.gamma_initializer))
        if self.center:
            found.append(self.weight("beta", shape, self.beta_initializer))
        return tuple(found)
