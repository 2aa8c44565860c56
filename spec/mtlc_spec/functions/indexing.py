"""Functions that pick elements by their places, or mark places."""

from __future__ import annotations

from typing import Literal

from mtlc_spec.functions.axes import existing, inserted, replaced
from mtlc_spec.functions.base import Cut, Function, Tensors, by_name, strong
from mtlc_spec.functions.constants import MISSING, Constant, Operand, alone
from mtlc_spec.functions.kinds import NUMERIC, REAL, require
from mtlc_spec.shapes import (
    MismatchedInputs,
    Shape,
    ShapeError,
    Size,
    Tensor,
    WrongAxis,
    WrongDtype,
    WrongRank,
    WrongSize,
    broadcast,
    product,
    show,
)
from mtlc_spec.values.dtypes import Dtype
from mtlc_spec.values.numbers import PositiveInt

PLACES = frozenset({"int16", "int32", "int64"})
"""The dtypes of places that TensorFlow can look up."""


class Take(Function):
    """The elements at some places along an axis, or of the flattened tensor."""

    function = "take"
    tensors = ("x", "indices")

    x: Operand = MISSING
    indices: Operand = MISSING
    axis: int | None = None

    def rule(self, x: Tensor, indices: Tensor) -> Tensor:
        strong(x)
        where = alone(indices.value) if isinstance(indices, Constant) else indices
        if where.dtype not in PLACES:
            raise ShapeError(
                WrongDtype, f"places cannot be {where.dtype}", "cast them to `int32`"
            )
        axis = None if self.axis is None else existing(self.axis, x.shape)
        if isinstance(indices, Constant):
            _check_places(indices.value, product(x.shape) if axis is None else x.shape[axis])
        if axis is None:
            return Tensor(where.shape, x.dtype)
        return Tensor((*x.shape[:axis], *where.shape, *x.shape[axis + 1 :]), x.dtype)


class TakeAlongAxis(Function):
    """The elements at some places along an axis, each place for its own row."""

    function = "take_along_axis"
    tensors = ("x", "indices")

    x: Operand = MISSING
    indices: Operand = MISSING
    axis: int | None = None

    def rule(self, x: Tensor, indices: Tensor) -> Tensor:
        strong(x, indices)
        require(indices.dtype, NUMERIC)
        shape: Shape = (product(x.shape),) if self.axis is None else x.shape
        if len(shape) != indices.rank:
            raise ShapeError(
                WrongRank,
                f"{show(shape)} and its places {show(indices.shape)} must have as many axes",
            )
        axis = existing(self.axis or 0, shape)
        return Tensor(
            broadcast(replaced(shape, axis, indices.shape[axis]), indices.shape), x.dtype
        )


class OneHot(Function):
    """Each number as a vector that is 1 at that place."""

    function = "one_hot"
    stops = frozenset({"x"})

    x: Operand = MISSING
    num_classes: PositiveInt
    axis: int = -1
    dtype: Dtype | None = None
    sparse: Literal[False] = False

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, NUMERIC)
        axis = _class_axis(self.axis, x.shape)
        return Tensor(inserted(x.shape, axis, self.num_classes), self.dtype or "float32")


class MultiHot(Function):
    """Each list of numbers as a vector that is 1 at their places."""

    function = "multi_hot"
    tensors = ("inputs",)
    stops = frozenset({"inputs"})
    needed = ("num_classes",)

    inputs: Operand = MISSING
    num_classes: PositiveInt | None = None
    axis: int = -1
    dtype: Dtype | None = None
    sparse: Literal[False] = False

    def rule(self, inputs: Tensor) -> Tensor:
        if isinstance(inputs, Constant):
            raise ShapeError(MismatchedInputs, "it takes a tensor, no constant")
        require(inputs.dtype, NUMERIC)
        axis = _class_axis(self.axis, inputs.shape)
        hot = inserted(inputs.shape, axis, self.num_classes)
        return Tensor(hot[-1:] if len(hot) == 2 else (hot[0], *hot[2:]), inputs.dtype)


class Slice(Function):
    """A box cut out of a tensor: where it starts, and its shape."""

    function = "slice"
    tensors = ("inputs", "start_indices")

    inputs: Operand = MISSING
    start_indices: Operand = MISSING
    shape: tuple[int, ...]

    def rule(self, inputs: Tensor, start_indices: Tensor) -> Tensor:
        strong(inputs)
        if len(self.shape) != inputs.rank:
            raise ShapeError(
                WrongRank, f"`shape` has {len(self.shape)} sizes for {show(inputs.shape)}"
            )
        starts = start_indices.value if isinstance(start_indices, Constant) else None
        given = alone(starts) if isinstance(start_indices, Constant) else start_indices
        if given.dtype not in ("int32", "int64"):
            raise ShapeError(WrongDtype, f"`start_indices` must be int32, not {given.dtype}")
        if given.rank != 1 or given.shape[0] not in (None, inputs.rank):
            raise ShapeError(
                WrongRank,
                f"`start_indices` of {show(given.shape)} are not for {show(inputs.shape)}",
            )
        sizes: list[Size] = []
        for axis, (have, want) in enumerate(zip(inputs.shape, self.shape, strict=True)):
            start = starts[axis] if isinstance(starts, tuple) else None
            if want < -1 or (start is not None and start < 0):
                raise ShapeError(WrongSize, f"axis {axis} of the box is not inside the tensor")
            if have is not None and (start or 0) + max(want, 0) > have:
                raise ShapeError(
                    WrongSize, f"axis {axis} of {show(inputs.shape)} ends before the box does"
                )
            left = None if have is None or start is None else have - start
            sizes.append(left if want == -1 else want)
        return Tensor(tuple(sizes), inputs.dtype)

    def cuts(self, x: Tensor, results: Tensors) -> tuple[Cut, ...] | None:
        starts = self.start_indices
        if not isinstance(starts, tuple):
            return None
        found = []
        for axis, (have, start, want) in enumerate(
            zip(x.shape, starts, results[0].shape, strict=True)
        ):
            if start == 0 and self.shape[axis] in (-1, have):
                continue
            if have is None or want is None or not isinstance(start, int):
                return None
            found.append(Cut(axis, start, start + want))
        return tuple(found) if len(found) == 1 else None


class GetItem(Function):
    """The part of a tensor at one place along its first axes."""

    function = "get_item"

    x: Operand = MISSING
    key: int | tuple[int | None, ...]

    def rule(self, x: Tensor) -> Tensor:
        keys = self.key if isinstance(self.key, tuple) else (self.key,)
        rest = list(x.shape)
        shape: list[Size] = []
        for key in keys:
            if key is None:
                shape.append(1)
                continue
            if not rest:
                raise ShapeError(WrongRank, f"{show(x.shape)} has fewer axes than `key` names")
            _check_places(key, rest.pop(0))
        return Tensor((*shape, *rest), x.dtype)


class SearchSorted(Function):
    """The places where numbers would go in a sorted list."""

    function = "searchsorted"
    tensors = ("sorted_sequence", "values")

    sorted_sequence: Operand = MISSING
    values: Operand = MISSING
    side: Literal["left", "right"] = "left"

    def rule(self, sorted_sequence: Tensor, values: Tensor) -> Tensor:
        strong(sorted_sequence, values)
        require(sorted_sequence.dtype, REAL)
        require(values.dtype, REAL)
        if sorted_sequence.rank != 1:
            raise ShapeError(
                WrongRank,
                f"the sorted list must have one axis, not {show(sorted_sequence.shape)}",
            )
        if not values.rank:
            raise ShapeError(WrongRank, "the values must have an axis at least")
        if sorted_sequence.dtype != values.dtype:
            words = f"it cannot find {values.dtype} among {sorted_sequence.dtype}"
            raise ShapeError(WrongDtype, words, "cast one to the dtype of the other")
        known = sorted_sequence.shape[0] is not None
        return Tensor(values.shape, "int32" if known else "int64")


def _class_axis(axis: int, shape: Shape) -> int:
    """The place of the new axis of classes."""
    if axis != -1 and not 0 <= axis < len(shape):
        raise ShapeError(
            WrongAxis, f"`axis` must be -1 or an axis of {show(shape)}, not {axis}"
        )
    return len(shape) if axis == -1 else axis


def _check_places(value: object, size: Size) -> None:
    """Raise `ShapeError` if a constant place lies outside of an axis."""
    if isinstance(value, tuple):
        for item in value:
            _check_places(item, size)
    elif isinstance(value, int) and size is not None and not -size <= value < size:
        raise ShapeError(WrongSize, f"place {value} lies outside of an axis of {size}")


FUNCTIONS = by_name(Take, TakeAlongAxis, OneHot, MultiHot, Slice, GetItem, SearchSorted)
