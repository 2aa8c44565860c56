"""Layers that make categories of values, and vectors of categories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from mtlc_spec.layers._categories import (
    Encoder,
    Mode,
    Salt,
    check_any,
    check_dense,
    check_encoding,
    one_hot,
)
from mtlc_spec.shapes import (
    MismatchedInputs,
    ShapeError,
    Size,
    Tensor,
    WrongDtype,
    WrongSize,
    broadcast,
    require_dtype,
    show,
)
from mtlc_spec.values.dtypes import NUMBERS, is_float, variable_dtype
from mtlc_spec.values.numbers import NonNegativeInt, PositiveInt
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict, refused

Bins = Annotated[int, Field(gt=0, lt=2**63)]

WHOLE_OR_STRINGS: frozenset[str] = frozenset(
    f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)
) | {"string"}


class CategoryEncoding(Encoder):
    """Integer categories as vectors: one-hot, multi-hot, or how often each occurs."""

    num_tokens: PositiveInt
    output_mode: Literal["multi_hot", "one_hot", "count", "binary"] = "multi_hot"
    sparse: bool = False
    activity_regularizer: Regularizer | None = None

    @property
    def _mode(self) -> str:
        return "multi_hot" if self.output_mode == "binary" else self.output_mode

    def infer(self, x: Tensor, *, count_weights: Tensor | None = None) -> Tensor:
        dtype = variable_dtype(self.dtype or "float32")
        if count_weights is not None:
            dtype = self.compute_dtype
            self._check_weights(x, count_weights)
        check_dense(self.activity_regularizer, dense=not self.sparse)
        check_any(
            lambda seen: check_encoding(self._mode, seen, dtype, sparse=self.sparse),
            x,
            self.compute_dtype,
        )
        if self._mode == "one_hot":
            return self.output(one_hot(x.shape, self.num_tokens))
        return self.output((*x.shape[:-1], self.num_tokens))

    def _check_weights(self, x: Tensor, weights: Tensor) -> None:
        if self._mode != "count":
            raise ShapeError(
                MismatchedInputs, f"`count_weights` are not for `output_mode: {self._mode}`"
            )
        require_dtype(weights.dtype, NUMBERS, "weigh with")
        try:
            joined = broadcast(x.shape, weights.shape)
        except ShapeError:
            joined = None
        fits = joined is not None and (x.rank > 2 or weights.rank == x.rank)
        if fits and x.rank <= 2:
            fits = all(
                a == b or None in (a, b) for a, b in zip(x.shape, weights.shape, strict=True)
            )
        if not fits:
            raise ShapeError(
                MismatchedInputs,
                f"`count_weights` of {show(weights.shape)} do not fit {show(x.shape)}",
            )


class Discretization(Encoder):
    """The bin that each number falls into; with `num_bins` it learns the bins by `adapt`."""

    lists = frozenset({"bin_boundaries"})

    bin_boundaries: tuple[float, ...] | None = None
    num_bins: PositiveInt | None = None
    epsilon: float = 0.01
    output_mode: Mode = "int"
    sparse: bool = False
    trainable: Literal[True] = True  # pyright: ignore[reportIncompatibleVariableOverride]
    """Keras takes no such argument."""

    @field_validator("bin_boundaries")
    @classmethod
    def _sorted(cls, value: tuple[float, ...] | None) -> tuple[float, ...] | None:
        if value is not None and list(value) != sorted(value):
            raise refused("must be in ascending order")
        return value

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.num_bins is None and self.bin_boundaries is None:
            raise conflict("bin_boundaries", "give either `bin_boundaries` or `num_bins`")
        if self.num_bins is not None and self.bin_boundaries is not None:
            raise conflict("num_bins", "give `bin_boundaries` or `num_bins`, not both")
        if self.num_bins is not None and self.epsilon == 0:
            raise conflict("epsilon", "must not be 0: Keras divides by it to learn the bins")
        if self.sparse and self.output_mode == "int":
            raise conflict("sparse", "`sparse` is not for `output_mode: int`")
        return self

    @property
    def adapts(self) -> bool:
        return self.bin_boundaries is None

    def infer(self, x: Tensor) -> Tensor:
        if x.dtype == "string":
            raise ShapeError(WrongDtype, "it cannot sort strings into bins")
        if self.output_mode == "int":
            return Tensor(x.shape, "int32")
        indices = Tensor(x.shape, "int32")
        check_encoding(self.output_mode, indices, self.compute_dtype, sparse=self.sparse)
        if self.output_mode == "one_hot":
            return self.output(one_hot(x.shape, self._depth))
        if x.rank == 1:
            return self.output((self._depth,))
        return self.output((x.shape[0], *x.shape[2:], self._depth))

    @property
    def _depth(self) -> int:
        if self.bin_boundaries is not None:
            return len(self.bin_boundaries) + 1
        assert self.num_bins is not None
        return self.num_bins


class HashedCrossing(Encoder):
    """Two features crossed: a bin for the hash of each pair of values."""

    takes_list = True
    least_inputs = 2
    most_inputs = 2
    ignores_activity = True

    num_bins: Annotated[NonNegativeInt, Field(lt=2**63)]
    output_mode: Literal["int", "one_hot"] = "int"
    sparse: bool = False
    activity_regularizer: Regularizer | None = None

    @property
    def compute_dtype(self) -> str:
        if self.dtype is None and self.output_mode == "int":
            return "int64"
        return super().compute_dtype

    def implied(self, rank: int | None = None) -> Iterator[str]:
        yield from super().implied(rank)
        if self.output_mode == "int" and self.dtype == "int64":
            yield "dtype"

    @property
    def follows_policy(self) -> bool:
        return self.output_mode != "int"

    def infer(self, *inputs: Tensor) -> Tensor:
        for x in inputs:
            require_dtype(x.dtype, WHOLE_OR_STRINGS, "cross")
            if x.rank > 2 or (x.rank == 2 and x.shape[1] not in (1, None)):
                raise ShapeError(
                    WrongSize,
                    f"it crosses inputs of one value each, and gets {show(x.shape)}",
                    "give its inputs the shape `[1]` or `[]`",
                )
        first, second = inputs
        same_batch = _may_be_one(first.shape[0], second.shape[0])
        if first.rank != second.rank or first.shape[-1] != second.shape[-1] or not same_batch:
            raise ShapeError(
                MismatchedInputs,
                f"{show(first.shape)} and {show(second.shape)} are not the same shape",
            )
        if self.compute_dtype == "string":
            raise ShapeError(WrongDtype, "it cannot give strings")
        if self.output_mode == "int":
            return self.output(first.shape)
        crossed = first.shape
        return self.output((*(crossed[:-1] if crossed[-1] == 1 else crossed), self.num_bins))


def _may_be_one(a: Size, b: Size) -> bool:
    return a == b or a is None or b is None


class Hashing(Encoder):
    """A bin for the hash of each value, so that no vocabulary is needed."""

    num_bins: Bins
    mask_value: str | bool | int | float | None = None
    salt: Salt | None = None
    output_mode: Mode = "int"
    sparse: bool = False
    activity_regularizer: Regularizer | None = None

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if self.output_mode == "int":
            if self.dtype not in (None, "int32", "int64"):
                raise conflict("dtype", "must be int32 or int64 with `output_mode: int`")
            if self.sparse:
                raise conflict("sparse", "`sparse` is not for `output_mode: int`")
        return self

    @property
    def follows_policy(self) -> bool:
        return False

    @property
    def _usual(self) -> str:
        return "int64" if self.output_mode == "int" else "float32"

    @property
    def _given(self) -> str:
        """Keras writes the dtype of its weights, of which it has none."""
        return variable_dtype(self.dtype or self._usual)

    def implied(self, rank: int | None = None) -> Iterator[str]:
        yield from super().implied(rank)
        if self.dtype == self._usual:
            yield "dtype"

    def infer(self, x: Tensor) -> Tensor:
        if self.mask_value is not None and self.num_bins > 1:
            self._check_mask(x.dtype)
        if self.output_mode == "int":
            return Tensor(x.shape, self._given)
        check_dense(self.activity_regularizer, dense=not self.sparse)
        hashed = Tensor(x.shape, "int64")
        check_encoding(self.output_mode, hashed, self._given, sparse=self.sparse)
        return Tensor((*x.shape[:-1], self.num_bins), self._given)

    def _check_mask(self, dtype: str) -> None:
        value = self.mask_value
        if isinstance(value, str):
            fits = dtype == "string"
        elif isinstance(value, bool):
            fits = dtype == "bool"
        elif is_float(dtype) or dtype.startswith("complex"):
            fits = True
        else:
            fits = isinstance(value, int) and dtype not in ("string", "bool")
        if not fits:
            raise ShapeError(WrongDtype, f"`mask_value` is {value!r}, and no value of {dtype}")
