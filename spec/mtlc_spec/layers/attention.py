"""Attention layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from pydantic import model_validator

from mtlc_spec.layers._attention import Attention, joined_mask
from mtlc_spec.layers.base import Layer, Tensors
from mtlc_spec.shapes import (
    DifferentReuse,
    MismatchedInputs,
    Shape,
    ShapeError,
    Tensor,
    Variable,
    WrongAxis,
    WrongDtype,
    WrongRank,
    per_axis,
    require_known,
    require_min_rank,
    require_rank,
    show,
)
from mtlc_spec.values.constraints import Constraint
from mtlc_spec.values.initializers import Initializer
from mtlc_spec.values.numbers import Fraction, NonNegativeInt, PositiveInt
from mtlc_spec.values.regularizers import Regularizer, check_regularizable
from mtlc_spec.values.tagged import conflict

MOST_LETTERS = 26
"""Keras writes every axis of a projection as a letter."""


def _common(*between: str) -> tuple[str, ...]:
    """The arguments of both layers in Keras' order; one has others between them."""
    return (
        *("dropout", "use_bias", *between, "sliding_window", "flash_attention"),
        *("kernel_initializer", "bias_initializer"),
        *("kernel_regularizer", "bias_regularizer", "activity_regularizer"),
        *("kernel_constraint", "bias_constraint", "use_gate", "seed", "trainable", "dtype"),
    )


class _Projected(Layer):
    """Query, key and value are projected to heads, and attend there."""

    behind = _common()

    passes_mask = True
    uses_mask = True
    needs_call = True
    ignores_activity = True
    has_layers = True

    dropout: Fraction = 0.0
    use_bias: bool = True
    sliding_window: PositiveInt | None = None
    flash_attention: bool | None = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    use_gate: bool = False
    seed: int | None = None

    @model_validator(mode="after")
    def _check_dropout(self) -> Self:
        if self.dropout > 0:
            if self.flash_attention:
                raise conflict("flash_attention", "flash attention cannot have dropout")
            if self.seed is not None and not -(2**63) <= self.seed < 2**63:
                raise conflict("seed", "a seed must fit into 64 bits")
        return self

    def results_of(self, *, return_attention_scores: bool = False, **call: Any) -> int:
        return 2 if return_attention_scores else 1

    def check_again(
        self, built: Tensors, built_with: Mapping[str, Any], *inputs: Any, **call: Any
    ) -> None:
        """Each projection takes as many axes as at first, and as wide a last one."""
        before = _query_key_value(*built, **built_with)
        for role, first, again in zip(
            ("query", "key", "value"), before, _query_key_value(*inputs, **call), strict=True
        ):
            if (first.rank, first.shape[-1]) != (again.rank, again.shape[-1]):
                raise ShapeError(
                    DifferentReuse,
                    f"its weights were made for a {role} of {show(first.shape)}, "
                    f"and this call gives it {show(again.shape)}",
                )

    def _projection(
        self, name: str, taken: tuple[int, ...], given: tuple[int, ...]
    ) -> tuple[Variable, ...]:
        """The weights that map features to those of the heads, or back."""
        kernel = self.weight(f"{name}/kernel", (*taken, *given), self.kernel_initializer)
        if not self.use_bias:
            return (kernel,)
        return (kernel, self.weight(f"{name}/bias", given, self.bias_initializer))

    def _check_flash(self, fused: bool, scores: bool) -> None:
        if self.flash_attention and scores:
            raise ShapeError(MismatchedInputs, "flash attention cannot return its scores")
        if self.flash_attention and fused:
            raise ShapeError(
                MismatchedInputs,
                "Keras has no flash attention for TensorFlow",
                "leave out `flash_attention`",
            )

    def _check_value_and_key(self, value: Tensor, key: Tensor) -> None:
        if value.shape[1:-1] != key.shape[1:-1]:
            raise ShapeError(
                MismatchedInputs,
                f"value {show(value.shape)} and key {show(key.shape)} must have the same "
                "sizes, except on the batch axis and the last one",
            )


class MultiHeadAttention(_Projected):
    """Attention of a query to a value, by several heads side by side."""

    behind = _common("output_shape", "attention_axes")
    reads_mask = True

    num_heads: PositiveInt
    key_dim: PositiveInt
    value_dim: PositiveInt | None = None
    output_shape: NonNegativeInt | tuple[NonNegativeInt, ...] | None = None
    attention_axes: int | tuple[int, ...] | None = None

    def implied(self, rank: int | None = None) -> Iterator[str]:
        yield from super().implied(rank)
        if self.value_dim == self.key_dim:
            yield "value_dim"
        if rank is not None and self.attention_axes == tuple(range(1, rank - 1)):
            yield "attention_axes"

    def infer(
        self,
        query: Tensor,
        value: Tensor,
        key: Tensor | None = None,
        query_mask: Tensor | None = None,
        value_mask: Tensor | None = None,
        key_mask: Tensor | None = None,
        attention_mask: Tensor | None = None,
        return_attention_scores: bool = False,
        training: bool | None = None,
        use_causal_mask: bool = False,
    ) -> Tensor | Tensors:
        key = key or value
        self._check_shapes(query, key, value)
        fused = query.rank == 3 and not (self.dropout > 0 or return_attention_scores)
        self._check_flash(fused, return_attention_scores)
        masks = (query_mask, value_mask, key_mask, attention_mask)
        _check_dtypes(query, key, value, masks, fused)
        attention = Attention(
            query.shape, key.shape, value.shape, self.num_heads, self._axes_of(value)
        )
        causal_only = use_causal_mask and self.sliding_window is None and not any(masks)
        band = None
        if self.sliding_window is not None or (use_causal_mask and not (causal_only and fused)):
            band = self._band(query, value, projected=causal_only)
        mask = _joined_masks(masks, band)
        if fused:
            attention.check_fused(mask)
        else:
            attention.check_scores(mask)
        if self.activity_regularizer is not None:
            # Keras penalizes the projections, not what comes out.
            projected = (*query.shape[:-1], self.num_heads, self.key_dim)
            check_regularizable(self.activity_regularizer, self.output(projected))
        attended = self.output((*query.shape[:-1], *self._output_axes(query)))
        if not return_attention_scores:
            return attended
        # Keras takes the value to be as long as the query, and attention to have one axis.
        steps = query.shape[1]
        return attended, self.output((query.shape[0], self.num_heads, steps, steps))

    def variables(
        self, query: Tensor, value: Tensor, key: Tensor | None = None, **_: Any
    ) -> tuple[Variable, ...]:
        query_width = require_known(query, -1, "the last axis of the query")
        value_width = require_known(value, -1, "the last axis of the value")
        key_width = require_known(key or value, -1, "the last axis of the key")
        for_key = (self.num_heads, self.key_dim)
        for_value = (self.num_heads, self.value_dim or self.key_dim)
        output = tuple(size for size in self._output_axes(query) if size is not None)
        return (
            *self._projection("query", (query_width,), for_key),
            *self._projection("key", (key_width,), for_key),
            *(self._projection("gate", (query_width,), for_value) if self.use_gate else ()),
            *self._projection("value", (value_width,), for_value),
            *self._projection("attention_output", for_value, output),
        )

    def _output_axes(self, query: Tensor) -> Shape:
        """What stands in place of the last axis of the query; 0 means as it was."""
        if not self.output_shape:
            return query.shape[-1:]
        return per_axis(self.output_shape, 1)

    def _axes_of(self, value: Tensor) -> tuple[int, ...]:
        """The axes to attend over, counted from the first; the heads have one as well."""
        if self.attention_axes is None:
            return tuple(range(1, value.rank - 1))
        axes = per_axis(self.attention_axes, 1)
        projected = value.rank + 1
        for axis in axes:
            if not -projected <= (axis if axis >= 0 else axis + value.rank) < projected:
                raise ShapeError(WrongAxis, f"{show(value.shape)} has no axis {axis}")
        return tuple((axis if axis >= 0 else axis + value.rank) % projected for axis in axes)

    def _band(self, query: Tensor, value: Tensor, *, projected: bool) -> Shape:
        """The shape of the mask that lets a step of the query see only some of the value."""
        if projected and query.rank == 2:
            # The heads have taken the place of the steps that are not there.
            return (1, self.num_heads, self.num_heads)
        return (1, query.shape[1], value.shape[1])

    def _check_shapes(self, query: Tensor, key: Tensor, value: Tensor) -> None:
        for x in (query, key, value):
            require_min_rank(x, 2)
            if x.rank + 1 + len(per_axis(self.output_shape or 0, 1)) > MOST_LETTERS:
                raise ShapeError(
                    WrongRank,
                    f"{show(x.shape)} and `output_shape` have too many axes for a projection",
                )
        self._check_value_and_key(value, key)


class GroupQueryAttention(_Projected):
    """Attention whose heads share keys and values in groups (Ainslie et al. 2023)."""

    head_dim: PositiveInt
    num_query_heads: PositiveInt
    num_key_value_heads: PositiveInt

    @model_validator(mode="after")
    def _arguments_go_together(self) -> Self:
        if self.num_query_heads % self.num_key_value_heads:
            raise conflict(
                "num_key_value_heads",
                f"{self.num_query_heads} query heads cannot share {self.num_key_value_heads} "
                "key and value heads evenly",
            )
        return self

    def infer(
        self,
        query: Tensor,
        value: Tensor,
        key: Tensor | None = None,
        query_mask: Tensor | None = None,
        value_mask: Tensor | None = None,
        key_mask: Tensor | None = None,
        attention_mask: Tensor | None = None,
        return_attention_scores: bool = False,
        training: bool | None = None,
        use_causal_mask: bool = False,
    ) -> Tensor | Tensors:
        key = key or value
        for x in (query, value, key):
            require_rank(x, 3)
        if query.shape[-1] != value.shape[-1]:
            raise ShapeError(
                MismatchedInputs,
                f"query {show(query.shape)} and value {show(value.shape)} must have the same "
                "last axis",
            )
        self._check_value_and_key(value, key)
        fused = not (self.dropout > 0 or return_attention_scores)
        self._check_flash(fused, return_attention_scores)
        masks = (query_mask, value_mask, key_mask, attention_mask)
        _check_dtypes(query, key, value, masks, fused)
        attention = Attention(query.shape, key.shape, value.shape, self.num_query_heads, (1,))
        mask = self._mask(query, value, masks, use_causal_mask, fused)
        if fused:
            attention.check_fused(mask)
        else:
            attention.check_scores(mask)
        if self.activity_regularizer is not None:
            # Keras penalizes the projections, not what comes out.
            projected = (*query.shape[:-1], self.num_query_heads, self.head_dim)
            check_regularizable(self.activity_regularizer, self.output(projected))
        attended = self.output(query.shape)
        if not return_attention_scores:
            return attended
        heads = self.num_query_heads
        return attended, self.output((query.shape[0], heads, query.shape[1], key.shape[1]))

    def _mask(
        self,
        query: Tensor,
        value: Tensor,
        masks: tuple[Tensor | None, ...],
        use_causal_mask: bool,
        fused: bool,
    ) -> Shape | None:
        """All masks together, with that of the band in which a query sees the value."""
        alone = use_causal_mask and self.sliding_window is None and not any(masks)
        band = None
        if self.sliding_window is not None or (use_causal_mask and not (alone and fused)):
            band = (1, query.shape[1], value.shape[1])
        return _joined_masks(masks, band)

    def variables(
        self, query: Tensor, value: Tensor, key: Tensor | None = None, **_: Any
    ) -> tuple[Variable, ...]:
        width = require_known(query, -1, "the last axis of the query")
        value_width = require_known(value, -1, "the last axis of the value")
        key_width = require_known(key or value, -1, "the last axis of the key")
        of_query = (self.num_query_heads, self.head_dim)
        of_value = (self.num_key_value_heads, self.head_dim)
        return (
            *self._projection("query", (width,), of_query),
            *self._projection("key", (key_width,), of_value),
            *(self._projection("gate", (width,), of_query) if self.use_gate else ()),
            *self._projection("value", (value_width,), of_value),
            *self._projection("attention_output", of_query, (width,)),
        )


def _joined_masks(masks: tuple[Tensor | None, ...], band: Shape | None) -> Shape | None:
    """The shape of the masks of query, value and key, of the whole, and of a band together."""
    query, value, key, whole = (one if one is None else one.shape for one in masks)
    return joined_mask(value, key, None if query is None else (*query, 1), whole, band)


def _query_key_value(
    query: Tensor, value: Tensor, key: Tensor | None = None, **_: Any
) -> tuple[Tensor, Tensor, Tensor]:
    return query, key or value, value


def _check_dtypes(
    query: Tensor, key: Tensor, value: Tensor, masks: Iterable[Tensor | None], fused: bool
) -> None:
    for x in (query, key, value, *masks):
        if x is not None and x.dtype == "string":
            raise ShapeError(WrongDtype, "it cannot attend to strings")
    for x in (query, key, value) if fused else (query, key):
        if x.dtype.startswith("complex"):
            raise ShapeError(WrongDtype, f"it cannot attend to tensors of {x.dtype}")
