"""Layers that merge several tensors into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import zip_longest
from typing import Any, ClassVar

from pydantic import field_validator

from mtlc_spec.layers.base import Apply, Layer, Masks, Symbols, Tensors
from mtlc_spec.oddities import BroadcastMerge, Odd
from mtlc_spec.shapes import (
    IncompatibleMerge,
    NotKnown,
    Shape,
    ShapeError,
    Size,
    Tensor,
    WrongAxis,
    WrongDtype,
    broadcast,
    is_open,
    require_min_rank,
    show,
)
from mtlc_spec.values.dtypes import is_float
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import refused


class _Merge(Layer):
    """A layer that takes a list of tensors."""

    keeps_integers = True
    takes_list = True
    least_inputs = 2
    most_inputs: ClassVar[int | None] = None

    def check_graph(self, *inputs: Tensor) -> None:
        if is_open(*inputs):
            raise NotKnown


class _Elementwise(_Merge):
    """One operation, from element to element; sizes of 1 and missing axes broadcast."""

    verb: ClassVar[str]
    gates: ClassVar[bool] = False
    """Tensors of size 1 along an axis are what it is used for."""

    activity_regularizer: Regularizer | None = None

    @property
    def merges_by(self) -> str | None:
        return type(self).__name__.lower()

    def infer(self, *inputs: Tensor) -> Tensor:
        self._check_dtypes([x.dtype for x in inputs])
        for x in inputs:
            require_min_rank(x, 1)
        return self.output(_merged([x.shape for x in inputs]))

    def masks(self, inputs: Tensors, masks: Masks, outputs: Tensors) -> Masks:
        """Keras joins them by "or", and makes none if one is missing."""
        found = [one.shape for one in masks if one is not None]
        if len(found) < len(masks):
            return ()
        return (Tensor(reduce(broadcast, found), "bool"),)

    def mask_symbols(self, apply: Apply, inputs: Symbols, masks: Symbols) -> Symbols:
        found = [one for one in masks if one is not None]
        if len(found) < len(masks):
            return ()
        return (reduce(lambda one, other: apply("logical_or", one, other), found),)

    def oddities(self, *inputs: Tensor) -> Iterator[Odd]:
        shapes = [x.shape[1:] for x in inputs]
        if self.gates or len({len(shape) for shape in shapes}) > 1:
            return
        for sizes in zip(*shapes, strict=True):
            known = sorted({size for size in sizes if size is not None})
            if len(known) > 1 and known[0] == 1:
                shown = " and ".join(dict.fromkeys(show(x.shape) for x in inputs))
                yield Odd(BroadcastMerge, f"repeats the smaller tensors: {shown}")
                return

    def check_reuse(self, built: Tensors, *inputs: Any, **call: Any) -> None:
        """A layer built on tensors of one rank never again lines up their batch axes.

        From then on tensors of different ranks are broadcast with their batch axes, and
        that cannot work where a given batch size meets another size.
        """
        if len({x.rank for x in built}) == 1 and len({x.rank for x in inputs}) > 1:
            _broadcast([x.shape for x in inputs])

    def _check_dtypes(self, dtypes: Sequence[str]) -> None:
        """Raise `ShapeError` if TensorFlow has no such operation for these."""
        _refuse_strings(self.verb, dtypes)
        if dtypes[0] == dtypes[1] == "bool":
            raise ShapeError(
                WrongDtype,
                f"it cannot {self.verb} two tensors of bool",
                "give one of them another dtype",
            )


class Add(_Elementwise):
    """The sum of its inputs, element by element."""

    commutes = True
    nests = True
    verb = "add"

    def _check_dtypes(self, dtypes: Sequence[str]) -> None:
        if {*dtypes} != {"string"}:
            super()._check_dtypes(dtypes)


class Subtract(_Elementwise):
    """The first input less the second, element by element."""

    most_inputs = 2
    verb = "subtract"


class Multiply(_Elementwise):
    """The product of its inputs, element by element."""

    commutes = True
    nests = True
    verb = "multiply"
    gates = True


class Average(_Elementwise):
    """The mean of its inputs, element by element."""

    commutes = True
    verb = "average"

    @property
    def merges_by(self) -> None:
        """No function of `keras.ops` takes the mean of several tensors."""

    def run_dtype(self, dtype: str) -> str:
        if dtype.startswith("complex"):
            return dtype
        return "float64" if dtype.endswith(("32", "64")) else "float32"


class _Extreme(_Elementwise):
    commutes = True
    nests = True
    verb = "compare"

    def _check_dtypes(self, dtypes: Sequence[str]) -> None:
        super()._check_dtypes(dtypes)
        for dtype in dtypes:
            if dtype.startswith("complex"):
                raise ShapeError(WrongDtype, f"it cannot compare tensors of {dtype}")


class Maximum(_Extreme):
    """The largest of its inputs, element by element."""


class Minimum(_Extreme):
    """The smallest of its inputs, element by element."""


class Concatenate(_Merge):
    """Its inputs one after the other along an axis; the other axes must agree."""

    axis_arguments = ("axis",)

    axis: int = -1
    activity_regularizer: Regularizer | None = None

    @property
    def joined_axis(self) -> int:
        return self.axis

    def infer(self, *inputs: Tensor) -> Tensor:
        dtypes = {x.dtype for x in inputs}
        if len(dtypes) > 1 and "string" in dtypes:
            raise ShapeError(WrongDtype, "it cannot concatenate strings with numbers")
        shapes = [x.shape for x in inputs]
        if len({len(shape) for shape in shapes}) > 1:
            raise ShapeError(
                IncompatibleMerge, f"{_listed(shapes)} have different numbers of axes"
            )
        return self.output(self._joined(shapes))

    def _joined(self, shapes: Sequence[Shape]) -> Shape:
        axis = _existing_axis(self.axis, shapes[0])
        total: Size = 0
        for shape in shapes:
            size = shape[axis]
            total = None if total is None or size is None else total + size
        for other, sizes in enumerate(zip(*shapes, strict=True)):
            if other != axis and len({*sizes} - {None}) > 1:
                raise ShapeError(
                    IncompatibleMerge,
                    f"{_listed(shapes)} differ on axis {other}, and only axis {axis} may",
                )
        return _with(shapes[0], axis, total)

    def masks(self, inputs: Tensors, masks: Masks, outputs: Tensors) -> Masks:
        """Keras marks every element, and then asks whether any along the last axis counts."""
        if not any(masks):
            return ()
        marked = [
            x.shape
            if mask is None
            else broadcast((*mask.shape, 1), x.shape)
            if mask.rank < x.rank
            else mask.shape
            for x, mask in zip(inputs, masks, strict=True)
        ]
        return (Tensor(self._joined(marked)[:-1], "bool"),)

    def mask_symbols(self, apply: Apply, inputs: Symbols, masks: Symbols) -> Symbols:
        if not any(one is not None for one in masks):
            return ()
        marked = [
            apply("ones_like", x, dtype="bool")
            if mask is None
            else apply(
                "logical_or",
                apply("expand_dims", mask, axis=-1),
                apply("zeros_like", x, dtype="bool"),
            )
            for x, mask in zip(inputs, masks, strict=True)
        ]
        return (apply("any", apply("concatenate", *marked, axis=self.axis), axis=-1),)


class Dot(_Merge):
    """The dot product of two inputs along one axis of each, sample by sample."""

    most_inputs = 2

    axes: int | tuple[int, int]
    normalize: bool = False
    activity_regularizer: Regularizer | None = None

    @field_validator("axes")
    @classmethod
    def _not_the_batch(cls, axes: int | tuple[int, int]) -> int | tuple[int, int]:
        if axes == 0 or (isinstance(axes, tuple) and 0 in axes):
            raise refused("must not name axis 0, the batch axis")
        return axes

    def infer(self, x: Tensor, y: Tensor, /) -> Tensor:
        self._check_dtypes(x, y)
        require_min_rank(x, 2)
        require_min_rank(y, 2)
        left, right = self._axis(0, x.shape), self._axis(1, y.shape)
        if x.shape[left] != y.shape[right]:
            raise ShapeError(
                IncompatibleMerge,
                f"axis {left} of {show(x.shape)} and axis {right} of {show(y.shape)} "
                "must have the same size",
                "give both axes a size in `inputs`, or neither"
                if None in (x.shape[left], y.shape[right])
                else None,
            )
        _batch_size([x.shape, y.shape])
        rest = (*_without(x.shape, left), *_without(y.shape, right)[1:])
        return self.output(rest if len(rest) > 1 else (*rest, 1))

    def run_dtype(self, dtype: str) -> str:
        return "int32" if dtype == "int8" else dtype

    def _axis(self, which: int, shape: Shape) -> int:
        """The axis to contract, counted from the first.

        Keras wraps a single negative number around as often as it takes, but not a pair.
        """
        if isinstance(self.axes, tuple):
            axis = _existing_axis(self.axes[which], shape)
        elif self.axes < 0:
            axis = self.axes % len(shape)
        else:
            axis = _existing_axis(self.axes, shape)
        if axis == 0:
            raise ShapeError(
                WrongAxis, f"`axes: {self.axes}` means the batch axis of {show(shape)}"
            )
        return axis

    def _check_dtypes(self, x: Tensor, y: Tensor) -> None:
        for dtype in (x.dtype, y.dtype):
            if self.normalize and not is_float(dtype):
                raise ShapeError(
                    WrongDtype, f"it cannot normalize a tensor of {dtype}", "cast it to a float"
                )
        _refuse_strings("multiply", (x.dtype, y.dtype))


def _merged(shapes: Sequence[Shape]) -> Shape:
    """The shape of an element-wise merge, where the batch axes stay together."""
    first = shapes[0]
    if all(shape == first for shape in shapes):
        return first
    return (_batch_size(shapes), *_broadcast(shapes, lead=1))


def _batch_size(shapes: Sequence[Shape]) -> Size:
    """The batch size that is given; None if there is none.

    Raises:
        ShapeError: the tensors have different ones, which do not broadcast.
    """
    given = {shape[0] for shape in shapes} - {None}
    if len(given) > 1:
        raise ShapeError(IncompatibleMerge, f"{_listed(shapes)} differ in their batch size")
    return given.pop() if given else None


def _broadcast(shapes: Sequence[Shape], lead: int = 0) -> Shape:
    """The shape of an element-wise operation, without the first `lead` axes.

    A size that is unknown in one tensor is unknown in the result, as Keras has it.

    Raises:
        ShapeError: two known sizes differ and neither is 1.
    """
    merged: list[Size] = []
    tails = (shape[lead:][::-1] for shape in shapes)
    for place, sizes in enumerate(zip_longest(*tails, fillvalue=1), start=1):
        large = {*sizes} - {None, 1}
        if len(large) > 1:
            raise ShapeError(
                IncompatibleMerge,
                f"{_listed(shapes)} do not broadcast: axis -{place} is "
                + " and ".join(map(str, sorted(size for size in large if size is not None))),
            )
        merged.append(None if None in sizes else large.pop() if large else 1)
    return tuple(reversed(merged))


def _existing_axis(axis: int, shape: Shape) -> int:
    """The axis counted from the first.

    Raises:
        ShapeError: there is no such axis.
    """
    if not -len(shape) <= axis < len(shape):
        raise ShapeError(WrongAxis, f"{show(shape)} has no axis {axis}")
    return axis % len(shape)


def _refuse_strings(verb: str, dtypes: Iterable[str]) -> None:
    if "string" in dtypes:
        raise ShapeError(WrongDtype, f"it cannot {verb} tensors of string")


def _with(shape: Shape, axis: int, size: Size) -> Shape:
    return (*shape[:axis], size, *shape[axis + 1 :])


def _without(shape: Shape, axis: int) -> Shape:
    return (*shape[:axis], *shape[axis + 1 :])


def _listed(shapes: Iterable[Shape]) -> str:
    """`(batch, 2), (batch, 3) and (batch, 4)`, each shape once."""
    *rest, last = dict.fromkeys(map(show, shapes))
    return f"{', '.join(rest)} and {last}" if rest else last
