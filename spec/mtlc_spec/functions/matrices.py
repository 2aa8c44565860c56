"""Functions of the matrices in a tensor."""

from __future__ import annotations

from mtlc_spec.functions.axes import each_once, existing, replaced
from mtlc_spec.functions.base import Function, alike, by_name, no_constant
from mtlc_spec.functions.constants import MISSING, Operand
from mtlc_spec.functions.kinds import NUMERIC, require
from mtlc_spec.shapes import ShapeError, Size, Tensor, WrongSize, require_min_rank, show


class Rot90(Function):
    """A quarter turn in the plane of two axes."""

    function = "rot90"
    tensors = ("array",)

    array: Operand = MISSING
    k: int = 1
    axes: tuple[int, int] = (0, 1)

    def rule(self, array: Tensor) -> Tensor:
        require_min_rank(array, 2)
        a, b = (existing(axis, array.shape) for axis in self.axes)
        if self.k % 4 or self.axes[0] == self.axes[1]:
            each_once(self.axes, array.shape)
        shape = replaced(replaced(array.shape, a, array.shape[b]), b, array.shape[a])
        return Tensor(shape, array.dtype)


class _Triangle(Function):
    """The upper or lower triangle of each matrix, the rest zero."""

    x: Operand = MISSING
    k: int = 0

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, NUMERIC)
        require_min_rank(x, 2)
        lower = self.function == "tril"
        size = x.shape[-1] if lower else x.shape[-2]
        if size is not None and (self.k if lower else -self.k) > size:
            raise ShapeError(WrongSize, f"{show(x.shape)} has no diagonal {self.k}")
        return x


class Diagonal(Function):
    """The diagonals of each matrix in the plane of two axes."""

    function = "diagonal"

    x: Operand = MISSING
    offset: int = 0
    axis1: int = 0
    axis2: int = 1

    def rule(self, x: Tensor) -> Tensor:
        require(x.dtype, NUMERIC)
        require_min_rank(x, 2)
        no_constant(x)
        a, b = each_once((self.axis1, self.axis2), x.shape)
        size = x.shape[b] if self.offset > 0 else x.shape[a]
        if self.offset and size is not None and abs(self.offset) >= size:
            raise ShapeError(WrongSize, f"{show(x.shape)} has no diagonal {self.offset}")
        rest = tuple(size for axis, size in enumerate(x.shape) if axis not in (a, b))
        return Tensor((*rest, _diagonal(x.shape[a], x.shape[b], self.offset)), x.dtype)


def _diagonal(rows: Size, columns: Size, offset: int) -> Size:
    """The length of a diagonal."""
    if rows is None or columns is None:
        return None
    left = columns - offset if offset > 0 else rows + offset
    return max(0, min(left, rows, columns))


FUNCTIONS = {
    **alike(_Triangle, "tril triu"),
    **by_name(Rot90, Diagonal),
}
