"""Products of matrices and of whole tensors."""

from __future__ import annotations

from collections import Counter
from math import prod
from typing import Any

from pydantic import field_validator

from mtlc_spec.functions.axes import existing, without
from mtlc_spec.functions.base import Function, by_name, strong
from mtlc_spec.functions.constants import MISSING, Operand
from mtlc_spec.functions.kinds import COMPLEX, NUMERIC, REAL, require
from mtlc_spec.shapes import (
    IncompatibleMerge,
    Shape,
    ShapeError,
    Size,
    Tensor,
    WrongAxis,
    WrongRank,
    broadcast,
    product,
    require_min_rank,
    show,
)
from mtlc_spec.values.promotion import promote
from mtlc_spec.values.tagged import refused


class _Product(Function):
    """A product of two tensors."""

    tensors = ("x1", "x2")

    x1: Operand = MISSING
    x2: Operand = MISSING

    def dtype_of(self, x1: Tensor, x2: Tensor) -> str:
        together = promote(x1.dtype, x2.dtype)
        require(together, NUMERIC)
        return together


class MatMul(_Product):
    """The product of two matrices, or of each pair of two batches of them."""

    function = "matmul"

    def rule(self, x1: Tensor, x2: Tensor) -> Tensor:
        strong(x1, x2)
        require_min_rank(x1, 1)
        require_min_rank(x2, 1)
        left = x1.shape if x1.rank > 1 else (1, *x1.shape)
        right = x2.shape if x2.rank > 1 else (*x2.shape, 1)
        _contracted(left, -1, right, -2)
        both_narrow = x1.dtype == x2.dtype == "int8"
        dtype = "int32" if both_narrow else self.dtype_of(x1, x2)
        shape = (
            *broadcast(left[:-2], right[:-2]),
            *(left[-2:-1] if x1.rank > 1 else ()),
            *(right[-1:] if x2.rank > 1 else ()),
        )
        return Tensor(shape, dtype)


class Dot(_Product):
    """The dot product along the last axis of one tensor and the last but one of another."""

    function = "dot"

    def rule(self, x1: Tensor, x2: Tensor) -> Tensor:
        dtype = self.dtype_of(x1, x2)
        if not x1.rank or not x2.rank:
            return Tensor(x1.shape or x2.shape, dtype)
        if x2.rank > 1:
            _contracted(x1.shape, -1, x2.shape, -2)
            return Tensor((*x1.shape[:-1], *without(x2.shape, [x2.rank - 2])), dtype)
        if x1.rank > 1 and x1.shape[-1] != x2.shape[0]:
            raise _mismatch(x1.shape, -1, x2.shape, 0)
        _contracted(x1.shape, -1, x2.shape, 0)
        return Tensor(x1.shape[:-1], dtype)


class Inner(_Product):
    """The dot product along the last axes of two tensors."""

    function = "inner"

    def rule(self, x1: Tensor, x2: Tensor) -> Tensor:
        dtype = self.dtype_of(x1, x2)
        if not x1.rank or not x2.rank:
            return Tensor(x1.shape or x2.shape, dtype)
        _contracted(x1.shape, -1, x2.shape, -1)
        return Tensor((*x1.shape[:-1], *x2.shape[:-1]), dtype)


class Outer(_Product):
    """The products of each element of a tensor with each of another."""

    function = "outer"

    def rule(self, x1: Tensor, x2: Tensor) -> Tensor:
        return Tensor((product(x1.shape), product(x2.shape)), self.dtype_of(x1, x2))


class TensorDot(_Product):
    """The dot product along several axes of two tensors."""

    function = "tensordot"

    axes: int | tuple[tuple[int, ...], tuple[int, ...]] = 2

    @field_validator("axes")
    @classmethod
    def _pairs(cls, axes: Any) -> Any:
        if isinstance(axes, tuple) and len(axes[0]) != len(axes[1]):
            raise refused("must name as many axes of the one tensor as of the other")
        if isinstance(axes, int) and axes < 0:
            raise refused("must not be negative")
        return axes

    def rule(self, x1: Tensor, x2: Tensor) -> Tensor:
        dtype = self.dtype_of(x1, x2)
        if isinstance(self.axes, int):
            if self.axes > min(x1.rank, x2.rank):
                raise ShapeError(
                    WrongAxis,
                    f"{show(x1.shape)} and {show(x2.shape)} lack {self.axes} axes to contract",
                )
            left = tuple(range(x1.rank - self.axes, x1.rank))
            right = tuple(range(self.axes))
            if not _as_many(x1.shape[x1.rank - self.axes :], x2.shape[: self.axes]):
                raise _mismatch(x1.shape, left[0], x2.shape, right[0])
        else:
            left = tuple(existing(axis, x1.shape) for axis in self.axes[0])
            right = tuple(existing(axis, x2.shape) for axis in self.axes[1])
            for a, b in zip(left, right, strict=True):
                _contracted(x1.shape, a, x2.shape, b)
        return Tensor((*without(x1.shape, left), *without(x2.shape, right)), dtype)


class Einsum(Function):
    """A product of tensors in Einstein's notation, as `bij,bjk->bik`."""

    function = "einsum"
    tensors = ()
    variadic = True
    leading = ("subscripts",)

    subscripts: str

    @field_validator("subscripts")
    @classmethod
    def _readable(cls, subscripts: str) -> str:
        terms, arrow, output = subscripts.partition("->")
        for term in (*terms.split(","), output):
            letters = term.replace("...", "", 1)
            if letters and not (letters.isascii() and letters.isalpha() and letters.islower()):
                raise refused("must be like `ij,jk->ik`, of lower-case letters and `...`")
        if not arrow:
            return subscripts
        repeated = [one for one, count in Counter(output.replace(".", "")).items() if count > 1]
        if repeated:
            raise refused(f"must not repeat `{repeated[0]}` after the arrow")
        for letter in output.replace(".", ""):
            if letter not in terms:
                raise refused(f"must have `{letter}` before the arrow too")
        return subscripts

    def rule(self, *operands: Tensor) -> Tensor:
        terms, arrow, output = self.subscripts.partition("->")
        inputs = terms.split(",")
        if len(inputs) != len(operands):
            raise ShapeError(
                WrongRank,
                f"`{self.subscripts}` is for {len(inputs)} tensors, not for {len(operands)}",
            )
        if not arrow:
            output = "..." if terms.count("...") == 1 else ""
            counts = Counter(letter for letter in terms if letter.isalpha())
            output += "".join(sorted(one for one, n in counts.items() if n == 1))
        sizes: dict[str, Size] = {}
        rest: Shape = ()
        for term, x in zip(inputs, operands, strict=True):
            rest = broadcast(rest, _labelled(term, x.shape, sizes))
        start, dots, end = output.partition("...")
        if rest and not dots:
            raise ShapeError(
                WrongRank, f"`{self.subscripts}` leaves `...` out of what it gives"
            )
        shape = (*(sizes[one] for one in start), *rest, *(sizes[one] for one in end))
        dtypes = {x.dtype for x in operands}
        together = "int32" if dtypes == {"int8"} else promote(*dtypes)
        require(together, REAL | COMPLEX)
        return Tensor(shape, together)


def _labelled(term: str, shape: Shape, sizes: dict[str, Size]) -> Shape:
    """Note the size of each letter of a term; what `...` stands for is given back.

    Raises:
        ShapeError: the term does not fit the shape, or a letter has two sizes.
    """
    start, dots, end = term.partition("...")
    named = len(start) + len(end)
    if named > len(shape) or (not dots and named < len(shape)):
        raise ShapeError(WrongRank, f"`{term}` does not fit {show(shape)}")
    tail = len(shape) - len(end)
    pairs = [*zip(start, shape, strict=False), *zip(end, shape[tail:], strict=True)]
    for letter, size in pairs:
        known = sizes.get(letter)
        if known is not None and size is not None and known != size:
            raise ShapeError(IncompatibleMerge, f"`{letter}` is both {known} and {size}")
        sizes[letter] = size if known is None else known
    return shape[len(start) : tail]


def _contracted(left: Shape, a: int, right: Shape, b: int) -> None:
    """Raise `ShapeError` if the two axes have different sizes."""
    if None not in (left[a], right[b]) and left[a] != right[b]:
        raise _mismatch(left, a, right, b)


def _as_many(left: Shape, right: Shape) -> bool:
    """Whether two shapes can have the same number of elements."""
    if None in left and None in right:
        return True
    whole, other = (right, left) if None in left else (left, right)
    have = prod(size for size in whole if size is not None)
    known = prod(size for size in other if size is not None)
    return have % known == 0 if None in other and known else have == known


def _mismatch(left: Shape, a: int, right: Shape, b: int) -> ShapeError:
    return ShapeError(
        IncompatibleMerge,
        f"axis {a % len(left)} of {show(left)} and axis {b % len(right)} of {show(right)} "
        "must have the same size",
    )


FUNCTIONS = by_name(MatMul, Dot, Inner, Outer, TensorDot, Einsum)
