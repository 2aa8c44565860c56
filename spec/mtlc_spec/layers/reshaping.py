"""Layers that arrange the same elements in other axes, or repeat them along a new one."""

from __future__ import annotations

from math import prod
from typing import Annotated

from pydantic import Field, field_validator

from mtlc_spec.layers.base import Unary
from mtlc_spec.shapes import (
    MOST_AXES,
    Shape,
    ShapeError,
    Tensor,
    WrongSize,
    product,
    require_min_rank,
    require_rank,
    show,
)
from mtlc_spec.values.layout import DataFormat
from mtlc_spec.values.numbers import PositiveInt
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import refused


class _Rearranging(Unary):
    """A layer that hands on the elements as they are: floats are cast, all else is kept."""

    keeps_values = True

    def _rearranged(self, x: Tensor, shape: Shape) -> Tensor:
        return Tensor(shape, self.input_dtype(x))


class Flatten(_Rearranging):
    """One axis in place of all but the batch axis."""

    flattens = True

    data_format: DataFormat | None = None
    activity_regularizer: Regularizer | None = None

    @property
    def keeps_order(self) -> bool:
        return self.data_format != "channels_first"  # then Keras moves the channels back

    def infer(self, x: Tensor) -> Tensor:
        require_min_rank(x, 1)
        batch, *sizes = x.shape
        return self._rearranged(x, (batch, product(sizes)))


class Reshape(_Rearranging):
    """The same elements in other axes; one size may be left to Keras as -1."""

    target_shape: Annotated[
        tuple[Annotated[int, Field(ge=-1)] | None, ...], Field(max_length=MOST_AXES - 2)
    ]
    activity_regularizer: Regularizer | None = None

    @field_validator("target_shape")
    @classmethod
    def _at_most_one_open(cls, value: Shape) -> Shape:
        if value.count(-1) + value.count(None) > 1:
            raise refused("must leave at most one size open with -1 or null")
        if -1 in value and 0 in value:
            raise refused("must not leave a size open beside a size of 0")
        return value

    @property
    def keeps_order(self) -> bool:
        return True

    def infer(self, x: Tensor) -> Tensor:
        require_min_rank(x, 1)
        batch, *sizes = x.shape
        have = prod(size for size in sizes if size is not None)
        want = prod(size for size in self.target_shape if size not in (None, -1))
        unknown = None in sizes
        if -1 in self.target_shape or None in self.target_shape:
            fits = unknown or _is_multiple(have, want)
            problem = f"{have} elements are no multiple of {want}"
        elif unknown:
            fits = _is_multiple(want, have)
            problem = f"{want} elements are no multiple of {have}"
        else:
            fits = have == want
            problem = f"{have} elements are not {want}"
        shape = tuple(None if size == -1 else size for size in self.target_shape)
        if not fits:
            raise ShapeError(
                WrongSize, f"{show(x.shape)} cannot become {show((batch, *shape))}: {problem}"
            )
        if -1 in self.target_shape and not unknown:
            shape = tuple(have // want if size is None else size for size in shape)
        return self._rearranged(x, (batch, *shape))


def _is_multiple(number: int, of: int) -> bool:
    """Whether some whole number times `of` is `number`."""
    return number == of or (of != 0 and number % of == 0)


class Permute(_Rearranging):
    """The axes in another order; the first after the batch axis is 1."""

    dims: tuple[int, ...]
    activity_regularizer: Regularizer | None = None

    @field_validator("dims")
    @classmethod
    def _an_order(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if sorted(value) != [*range(1, len(value) + 1)]:
            raise refused("must name each axis once, from 1 on")
        return value

    @property
    def is_idle(self) -> bool:
        return self.dims == tuple(sorted(self.dims))

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, len(self.dims) + 1)
        return self._rearranged(x, (x.shape[0], *(x.shape[axis] for axis in self.dims)))


class RepeatVector(Unary):
    """The same vector as each of `n` steps."""

    keeps_integers = True
    keeps_values = True

    n: PositiveInt
    activity_regularizer: Regularizer | None = None

    def infer(self, x: Tensor) -> Tensor:
        require_rank(x, 2)
        batch, size = x.shape
        return self.output((batch, self.n, size))
