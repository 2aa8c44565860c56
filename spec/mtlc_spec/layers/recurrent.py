"""Recurrent layers: what runs along the time axis."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, PrivateAttr, model_validator

from mtlc_spec.layers.base import Layer, Masks, Namer, Nesting, Tensors, Unary
from mtlc_spec.layers.cells import Cell, CellArgument, Cells, StackedRNNCells, read_cells
from mtlc_spec.layers.inside import AutoNames, inside
from mtlc_spec.layers.steps import GRUStep, LSTMStep, SimpleRNNStep, Step, may_broadcast
from mtlc_spec.shapes import (
    DifferentReuse,
    MismatchedInputs,
    NotKnown,
    Shape,
    ShapeError,
    Size,
    Tensor,
    UnknownAxis,
    Variable,
    WrongDtype,
    WrongSize,
    is_open,
    require_dtype,
    require_rank,
    show,
)
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict

_STEPS = (
    "it wants (batch, time, features): a recurrent layer in front of it needs "
    "`return_sequences: true`, an input the shape `[time, features]`"
)


class Recurrent(Unary):
    """A step with states that is applied along the time axis."""

    uses_mask = True

    axes: ClassVar[int] = 3
    """How many axes its input has."""

    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = False
    zero_output_for_mask: bool = False

    @property
    def running(self) -> Step:
        """What is done at every step."""
        raise TypeError(type(self).__name__)

    @property
    def ends_with(self) -> None:
        """The activation is inside of the cell."""

    @property
    def results(self) -> int:
        return 1 + self.running.state_count if self.return_state else 1

    def check_graph(self, *inputs: Tensor) -> None:
        if self.stateful:
            raise ShapeError(
                MismatchedInputs,
                "a `stateful` layer keeps its states, which Keras cannot do in a graph",
                "leave `stateful` out",
            )
        if any(self.nesting or ()) or (self.unroll and is_open(*inputs)):
            raise NotKnown

    def infer(
        self,
        x: Tensor,
        *,
        initial_state: Tensor | tuple[Tensor, ...] | None = None,
        mask: Tensor | None = None,
        training: bool = False,
    ) -> Tensor | Tensors:
        require_rank(x, self.axes, advice=_STEPS if self.axes == 3 else None)
        batch, length, *_ = x.shape
        if length == 0:
            raise ShapeError(WrongSize, f"it needs at least one step, and gets {show(x.shape)}")
        running = self.running
        step = self._step(x)
        given = running.step(step)
        states = running.states(step)
        running.check_rates(step, True)
        if training:
            running.check_training(step, running.compute_dtype)
        if initial_state is not None:
            self._check_states(initial_state, step)
        if mask is not None:
            self._check_mask(mask, x, (given, *states))
        sizes = given.shape[1:]
        output = self.output((batch, length, *sizes) if self.return_sequences else given.shape)
        if not self.return_state:
            return output
        return (output, *(self.output(one.shape) for one in states))

    def masks(self, inputs: Tensors, masks: Masks, outputs: Tensors) -> Masks:
        return masks[:1] if self.return_sequences else ()

    def _step(self, x: Tensor) -> Tensor:
        return Tensor((x.shape[0], *x.shape[2:]), self.input_dtype(x))

    def _check_states(self, given: Tensor | Tensors, step: Tensor) -> None:
        states = given if isinstance(given, tuple) else (given,)
        self.running.check_states("initial_state", states, step)

    def _check_mask(self, mask: Tensor, x: Tensor, given: Tensors) -> None:
        """A mask says of each step whether it counts, or of each unit at each step."""
        require_dtype(mask.dtype, NUMBERS, "mask with")
        wrong = self.running.dtypes - {self.running.compute_dtype}
        if wrong:
            raise ShapeError(
                WrongDtype,
                f"a mask keeps states of {self.running.compute_dtype}, and a cell gives "
                f"{min(wrong)}",
                "give all cells the same `dtype`",
            )
        batch, length, *_ = x.shape
        if (
            not 2 <= mask.rank <= 1 + given[0].rank
            or not may_broadcast(mask.shape[0], batch)
            or not self._has_steps(mask.shape[1], length)
            or not all(self._fits(mask.shape[2:], one) for one in given)
        ):
            raise ShapeError(
                MismatchedInputs,
                f"a mask of {show(mask.shape)} does not fit sequences of {show(x.shape)}",
            )

    def _fits(self, units: Shape, given: Tensor) -> bool:
        pairs = zip(units, given.shape[1:], strict=False)
        return all(a in (None, 1) or (a == b and not self.unroll) for a, b in pairs)

    def _has_steps(self, steps: Size, length: Size) -> bool:
        if steps is None or length is None:
            return True
        return steps >= length if self.unroll else steps == length

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        return self.variables_among(AutoNames(), x)

    def variables_among(self, name: Namer, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        if self.stateful and x.shape[0] is None:
            raise ShapeError(
                UnknownAxis,
                "`stateful` needs the batch size, which is open",
                "give the input a `batch_size`",
            )
        weights = self.running.step_variables(name, self._step(x))
        return inside(self.cell_name(name), weights)

    def check_reuse(self, built: Tensors, x: Tensor, **call: Any) -> None:
        given = with_states(built, x) if self.stateful else x
        super().check_reuse(built, given, **call)

    def cell_name(self, name: Namer) -> str:
        """What Keras calls the cell."""
        raise TypeError(type(self).__name__)


def with_states(built: Tensors, x: Tensor) -> Tensor:
    """Sequences with the batch size for which a `stateful` layer has made its states."""
    batch = built[0].shape[0]
    if x.shape[0] not in (None, batch):
        raise ShapeError(
            DifferentReuse,
            f"its states were made for a batch of {batch}, and this call gives it one of "
            f"{x.shape[0]}",
        )
    return Tensor((batch, *x.shape[1:]), x.dtype)


class AsCell(Recurrent):
    """A layer with the arguments of a cell, which it makes itself."""

    cell: ClassVar[str]

    @property
    def running(self) -> Step:
        assert isinstance(self, Step)
        return self

    def cell_name(self, name: Namer) -> str:
        return self.cell


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


class SimpleRNN(AsCell, SimpleRNNStep):
    """A fully connected recurrent layer."""

    ignores_activity = True
    cell = "simple_rnn_cell"
    moved = (
        ("activity_regularizer", "bias_regularizer"),
        ("seed", "unroll"),
    )

    activity_regularizer: Regularizer | None = None


class LSTM(AsCell, LSTMStep):
    """Long short-term memory (Hochreiter and Schmidhuber 1997)."""

    cell = "lstm_cell"
    moved = (
        *LSTMStep.moved,
        ("activity_regularizer", "bias_regularizer"),
        ("zero_output_for_mask", "use_cudnn"),
    )

    activity_regularizer: Regularizer | None = None
    use_cudnn: bool | Literal["auto"] = "auto"

    @model_validator(mode="after")
    def _cudnn_can(self) -> Self:
        _check_cudnn(self)
        return self


class GRU(AsCell, GRUStep):
    """Gated recurrent unit (Cho et al. 2014)."""

    cell = "gru_cell"
    moved = (
        ("recurrent_activation", "activation"),
        ("activity_regularizer", "bias_regularizer"),
        ("reset_after", "unroll"),
        ("use_cudnn", "reset_after"),
        ("zero_output_for_mask", "use_cudnn"),
    )

    activity_regularizer: Regularizer | None = None
    use_cudnn: bool | Literal["auto"] = "auto"

    def _check_states(self, given: Tensor | Tensors, step: Tensor) -> None:
        """Keras looks at the first alone."""
        super()._check_states(given[:1] if isinstance(given, tuple) else given, step)

    @model_validator(mode="after")
    def _cudnn_can(self) -> Self:
        _check_cudnn(self)
        if self.use_cudnn is True and not self.reset_after:
            raise conflict("use_cudnn", "cuDNN computes only with `reset_after`")
        return self


class RNN(Recurrent):
    """A cell that runs along the time axis, or several as one."""

    layer_arguments = ("cell",)
    moved = tuple(
        (name, "cell")
        for name in (
            *("zero_output_for_mask", "unroll", "stateful", "go_backwards"),
            *("return_state", "return_sequences"),
        )
    )

    cell: Annotated[
        Layer | tuple[Layer, ...],
        BeforeValidator(read_cells, json_schema_input_type=CellArgument | Cells),
    ]
    activity_regularizer: Regularizer | None = None

    _policy: str = PrivateAttr("float32")
    """That of the cell that Keras makes of a list."""

    def under(self, policy: str) -> Self:
        made = super().under(policy)
        made._policy = policy
        return made

    @property
    def running(self) -> Step:
        if isinstance(self.cell, tuple):
            return StackedRNNCells.model_construct(cells=self.cell).under(self._policy)
        assert isinstance(self.cell, Cell)
        return self.cell

    @model_validator(mode="after")
    def _states_have_shapes(self) -> Self:
        """Keras knows the shapes of lists of states, and not of lists in lists."""
        sizes = self.running.state_sizes
        if self.return_state and any(any(one or ()) for one in sizes or ()):
            problem = "Keras cannot give the states of stacked cells inside of stacked cells"
            raise conflict("return_state", problem)
        return self

    @property
    def nesting(self) -> Nesting:
        sizes = self.running.state_sizes
        return (None, *(sizes or (None,))) if self.return_state else None

    def infer(
        self,
        x: Tensor,
        *,
        initial_state: Tensor | tuple[Tensor, ...] | None = None,
        mask: Tensor | None = None,
        training: bool = False,
    ) -> Tensor | Tensors:
        given = super().infer(x, initial_state=initial_state, mask=mask, training=training)
        running = self.running
        if self.unroll:
            several = x.shape[1] not in (1, None)
            wrong = mask is None and several and running.loses_list
        else:
            wrong = mask is not None and running.nesting_after != running.state_nesting
        if wrong:
            raise ShapeError(
                MismatchedInputs,
                "a stack of one cell loses the list around its states, and Keras cannot go on "
                f"with them {'with `unroll`' if self.unroll else 'under a mask'}",
                "give the cell without a list",
            )
        return given

    def nesting_of_argument(self, name: str) -> Nesting:
        states = self.running.state_nesting if name == "initial_state" else ()
        return states if any(states) else None

    def cell_name(self, name: Namer) -> str:
        return name(type(self.running))
