"""What recurrent layers do at every step: the arguments, states and weights of cells."""

from __future__ import annotations

from typing import ClassVar

from mtlc_spec.layers.base import Layer, Nesting, Tensors
from mtlc_spec.layers.inside import AutoNames
from mtlc_spec.layers.running import check_dropout
from mtlc_spec.shapes import Tensor, Variable, require_dtype, require_known, require_rank
from mtlc_spec.values.activations import Activation
from mtlc_spec.values.constraints import Constraint
from mtlc_spec.values.dtypes import REAL
from mtlc_spec.values.initializers import Initializer
from mtlc_spec.values.numbers import PositiveInt, Seed
from mtlc_spec.values.regularizers import Regularizer


class Step(Layer):
    """What is done at every step of a sequence: it gives an output, and keeps states."""

    @property
    def state_nesting(self) -> tuple[Nesting, ...]:
        """How many states there are, and which of them Keras keeps in lists."""
        raise TypeError(type(self).__name__)

    @property
    def state_count(self) -> int:
        """How many tensors the states are."""
        return count(self.state_nesting)

    def step(self, x: Tensor) -> Tensor:
        """What comes out of one step. Raises `ShapeError` on what Keras refuses."""
        raise TypeError(type(self).__name__)

    def states(self, x: Tensor) -> Tensors:
        """The states after one step, those in lists spliced in."""
        raise TypeError(type(self).__name__)

    def step_variables(self, names: AutoNames, x: Tensor) -> tuple[Variable, ...]:
        """The weights of a step."""
        raise TypeError(type(self).__name__)


def count(nesting: Nesting) -> int:
    """How many tensors something nested holds."""
    return 1 if nesting is None else sum(map(count, nesting))


class DenseStep(Step):
    """A step of units that are fully connected."""

    gates: ClassVar[int]
    """How many times as wide as a state the weights are."""
    kept: ClassVar[int] = 1
    """How many states there are; each is as wide as the output."""

    units: PositiveInt
    activation: Activation | None = "tanh"
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    recurrent_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    recurrent_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    seed: Seed | None = None

    @property
    def ends_with(self) -> None:
        """The activation is inside of the cell."""

    @property
    def state_nesting(self) -> tuple[Nesting, ...]:
        return (None,) * self.kept

    def step(self, x: Tensor) -> Tensor:
        require_rank(x, 2)
        require_dtype(x.dtype, REAL, "run along")
        check_dropout(self, self.dropout, x)
        return self.output((x.shape[0], self.units))

    def states(self, x: Tensor) -> Tensors:
        return (self.output((x.shape[0], self.units)),) * self.kept

    def step_variables(self, names: AutoNames, x: Tensor) -> tuple[Variable, ...]:
        width = require_known(x, -1, "the features")
        total = self.units * self.gates
        kernel = self.weight("kernel", (width, total), self.kernel_initializer)
        recurrent = self.weight(
            "recurrent_kernel", (self.units, total), self.recurrent_initializer
        )
        if not self.use_bias:
            return (kernel, recurrent)
        return (kernel, recurrent, self.weight("bias", self._bias_shape, self.bias_initializer))

    @property
    def _bias_shape(self) -> tuple[int, ...]:
        return (self.units * self.gates,)


class SimpleRNNStep(DenseStep):
    gates = 1


class LSTMStep(DenseStep):
    gates = 4
    kept = 2
    moved: ClassVar[tuple[tuple[str, str], ...]] = (
        ("recurrent_activation", "activation"),
        ("unit_forget_bias", "bias_initializer"),
    )

    recurrent_activation: Activation | None = "sigmoid"
    unit_forget_bias: bool = True


class GRUStep(DenseStep):
    gates = 3
    moved: ClassVar[tuple[tuple[str, str], ...]] = (
        ("recurrent_activation", "activation"),
        ("reset_after", "recurrent_dropout"),
        ("seed", "reset_after"),
    )

    recurrent_activation: Activation | None = "sigmoid"
    reset_after: bool = True

    @property
    def _bias_shape(self) -> tuple[int, ...]:
        return (2, self.units * 3) if self.reset_after else (self.units * 3,)
