"""Cells: what `RNN` runs along time, and what can be called on one step."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, TypeAdapter

from mtlc_spec.layers.arguments import read_layer
from mtlc_spec.layers.base import Layer, Namer, Nesting, Tensors
from mtlc_spec.layers.inside import AutoNames, inside
from mtlc_spec.layers.running import check_activity
from mtlc_spec.layers.steps import DenseStep, GRUStep, LSTMStep, SimpleRNNStep, Step
from mtlc_spec.shapes import (
    MismatchedInputs,
    ShapeError,
    Tensor,
    Variable,
    broadcast,
    require_dtype,
)
from mtlc_spec.values.dtypes import FLOATS, REAL
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import refused


class Cell(Step):
    """A layer that takes one step of a sequence, and the states before it."""

    needs_call = True

    @property
    def results(self) -> int:
        return 1 + self.state_count

    @property
    def nesting(self) -> Nesting:
        return (None, self.nesting_after)

    def nesting_of_argument(self, name: str) -> Nesting:
        return self.state_nesting if name == "states" else None

    def infer(
        self, x: Tensor, *, states: Tensor | Tensors, training: bool = False
    ) -> Tensor | Tensors:
        given = states if isinstance(states, tuple) else (states,)
        self.check_states("states", given, x)
        return self.after(x, given, training)

    def after(self, x: Tensor, states: Tensors, training: bool) -> Tensors:
        """What a step gives that begins with these states, and the states after it."""
        raise TypeError(type(self).__name__)

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        return self.variables_among(AutoNames(), x)

    def variables_among(self, name: Namer, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        return self.step_variables(name, x)


class _DenseCell(Cell, DenseStep):
    whole_states: ClassVar[bool]
    """The first state goes through weights alone, so that it may be whole numbers."""

    activity_regularizer: Regularizer | None = None

    def step(self, x: Tensor) -> Tensor:
        given = super().step(x)
        check_activity(self, (x,), (given,))
        return given

    def check_rates(self, x: Tensor, running: bool) -> None:
        if running:
            super().check_rates(x, running)

    def after(self, x: Tensor, states: Tensors, training: bool) -> Tensors:
        self._check_masks(x, states, training)
        first, *more = states
        require_dtype(first.dtype, REAL if self.whole_states else FLOATS, "start with")
        shape = broadcast((x.shape[0], self.units), (first.shape[0], self.units))
        for one in more:
            require_dtype(one.dtype, FLOATS, "start with")
            shape = broadcast(shape, one.shape)
        return (self.output(shape),) * len((*states, x))

    def _check_masks(self, x: Tensor, states: Tensors, training: bool) -> None:
        """Keras draws what is dropped while it builds the model, and then has lost it."""
        if training and (self._drops(self.dropout) or self._drops(self.recurrent_dropout)):
            raise ShapeError(
                MismatchedInputs,
                "a cell that drops out is called with `training: true`, and Keras cannot "
                "run it outside of an `RNN`",
                "put the cell into an `RNN`, or leave `training` out",
            )

    def _drops(self, rate: float) -> bool:
        return 0 < rate < 1


class SimpleRNNCell(_DenseCell, SimpleRNNStep):
    """One step of `SimpleRNN`."""

    whole_states = True

    def _check_masks(self, x: Tensor, states: Tensors, training: bool) -> None:
        super()._check_masks(x, states, training)
        self.check_rates(x, True)
        if 0 < self.recurrent_dropout < 1:
            require_dtype(states[0].dtype, FLOATS, "drop out of")

    def _drops(self, rate: float) -> bool:
        return rate > 0


class LSTMCell(_DenseCell, LSTMStep):
    """One step of `LSTM`."""

    whole_states = True


class GRUCell(_DenseCell, GRUStep):
    """One step of `GRU`."""

    whole_states = False


def _is_cell(layer: Layer) -> Layer:
    if not isinstance(layer, Cell):
        raise refused("must be a cell, as `LSTMCell` or `GRUCell`")
    return layer


def _are_some(cells: tuple[Layer, ...]) -> tuple[Layer, ...]:
    if not cells:
        raise refused("must be at least one cell")
    return cells


CellArgument = Annotated[Layer, BeforeValidator(read_layer), AfterValidator(_is_cell)]
"""A cell inside of another layer."""
Cells = Annotated[tuple[CellArgument, ...], AfterValidator(_are_some)]
"""Cells of which each feeds the next."""

_CELL: TypeAdapter[Layer] = TypeAdapter(CellArgument)
_CELLS: TypeAdapter[tuple[Layer, ...]] = TypeAdapter(Cells)


def read_cells(value: Any) -> Layer | tuple[Layer, ...]:
    """A cell, or a list of them."""
    if isinstance(value, tuple):
        return _CELLS.validate_python(value, strict=True)
    return _CELL.validate_python(value)


class StackedRNNCells(Cell):
    """Several cells as one, of which each feeds the next."""

    layer_arguments = ("cells",)

    cells: Cells
    activity_regularizer: Regularizer | None = None

    @property
    def _steps(self) -> tuple[Cell, ...]:
        return tuple(one for one in self.cells if isinstance(one, Cell))

    @property
    def state_nesting(self) -> tuple[Nesting, ...]:
        return tuple(one.state_nesting for one in self._steps)

    @property
    def state_sizes(self) -> Nesting:
        return tuple(one.state_sizes for one in self._steps)

    @property
    def nesting_after(self) -> tuple[Nesting, ...]:
        """Keras leaves out the list around the states of a single cell."""
        first, *more = (one.nesting_after for one in self._steps)
        return (first, *more) if more else first

    @property
    def loses_list(self) -> bool:
        lone = len(self.cells) == 1 and self.state_count > 1
        return lone or any(one.loses_list for one in self._steps)

    def step(self, x: Tensor) -> Tensor:
        for cell in self._steps:
            x = cell.step(x)
        return x

    def states(self, x: Tensor) -> Tensors:
        found: Tensors = ()
        for cell in self._steps:
            found += cell.states(x)
            x = cell.step(x)
        return found

    def check_states(self, argument: str, given: Tensors, x: Tensor) -> None:
        if len(given) != self.state_count:
            raise ShapeError(
                MismatchedInputs,
                f"it has {self.state_count} states, and `{argument}` {len(given)}",
            )
        for cell in self._steps:
            own, given = given[: cell.state_count], given[cell.state_count :]
            cell.check_states(argument, own, x)
            x = cell.step(x)

    def after(self, x: Tensor, states: Tensors, training: bool) -> Tensors:
        found: Tensors = ()
        for cell in self._steps:
            own, states = states[: cell.state_count], states[cell.state_count :]
            x, *kept = cell.after(x, own, training)
            found += tuple(kept)
        return (x, *found)

    def check_rates(self, x: Tensor, running: bool) -> None:
        for cell in self._steps:
            cell.check_rates(x, running)
            x = cell.step(x)

    def check_training(self, x: Tensor, kept: str) -> None:
        for cell in self._steps:
            cell.check_training(x, kept)
            x = cell.step(x)

    @property
    def dtypes(self) -> frozenset[str]:
        return frozenset().union(*(one.dtypes for one in self._steps))

    def step_variables(self, name: Namer, x: Tensor) -> tuple[Variable, ...]:
        found: tuple[Variable, ...] = ()
        for cell in self._steps:
            weights = cell.step_variables(name, x)
            found += inside(name(type(cell)), weights)
            x = cell.step(x)
        return found
