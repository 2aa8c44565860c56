"""What recurrent layers do at every step: the arguments, states and weights of cells."""

from __future__ import annotations

from typing import ClassVar

from mtlc_spec.layers.base import Layer, Namer, Nesting, Tensors
from mtlc_spec.layers.inside import count
from mtlc_spec.layers.running import check_dropout
from mtlc_spec.shapes import (
    MismatchedInputs,
    Shape,
    ShapeError,
    Size,
    Tensor,
    Variable,
    WrongDtype,
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


class Step(Layer):
    """What is done at every step of a sequence: it gives an output, and keeps states."""

    @property
    def state_nesting(self) -> tuple[Nesting, ...]:
        """How many states there are, and which of them Keras keeps in lists."""
        raise TypeError(type(self).__name__)

    @property
    def state_sizes(self) -> Nesting:
        """The same, but of a step with one state it is that one."""
        raise TypeError(type(self).__name__)

    @property
    def nesting_after(self) -> tuple[Nesting, ...]:
        """How the states are nested that a step gives."""
        return self.state_nesting

    @property
    def loses_list(self) -> bool:
        """A step gives several states with a list less around them than it takes."""
        return False

    @property
    def state_count(self) -> int:
        """How many tensors the states are."""
        return count(self.state_nesting)

    @property
    def ends_with(self) -> None:
        """The activation is inside of the cell."""

    def step(self, x: Tensor) -> Tensor:
        """What comes out of one step. Raises `ShapeError` on what Keras refuses."""
        raise TypeError(type(self).__name__)

    def states(self, x: Tensor) -> Tensors:
        """The states after one step, those in lists spliced in."""
        raise TypeError(type(self).__name__)

    def check_states(self, argument: str, given: Tensors, x: Tensor) -> None:
        """Raise `ShapeError` if a step cannot begin with these states."""
        raise TypeError(type(self).__name__)

    def check_rates(self, x: Tensor, running: bool) -> None:
        """Raise `ShapeError` if the step drops out of what it cannot; what is `running`
        along time draws that even if it does not train."""

    def check_training(self, x: Tensor, kept: str) -> None:
        """Raise `ShapeError` if what is dropped while training has another dtype than the
        step; `kept` is the one that the states are kept in."""

    @property
    def dtypes(self) -> frozenset[str]:
        """The dtypes in which the states come out of a step."""
        return frozenset({self.compute_dtype})

    def step_variables(self, name: Namer, x: Tensor) -> tuple[Variable, ...]:
        """The weights of a step."""
        raise TypeError(type(self).__name__)


class GatedStep(Step):
    """A step with weights for its input and for the state before it."""

    gates: ClassVar[int]
    """How many times as wide as a state the weights are."""
    kept: ClassVar[int] = 1
    """How many states there are; each has the shape of the output."""

    @property
    def state_nesting(self) -> tuple[Nesting, ...]:
        return (None,) * self.kept

    @property
    def state_sizes(self) -> Nesting:
        return (None,) * self.kept if self.kept > 1 else None

    def states(self, x: Tensor) -> Tensors:
        return (self.step(x),) * self.kept

    def check_states(self, argument: str, given: Tensors, x: Tensor) -> None:
        """The first goes through weights; the second is multiplied, and so may be broadcast."""
        own = self.states(x)
        if len(given) != len(own):
            raise ShapeError(
                MismatchedInputs, f"it has {len(own)} states, and `{argument}` {len(given)}"
            )
        for number, (start, state) in enumerate(zip(given, own, strict=True)):
            require_dtype(start.dtype, NUMBERS, "start with")
            if not self._may_start(start.shape, state.shape, number):
                raise ShapeError(
                    MismatchedInputs,
                    f"its states are {show(state.shape)}, and `{argument}` has "
                    f"{show(start.shape)}",
                )

    def _may_start(self, start: Shape, state: Shape, number: int) -> bool:
        if len(start) != len(state) or not may_broadcast(start[0], state[0]):
            return False
        small = (None, 1) if number else (None,)
        return all(a in (*small, b) for a, b in zip(start[1:], state[1:], strict=True))


def may_broadcast(size: Size, batch: Size) -> bool:
    """Whether the batch of a state or a mask goes together with that of the sequences."""
    return size in (None, 1, batch) or batch in (None, 1)


class DenseStep(GatedStep):
    """A step of units that are fully connected."""

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

    def step(self, x: Tensor) -> Tensor:
        require_rank(x, 2)
        require_dtype(x.dtype, REAL, "run along")
        return self.output((x.shape[0], self.units))

    def check_rates(self, x: Tensor, running: bool) -> None:
        check_dropout(self, self.dropout, x)

    def check_training(self, x: Tensor, kept: str) -> None:
        for rate, dtype in ((self.dropout, x.dtype), (self.recurrent_dropout, kept)):
            if 0 < rate < 1 and dtype != self.compute_dtype:
                raise ShapeError(
                    WrongDtype,
                    f"a cell that computes in {self.compute_dtype} drops out of {dtype}",
                    "give the cell and the layer around it the same `dtype`",
                )

    def step_variables(self, name: Namer, x: Tensor) -> tuple[Variable, ...]:
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
    """The step of `SimpleRNN`."""

    gates = 1


class LSTMStep(DenseStep):
    """The step of `LSTM`."""

    gates = 4
    kept = 2
    moved: ClassVar[tuple[tuple[str, str], ...]] = (
        ("recurrent_activation", "activation"),
        ("unit_forget_bias", "bias_initializer"),
    )

    recurrent_activation: Activation | None = "sigmoid"
    unit_forget_bias: bool = True


class GRUStep(DenseStep):
    """The step of `GRU`."""

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
