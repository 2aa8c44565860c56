"""Cells: what `RNN` runs along time, and what can be called on one step."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, TypeAdapter

from mtlc_spec.layers.arguments import read_layer
from mtlc_spec.layers.base import Layer, Nesting, Tensors
from mtlc_spec.layers.inside import AutoNames, inside
from mtlc_spec.layers.steps import GRUStep, LSTMStep, SimpleRNNStep, Step
from mtlc_spec.shapes import MismatchedInputs, ShapeError, Tensor, Variable
from mtlc_spec.values.tagged import refused


class Cell(Step):
    """A layer that takes one step of a sequence, and the states before it."""

    needs_call = True

    @property
    def results(self) -> int:
        return 1 + self.state_count

    @property
    def nesting(self) -> Nesting:
        return (None, self.state_nesting)

    def nesting_of_argument(self, name: str) -> Nesting:
        return self.state_nesting if name == "states" else None

    def infer(
        self, x: Tensor, *, states: Tensor | Tensors, training: bool = False
    ) -> Tensor | Tensors:
        given = states if isinstance(states, tuple) else (states,)
        if len(given) != self.state_count:
            raise ShapeError(
                MismatchedInputs,
                f"it has {self.state_count} states, and `states` {len(given)}",
            )
        return (self.step(x), *self.states(x))

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        return self.variables_among(AutoNames(), x)

    def variables_among(self, names: AutoNames, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        return self.step_variables(names, x)


class SimpleRNNCell(Cell, SimpleRNNStep):
    """One step of `SimpleRNN`."""


class LSTMCell(Cell, LSTMStep):
    """One step of `LSTM`."""


class GRUCell(Cell, GRUStep):
    """One step of `GRU`."""


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

    def _steps(self) -> tuple[Cell, ...]:
        return tuple(one for one in self.cells if isinstance(one, Cell))

    @property
    def state_nesting(self) -> tuple[Nesting, ...]:
        return tuple(one.state_nesting for one in self._steps())

    def step(self, x: Tensor) -> Tensor:
        for cell in self._steps():
            x = cell.step(x)
        return x

    def states(self, x: Tensor) -> Tensors:
        found: Tensors = ()
        for cell in self._steps():
            found += cell.states(x)
            x = cell.step(x)
        return found

    def step_variables(self, names: AutoNames, x: Tensor) -> tuple[Variable, ...]:
        found: tuple[Variable, ...] = ()
        for cell in self._steps():
            weights = cell.step_variables(names, x)
            found += inside(names.new(type(cell)), weights)
            x = cell.step(x)
        return found
