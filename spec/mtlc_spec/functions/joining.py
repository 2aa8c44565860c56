"""Functions that join several tensors, or take one apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import field_validator

from mtlc_spec.functions.axes import existing, inserted, new_axes, replaced, without
from mtlc_spec.functions.base import Cut, Function, Tensors, alike, by_name, no_constant, strong
from mtlc_spec.functions.constants import MISSING, Constant, Operand, alone
from mtlc_spec.functions.kinds import BOOL, NUMERIC, require
from mtlc_spec.shapes import (
    IncompatibleMerge,
    MismatchedInputs,
    Shape,
    ShapeError,
    Size,
    Tensor,
    WrongDtype,
    WrongSize,
    product,
    require_min_rank,
    show,
)
from mtlc_spec.values.numbers import PositiveInt
from mtlc_spec.values.promotion import promote
from mtlc_spec.values.tagged import refused


class Concatenate(Function):
    """Tensors one after the other along an axis; the other axes must agree."""

    function = "concatenate"
    tensors = ("xs",)
    takes_list = True

    xs: Operand = MISSING
    axis: int = 0

    @property
    def joined_axis(self) -> int:
        return self.axis

    def rule(self, xs: Tensors) -> Tensor:
        xs = _listed(xs)
        return Tensor(_joined([x.shape for x in xs], self.axis), promote(*_dtypes(xs)))


class Append(Function):
    """Two tensors one after the other along an axis, or one after the other flattened."""

    function = "append"
    tensors = ("x1", "x2")

    x1: Operand = MISSING
    x2: Operand = MISSING
    axis: int | None = None

    def rule(self, x1: Tensor, x2: Tensor) -> Tensor:
        strong(x1, x2)
        dtype = promote(x1.dtype, x2.dtype)
        if self.axis is None:
            return Tensor((_sum(product(x1.shape), product(x2.shape)),), dtype)
        shape = _joined([x1.shape, x2.shape], self.axis)
        if shape[existing(self.axis, shape)] is None:
            raise ShapeError(
                WrongSize, f"axis {self.axis} must have a size in both tensors", "concatenate"
            )
        return Tensor(shape, dtype)


class _StackAlong(Function):
    """Tensors one after the other along their rows, columns or channels."""

    tensors = ("xs",)
    takes_list = True
    axis_of: ClassVar[int]

    xs: Operand = MISSING

    def rule(self, xs: Tensors) -> Tensor:
        xs = _listed(xs)
        shapes = [_deep(x.shape) if self.axis_of == 2 else x.shape for x in xs]
        return Tensor(_joined(shapes, self.axis_of), promote(*_dtypes(xs)))


class Stack(Function):
    """Tensors of one shape, side by side along a new axis."""

    function = "stack"
    tensors = ("x",)
    takes_list = True

    x: Operand = MISSING
    axis: int = 0

    def rule(self, x: Tensors) -> Tensor:
        xs = _listed(x)
        first = xs[0].shape
        (axis,) = new_axes(self.axis, first)
        for other in xs[1:]:
            _agree(first, other.shape, except_axis=None)
        return Tensor(inserted(first, axis, len(xs)), promote(*_dtypes(xs)))


class _Splitting(Function):
    """Parts of a tensor along an axis."""

    gives_list = True

    x: Operand = MISSING
    indices_or_sections: PositiveInt | tuple[int, ...]

    @field_validator("indices_or_sections")
    @classmethod
    def _in_order(cls, value: Any) -> Any:
        if isinstance(value, tuple):
            if not value:
                raise refused("must name at least one place to split at")
            if list(value) != sorted(value) or value[0] < 0:
                raise refused("must be places from the first on, in ascending order")
        return value

    def results_of(self, inputs: int, call: Mapping[str, Any]) -> int | None:
        parts = self.indices_or_sections
        return parts if isinstance(parts, int) else len(parts) + 1

    def split_axis(self, x: Tensor) -> int:
        """The axis that is split, counted from the first."""
        raise AssertionError("each kind of split says it")

    def cuts(self, x: Tensor, results: Tensors) -> tuple[Cut, ...] | None:
        return _one_after_the_other(self.split_axis(x), results)

    def rule(self, x: Tensor) -> Tensors:
        return self.split(x, self.split_axis(x))

    def split(self, x: Tensor, axis: int) -> Tensors:
        size = x.shape[axis]
        parts = self.indices_or_sections
        if isinstance(parts, int):
            if size is not None and size % parts:
                raise ShapeError(
                    WrongSize, f"axis {axis} of {show(x.shape)} has no {parts} equal parts"
                )
            part = None if size is None else size // parts
            return (Tensor(replaced(x.shape, axis, part), x.dtype),) * parts
        if self.function != "hsplit":
            no_constant(x)
        if size is not None and parts[-1] > size:
            raise ShapeError(
                WrongSize, f"axis {axis} of {show(x.shape)} cannot be split at {parts[-1]}"
            )
        ends: list[Size] = [*parts, size]
        sizes = (
            None if end is None else end - start
            for start, end in zip((0, *parts), ends, strict=True)
        )
        return tuple(Tensor(replaced(x.shape, axis, one), x.dtype) for one in sizes)


class Split(_Splitting):
    """Parts of a tensor along an axis: so many equal ones, or split at some places."""

    function = "split"

    axis: int = 0

    def split_axis(self, x: Tensor) -> int:
        return existing(self.axis, x.shape)


class _SplitAlong(_Splitting):
    """Parts of a tensor along its rows, columns or channels."""

    axis_of: ClassVar[int]

    def split_axis(self, x: Tensor) -> int:
        least = 1 if self.axis_of == 1 else self.axis_of + 1 if self.axis_of else 2
        require_min_rank(x, least)
        return min(self.axis_of, x.rank - 1)


class ArraySplit(Function):
    """So many parts of a tensor along an axis, as equal as possible."""

    function = "array_split"
    gives_list = True

    x: Operand = MISSING
    indices_or_sections: PositiveInt
    axis: int = 0

    def cuts(self, x: Tensor, results: Tensors) -> tuple[Cut, ...] | None:
        return _one_after_the_other(existing(self.axis, x.shape), results)

    def rule(self, x: Tensor) -> Tensors:
        axis = existing(self.axis, x.shape)
        parts, size = self.indices_or_sections, x.shape[axis]
        if size is None:
            return (x,) * parts
        sizes = (size // parts + (place < size % parts) for place in range(parts))
        return tuple(Tensor(replaced(x.shape, axis, one), x.dtype) for one in sizes)

    def results_of(self, inputs: int, call: Mapping[str, Any]) -> int | None:
        return self.indices_or_sections


def _one_after_the_other(axis: int, results: Tensors) -> tuple[Cut, ...] | None:
    """The pieces of an axis, where the size of each is known."""
    found = []
    start = 0
    for one in results:
        size = one.shape[axis]
        if size is None:
            return None
        found.append(Cut(axis, start, start + size))
        start += size
    return tuple(found)


class Unstack(Function):
    """The slices of a tensor along an axis, which must be told how many there are."""

    function = "unstack"
    gives_list = True
    needed = ("num",)

    x: Operand = MISSING
    num: PositiveInt | None = None
    axis: int = 0

    def rule(self, x: Tensor) -> Tensors:
        axis = existing(self.axis, x.shape)
        size = x.shape[axis]
        num = size if self.num is None else self.num
        if num is None:
            raise ShapeError(WrongSize, f"axis {axis} of {show(x.shape)} needs `num`")
        if size is not None and size != num:
            raise ShapeError(WrongSize, f"axis {axis} of {show(x.shape)} has no {num} slices")
        return (Tensor(without(x.shape, [axis]), x.dtype),) * num

    def results_of(self, inputs: int, call: Mapping[str, Any]) -> int | None:
        return self.num


class Meshgrid(Function):
    """The coordinates of a grid, from those along each of its axes."""

    function = "meshgrid"
    tensors = ()
    variadic = True
    gives_list = True

    indexing: Literal["xy", "ij"] = "xy"

    def rule(self, *x: Tensor) -> Tensors:
        for one in x:
            require(one.dtype, NUMERIC)
        numbers = sorted({one.dtype for one in x} - BOOL)
        if len(numbers) > 1:
            words = f"it cannot combine {' and '.join(numbers)}"
            raise ShapeError(WrongDtype, words, "cast them to one dtype")
        sizes = [product(one.shape) for one in x]
        if self.indexing == "ij":
            return (Tensor(tuple(sizes), "float32"),) * len(x)
        if len(x) < 2:
            raise ShapeError(
                MismatchedInputs, "it takes at least two tensors", "`indexing: ij`"
            )
        sizes[:2] = sizes[1::-1]
        return (Tensor(tuple(sizes), x[-1].dtype),) * len(x)

    def results_of(self, inputs: int, call: Mapping[str, Any]) -> int | None:
        return inputs


def _listed(xs: Tensors | Tensor) -> Tensors:
    """The list that a function takes, of tensors or of constants."""
    if isinstance(xs, tuple) and xs:
        return xs
    if isinstance(xs, Constant) and isinstance(xs.value, tuple) and xs.value:
        return tuple(map(alone, xs.value))
    raise ShapeError(MismatchedInputs, "it takes a list of tensors, at least one")


def _dtypes(xs: Tensors) -> list[str]:
    return [x.dtype for x in xs]


def _joined(shapes: Sequence[Shape], axis: int) -> Shape:
    """The shape of tensors one after the other along an axis."""
    first = shapes[0]
    place = existing(axis, first)
    total = first[place]
    for other in shapes[1:]:
        _agree(first, other, place)
        total = _sum(total, other[place])
    return replaced(first, place, total)


def _agree(first: Shape, other: Shape, except_axis: int | None) -> None:
    """Raise `ShapeError` unless two shapes can be equal but for one axis."""
    if len(first) != len(other) or any(
        axis != except_axis and a != b and None not in (a, b)
        for axis, (a, b) in enumerate(zip(first, other, strict=True))
    ):
        raise ShapeError(
            IncompatibleMerge,
            f"{show(first)} and {show(other)} differ"
            + ("" if except_axis is None else f", and only axis {except_axis} may"),
        )


def _sum(a: Size, b: Size) -> Size:
    return None if a is None or b is None else a + b


def _deep(shape: Shape) -> Shape:
    """The shape with at least three axes, as `dstack` sees it."""
    if len(shape) == 1:
        return (1, *shape, 1)
    return (*shape, *(1,) * (3 - len(shape)))


FUNCTIONS = {
    **alike(_StackAlong, "vstack", axis_of=0),
    **alike(_StackAlong, "hstack", axis_of=1),
    **alike(_StackAlong, "dstack", axis_of=2),
    **alike(_SplitAlong, "vsplit", axis_of=0),
    **alike(_SplitAlong, "hsplit", axis_of=1),
    **alike(_SplitAlong, "dsplit", axis_of=2),
    **by_name(Concatenate, Append, Stack, Split, ArraySplit, Unstack, Meshgrid),
}
