"""Symbolic tensors, the arithmetic of their shapes, and what can be impossible about them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from math import prod
from typing import TypeVar

from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.frozen import frozen

Size = int | None
"""The length of one axis; None where only the data will tell."""

Shape = tuple[Size, ...]
"""The lengths of all axes, the batch axis first."""

MOST_AXES = 254
"""Of any tensor in TensorFlow, which has none of more axes at run time."""


@frozen
class Tensor:
    """What flows along an edge: a shape with the batch axis, and a dtype."""

    shape: Shape
    dtype: str = "float32"

    @property
    def rank(self) -> int:
        return len(self.shape)


@frozen
class Variable:
    """A weight of a layer, named as Keras names it."""

    name: str
    shape: tuple[int, ...]
    trainable: bool = True

    @property
    def size(self) -> int:
        return prod(self.shape)


class ImpossibleShape(Diagnostic):
    """The base of what a layer can find wrong with the tensors that it is given."""

    layer: str
    problem: str
    advice: str | None = None

    @property
    def message(self) -> str:
        return f"`{self.layer}` cannot take its input: {self.problem}"

    @property
    def help(self) -> str | None:
        return self.advice


class ShapeError(Exception):
    """Raised by the rules of a layer (`infer`, `variables`); the pass adds the place.

    `kind` says which diagnostic it becomes, `problem` completes the sentence
    "`layer` cannot take its input: …", `advice` is a way out.
    """

    def __init__(
        self, kind: type[ImpossibleShape], problem: str, advice: str | None = None
    ) -> None:
        super().__init__(problem)
        self.kind = kind
        self.problem = problem
        self.advice = advice


class NotKnown(Exception):
    """Raised by the rules of a layer where only Keras can tell what comes out."""


class WindowTooLarge(ImpossibleShape, code="MTL3001"):
    """A window (kernel, pool or crop) is larger than the axis that it slides along.

    With `padding: same` the input is padded so that any window fits.

    Example::

          inputs: {x: [4, 3]}
        - layers: [Conv1D: {filters: 8, kernel_size: 5}]
        + layers: [Conv1D: {filters: 8, kernel_size: 3}]
    """


class IncompatibleMerge(ImpossibleShape, code="MTL3002"):
    """A merging layer gets tensors whose shapes do not go together.

    `Add` and its kin broadcast as NumPy does; `Concatenate` wants equal sizes on
    every axis but its own; `Dot` wants equal sizes on the axes that it contracts.

    Example::

        - inputs: {x: [4], y: [5]}
        + inputs: {x: [4], y: [4]}
          layers:
            sum: {Add, from: [x, y]}
          outputs: sum
    """


class WrongRank(ImpossibleShape, code="MTL3003"):
    """A layer gets a tensor with more or fewer axes than it can take.

    `Conv2D` wants (batch, height, width, channels), recurrent layers want
    (batch, time, features). `Flatten`, `Reshape` or a global pooling change the rank.

    Example::

          inputs: {image: [28, 28]}
        - layers: [Conv2D: {filters: 8, kernel_size: 3}]
        + layers: [Reshape: [28, 28, 1], Conv2D: {filters: 8, kernel_size: 3}]
    """


class UnknownAxis(ImpossibleShape, code="MTL3004"):
    """A weight needs the size of an axis that is not known before run time.

    The size of a weight is fixed when the model is built, so the axis that it
    belongs to (the last one for `Dense`, the channels for a convolution) needs a
    number in `inputs`.

    Example::

        - inputs: {x: [null]}
        + inputs: {x: [4]}
          layers: [Dense: 8]
    """


class WrongSize(ImpossibleShape, code="MTL3005"):
    """The sizes of the axes do not fit what the layer was told to make of them.

    `Reshape` must keep the number of elements.

    Example::

          inputs: {x: [12]}
        - layers: [Reshape: [5, 2]]
        + layers: [Reshape: [6, 2]]
    """


class WrongDtype(ImpossibleShape, code="MTL3006"):
    """A layer gets numbers of a kind that it cannot work with.

    Example::

        - inputs: {x: {shape: [4], dtype: int32}}
        + inputs: {x: {shape: [4], dtype: float32}}
          layers: [Softmax]
    """


class Indivisible(ImpossibleShape, code="MTL3007"):
    """An axis cannot be divided as the layer was told.

    The channels of a grouped convolution are shared out evenly among its groups.

    Example::

        - inputs: {x: [10, 3]}
        + inputs: {x: [10, 4]}
          layers: [Conv1D: {filters: 8, kernel_size: 3, groups: 2}]
    """


class DifferentReuse(ImpossibleShape, code="MTL3008"):
    """A shared layer is called on a tensor that its weights were not built for.

    Weights are made for the first call; every further call must agree with it on
    the axes that they belong to.

    Example::

        - inputs: {x: [4], y: [5]}
        + inputs: {x: [4], y: [4]}
          layers:
            a: {Dense: 8, from: x}
            b: {share: a, from: y}
          outputs: [a, b]
    """


class WrongAxis(ImpossibleShape, code="MTL3009"):
    """An argument names an axis that the tensor does not have.

    Example::

          inputs: {x: [4]}
        - layers: [Softmax: 2]
        + layers: [Softmax: 1]
    """


class MismatchedInputs(ImpossibleShape, code="MTL3010"):
    """The inputs of one call do not go together.

    For example the query and the value of attention must have the same batch
    axis, and the initial state of a recurrent layer as many tensors, and as wide,
    as the layer has states.

    Example::

        - inputs: {x: [10, 4], state: [6]}
        + inputs: {x: [10, 4], state: [8]}
          layers:
            a: {GRU: 8, from: x, call: {initial_state: [state]}}
          outputs: a
    """


LARGEST = 2**63 - 1


def show(shape: Sequence[Size]) -> str:
    """`(batch, 28, 28, 1)`, with `?` for sizes that are not known.

    A given batch size is shown as the number.
    """
    first = ["batch" if shape[0] is None else str(shape[0])] if shape else []
    rest = ["?" if size is None else str(size) for size in shape[1:]]
    parts = first + rest
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"


def is_open(*inputs: Tensor) -> bool:
    """Whether a size is open, beside that of one batch of all of them."""
    batches = {x.shape[:1] for x in inputs}
    return len(batches) > 1 or any(None in x.shape[1:] for x in inputs)


def require_sizes(outputs: Tensor | tuple[Tensor, ...]) -> None:
    """Raise `ShapeError` if a size is larger than 64 bits can hold, as TensorFlow's are."""
    for one in outputs if isinstance(outputs, tuple) else (outputs,):
        for size in one.shape:
            if size is not None and size > LARGEST:
                raise ShapeError(WrongSize, "its output has a size that 64 bits cannot hold")


def require_rank(
    x: Tensor, *ranks: int, advice: str | Callable[[Tensor], str] | None = None
) -> None:
    """Raise `ShapeError` unless the tensor has one of these numbers of axes.

    `advice`, or what it says of the tensor, is for one that has one axis too few, the most
    common mistake.
    """
    if x.rank not in ranks:
        wanted = " or ".join(map(str, ranks))
        said = advice(x) if callable(advice) else advice
        raise ShapeError(
            WrongRank,
            f"it takes {wanted} axes, batch included, and gets {show(x.shape)}",
            said if x.rank + 1 in ranks else None,
        )


def with_channels(x: Tensor) -> str:
    """The advice for a tensor that has no axis of channels."""
    sizes = ", ".join("null" if size is None else str(size) for size in x.shape[1:])
    return (
        f"it wants channels behind the other axes: `[{sizes}, 1]` in `inputs`, or a `Reshape`"
    )


def require_min_rank(x: Tensor, least: int) -> None:
    """Raise `ShapeError` if the tensor has fewer axes."""
    if x.rank < least:
        raise ShapeError(
            WrongRank,
            f"it takes at least {least} axes, batch included, and gets {show(x.shape)}",
        )


def require_known(x: Tensor, axis: int, role: str) -> int:
    """The size of an axis that a weight is made for.

    Raises:
        ShapeError: the size is unknown.
    """
    size = x.shape[axis]
    if size is None:
        raise ShapeError(
            UnknownAxis,
            f"its weights need the size of {role}, and {show(x.shape)} leaves it open",
            f"give {role} a size in `inputs`",
        )
    return size


def require_as_built(built: Tensor, again: Tensor, axes: Iterable[int]) -> None:
    """Raise `ShapeError` unless a layer that was built on one tensor may take another.

    It has as many axes, and on these axes the same sizes where both are known.
    """
    if built.rank != again.rank:
        raise ShapeError(
            DifferentReuse,
            f"it was built for {built.rank} axes, batch included, and gets {show(again.shape)}",
        )
    pairs = [(built.shape[axis], again.shape[axis]) for axis in axes]
    if any(None not in pair and pair[0] != pair[1] for pair in pairs):
        raise ShapeError(
            DifferentReuse,
            f"its weights were made for {show(built.shape)}, "
            f"and this call gives it {show(again.shape)}",
        )


def require_dtype(dtype: str, known: Collection[str], verb: str) -> None:
    """Raise `ShapeError` unless TensorFlow has the operation for this dtype."""
    if dtype not in known:
        raise ShapeError(WrongDtype, f"it cannot {verb} tensors of {dtype}")


def spatial_axes(data_format: str | None, rank: int) -> slice:
    """Where the axes of an image stand: before its channels, or after them."""
    first = 2 if data_format == "channels_first" else 1
    return slice(first, first + rank)


def resized(shape: Shape, axes: slice, sizes: Iterable[Size]) -> Shape:
    """The shape with other sizes on some of its axes."""
    return (*shape[: axes.start], *sizes, *shape[axes.stop :])


T = TypeVar("T")


def per_axis(value: T | tuple[T, ...], rank: int) -> tuple[T, ...]:
    """One value for each of `rank` axes: `3` is `(3, 3)`."""
    return value if isinstance(value, tuple) else (value,) * rank


def product(sizes: Sequence[Size]) -> Size:
    """The number of elements; None if a size is unknown."""
    total = 1
    for size in sizes:
        if size is None:
            return None
        total *= size
    return total


def window(size: Size, kernel: int, stride: int, padding: str, dilation: int = 1) -> Size:
    """The size of an axis after a window slid along it.

    `padding` is `valid`, `same` or `causal`; the window covers
    `(kernel - 1) * dilation + 1` places (Dumoulin and Visin 2016, section 2).

    Raises:
        ShapeError: the window does not fit into the axis.
    """
    if size is None:
        return None
    if padding in ("same", "causal"):
        return -(-size // stride)
    covered = (kernel - 1) * dilation + 1
    if covered > size:
        raise ShapeError(
            WindowTooLarge,
            f"a window of {covered} does not fit into an axis of {size}",
            "use `padding: same` or a smaller window",
        )
    return (size - covered) // stride + 1


def broadcast(left: Sequence[Size], right: Sequence[Size]) -> Shape:
    """The shape of an element-wise operation on two shapes, as in NumPy.

    An unknown size against a known one other than 1 is taken to be that one.

    Raises:
        ShapeError: two known sizes differ and neither is 1.
    """
    longer, shorter = (left, right) if len(left) >= len(right) else (right, left)
    lead = len(longer) - len(shorter)
    joined = list(longer[:lead])
    for axis, (a, b) in enumerate(zip(longer[lead:], shorter, strict=True), start=lead):
        if a == b or b == 1:
            joined.append(a)
        elif a == 1:
            joined.append(b)
        elif a is None or b is None:
            joined.append(b if a is None else a)
        else:
            raise ShapeError(
                IncompatibleMerge,
                f"{show(left)} and {show(right)} do not broadcast: axis {axis} is {a} and {b}",
            )
    return tuple(joined)


def broadcasts(left: Sequence[Size], right: Sequence[Size]) -> bool:
    """Whether an element-wise operation can have two such shapes."""
    try:
        broadcast(left, right)
    except ShapeError:
        return False
    return True
