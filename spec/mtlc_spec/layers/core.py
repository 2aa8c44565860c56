"""Dense, embedding and activation layers."""

from __future__ import annotations

from typing import Any

from mtlc_spec.layers.base import Unary
from mtlc_spec.shapes import Tensor, Variable, require_known, require_min_rank
from mtlc_spec.values.activations import Activation
from mtlc_spec.values.constraints import Constraint
from mtlc_spec.values.initializers import Initializer
from mtlc_spec.values.numbers import PositiveInt
from mtlc_spec.values.regularizers import Regularizer


class Dense(Unary):
    """A fully connected layer on the last axis."""

    units: PositiveInt
    activation: Activation | None = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    lora_rank: PositiveInt | None = None
    lora_alpha: float | None = None

    def infer(self, x: Tensor) -> Tensor:
        require_min_rank(x, 2)
        return self.output((*x.shape[:-1], self.units))

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        width = require_known(x, -1, "the last axis")
        kernel = Variable("kernel", (width, self.units))
        return (kernel, Variable("bias", (self.units,))) if self.use_bias else (kernel,)
