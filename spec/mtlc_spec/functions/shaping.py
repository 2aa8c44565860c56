"""Functions that arrange the elements of one tensor anew, or repeat them."""

from __future__ import annotations

from math import prod
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from mtlc_spec.functions.axes import (
    Axes,
    each_once,
    existing,
    new_axes,
    replaced,
    require_within,
)
from mtlc_spec.functions.base import Function, alike, by_name, no_constant
from mtlc_spec.functions.constants import MISSING, Constant, MaybeOperand, Operand, true_shape
from mtlc_spec.functions.kinds import ALL, require, require_convertible
from mtlc_spec.shapes import (
    MismatchedInputs,
    Shape,
    ShapeError,
    Size,
    Tensor,
    WindowTooLarge,
    WrongAxis,
    WrongDtype,
    WrongRank,
    WrongSize,
    product,
    require_min_rank,
    show,
)
from mtlc_spec.values.numbers import NonNegativeInt
from mtlc_spec.values.tagged import refused

OpenSize = Annotated[int, Field(ge=-1)]
"""A size, or -1 for the one that follows from the others."""


class _OfOne(Function):
    """A function of one tensor, `x`."""

    x: Operand = MISSING


class Reshape(_OfOne):
    """The same elements in other axes; one size may be left to Keras as -1."""

    function = "reshape"

    newshape: OpenSize | tuple[OpenSize, ...]

    @property
    def keeps_order(self) -> bool:
        return True

    @field_validator("newshape")
    @classmethod
    def _at_most_one_open(cls, value: Any) -> Any:
        sizes = value if isinstance(value, tuple) else (value,)
        if sizes.count(-1) > 1:
            raise refused("must leave at most one size open with -1")
        if -1 in sizes and 0 in sizes:
            raise refused("must not leave a size open beside a size of 0")
        return value

    def rule(self, x: Tensor) -> Tensor:
        sizes = self.newshape if isinstance(self.newshape, tuple) else (self.newshape,)
        have = prod(size for size in x.shape if size is not None)
        want = prod(size for size in sizes if size != -1)
        unknown = None in x.shape
        if not unknown:
            fits = have % want == 0 if -1 in sizes else have == want
        else:
            fits = -1 in sizes or want == have or (have != 0 and want % have == 0)
        shape = tuple(None if size == -1 else size for size in sizes)
        if not fits:
            words = f"{have} elements are not {want}"
            raise ShapeError(WrongSize, f"{show(x.shape)} cannot become {show(shape)}: {words}")
        if not unknown:
            shape = tuple(have // want if size is None else size for size in shape)
        return Tensor(shape, x.dtype)


class Ravel(_OfOne):
    """The same elements in one axis."""

    function = "ravel"

    def rule(self, x: Tensor) -> Tensor:
        return Tensor((product(x.shape),), x.dtype)


class Transpose(_OfOne):
    """The axes in another order, reversed by default."""

    function = "transpose"

    axes: tuple[int, ...] | None = None

    def rule(self, x: Tensor) -> Tensor:
        if self.axes is None:
            return Tensor(x.shape[::-1], x.dtype)
        if len(self.axes) != x.rank:
            raise ShapeError(
                WrongRank,
                f"`axes` names {len(self.axes)} axes, and {show(x.shape)} has {x.rank}",
            )
        order = each_once(self.axes, x.shape)
        return Tensor(tuple(x.shape[axis] for axis in order), x.dtype)


class ExpandDims(_OfOne):
    """New axes of size 1."""

    function = "expand_dims"

    axis: int | tuple[int, ...]

    @property
    def keeps_order(self) -> bool:
        return True

    def rule(self, x: Tensor) -> Tensor:
        places = new_axes(self.axis, x.shape)
        old = iter(x.shape)
        rank = x.rank + len(places)
        return Tensor(tuple(1 if at in places else next(old) for at in range(rank)), x.dtype)


class Squeeze(_OfOne):
    """The axes of size 1 left out, all of them by default."""

    function = "squeeze"

    axis: Axes = None

    @property
    def keeps_order(self) -> bool:
        return self.axis is not None  # otherwise a batch of 1 goes too

    def rule(self, x: Tensor) -> Tensor:
        if self.axis is None:
            return Tensor(tuple(size for size in x.shape if size != 1), x.dtype)
        given = (self.axis,) if isinstance(self.axis, int) else self.axis
        places = [existing(axis, x.shape) for axis in given]
        left = list(x.shape)
        for axis in sorted(places, reverse=True):
            if x.shape[axis] != 1:
                raise ShapeError(
                    WrongSize, f"axis {axis} of {show(x.shape)} is not 1, so it must stay"
                )
            del left[axis]
        return Tensor(tuple(left), x.dtype)


class Flip(_OfOne):
    """The elements in reverse along some axes."""

    function = "flip"

    axis: Axes = None

    def rule(self, x: Tensor) -> Tensor:
        each_once(self.axis, x.shape)
        return x


class _FlipAlong(_OfOne):
    """The elements in reverse along one axis."""

    def rule(self, x: Tensor) -> Tensor:
        require_min_rank(x, 2 if self.function == "fliplr" else 1)
        return x


class Roll(_OfOne):
    """The elements shifted along some axes, those at the end to the beginning."""

    function = "roll"

    shift: int | tuple[int, ...]
    axis: Axes = None

    def rule(self, x: Tensor) -> Tensor:
        axes = self.axis if isinstance(self.axis, tuple) else None
        shifts = self.shift if isinstance(self.shift, tuple) else None
        if (axes is None) != (shifts is None) or len(axes or ()) != len(shifts or ()):
            raise ShapeError(WrongAxis, "`shift` and `axis` must have the same number of items")
        for axis in axes or (() if self.axis is None else (self.axis,)):
            assert isinstance(axis, int)
            existing(axis, x.shape)
        return x


class SwapAxes(_OfOne):
    """Two axes in each other's place."""

    function = "swapaxes"

    axis1: int
    axis2: int

    def rule(self, x: Tensor) -> Tensor:
        a, b = existing(self.axis1, x.shape), existing(self.axis2, x.shape)
        shape = replaced(replaced(x.shape, a, x.shape[b]), b, x.shape[a])
        return Tensor(shape, x.dtype)


class MoveAxis(_OfOne):
    """Some axes moved to other places, the others in their order."""

    function = "moveaxis"

    source: int | tuple[int, ...]
    destination: int | tuple[int, ...]

    def rule(self, x: Tensor) -> Tensor:
        source = each_once(self.source, x.shape)
        destination = each_once(self.destination, x.shape)
        if len(source) != len(destination):
            raise ShapeError(
                WrongAxis, "`source` and `destination` must name the same number of axes"
            )
        moved = dict(zip(destination, source, strict=True))
        rest = iter(axis for axis in range(x.rank) if axis not in source)
        order = [moved[at] if at in moved else next(rest) for at in range(x.rank)]
        return Tensor(tuple(x.shape[axis] for axis in order), x.dtype)


class BroadcastTo(_OfOne):
    """The same elements, repeated to fill a shape."""

    function = "broadcast_to"

    shape: tuple[NonNegativeInt, ...]

    def rule(self, x: Tensor) -> Tensor:
        require_within(x.shape, self.shape)
        return Tensor(self.shape, x.dtype)


class Tile(_OfOne):
    """The whole tensor, repeated along its axes."""

    function = "tile"

    repeats: NonNegativeInt | tuple[NonNegativeInt, ...]

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, ALL - {"uint16"})
        repeats = self.repeats if isinstance(self.repeats, tuple) else (self.repeats,)
        rank = max(x.rank, len(repeats))
        shape = (*(1,) * (rank - x.rank), *x.shape)
        times = (*(1,) * (rank - len(repeats)), *repeats)
        return Tensor(tuple(map(_times, shape, times)), x.dtype)


class Repeat(_OfOne):
    """Each element, repeated along an axis."""

    function = "repeat"

    repeats: NonNegativeInt | tuple[NonNegativeInt, ...]
    axis: int | None = None

    def rule(self, x: Tensor) -> Tensor:
        shape: Shape = (product(x.shape),) if self.axis is None else x.shape
        axis = 0 if self.axis is None else existing(self.axis, x.shape)
        size = shape[axis]
        repeats = self.repeats if isinstance(self.repeats, tuple) else (self.repeats,)
        if size is None:
            of_axis = x.shape if self.axis is None else ()
            known = prod(one for one in of_axis if one is not None)
            if len(repeats) != 1 and (not repeats or len(repeats) % known):
                words = f"`repeats` has {len(repeats)} items, no multiple of {known}"
                raise ShapeError(WrongSize, words)
            return Tensor(shape, x.dtype)
        if len(repeats) == 1:
            return Tensor(replaced(shape, axis, size * repeats[0]), x.dtype)
        if len(repeats) != size:
            raise ShapeError(
                WrongSize, f"`repeats` has {len(repeats)} items for an axis of {size}"
            )
        return Tensor(replaced(shape, axis, sum(repeats)), x.dtype)


class Pad(Function):
    """The tensor with a margin before and after each axis."""

    function = "pad"
    tensors = ("x", "constant_values")

    x: Operand = MISSING
    pad_width: (
        NonNegativeInt
        | tuple[NonNegativeInt, NonNegativeInt]
        | tuple[tuple[NonNegativeInt, NonNegativeInt], ...]
    )
    mode: Literal["constant", "reflect", "symmetric", "CONSTANT", "REFLECT", "SYMMETRIC"] = (
        "constant"
    )
    constant_values: MaybeOperand = None

    def rule(self, x: Tensor, constant_values: Tensor | None) -> Tensor:
        mode = self.mode.lower()
        if mode != "constant" and constant_values is not None:
            raise ShapeError(
                MismatchedInputs, f"`mode: {self.mode}` has no use for `constant_values`"
            )
        if isinstance(constant_values, Constant):
            if constant_values.value != 0:
                require_convertible(constant_values.value, x.dtype)
        elif constant_values is not None and constant_values.dtype != x.dtype:
            words = f"`constant_values` must be {x.dtype}, not {constant_values.dtype}"
            raise ShapeError(WrongDtype, words)
        if constant_values is not None and true_shape(constant_values):
            raise ShapeError(WrongRank, "`constant_values` must be one number")
        margins = self._margins()
        if len(margins) > 1:
            no_constant(x)
        if len(margins) != x.rank:
            raise ShapeError(
                WrongRank,
                f"`pad_width` is for {len(margins)} axes, and {show(x.shape)} has {x.rank}",
                "give `pad_width` a pair for each axis, [0, 0] for the batch axis",
            )
        for size, margin in zip(x.shape, margins, strict=True):
            most = None if size is None else size - (mode == "reflect")
            if mode != "constant" and most is not None and max(margin) > most:
                raise ShapeError(
                    WindowTooLarge, f"an axis of {size} cannot be mirrored by {max(margin)}"
                )
        sizes = (
            None if size is None else size + before + after
            for size, (before, after) in zip(x.shape, margins, strict=True)
        )
        return Tensor(tuple(sizes), x.dtype)

    def _margins(self) -> tuple[tuple[int, int], ...]:
        """What is added before and after each axis."""
        width = self.pad_width
        if isinstance(width, int):
            return ((width, width),)
        if len(width) == 2 and isinstance(width[0], int) and isinstance(width[1], int):
            return ((width[0], width[1]),)
        return tuple(pair for pair in width if isinstance(pair, tuple))


def _times(size: Size, times: int) -> Size:
    return None if size is None else size * times


FUNCTIONS = {
    **alike(_FlipAlong, "fliplr flipud"),
    **by_name(Reshape, Ravel, Transpose, ExpandDims, Squeeze, Flip, Roll, SwapAxes, MoveAxis),
    **by_name(BroadcastTo, Tile, Repeat, Pad),
}
