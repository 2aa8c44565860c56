"""Attention without weights of its own for query, key and value."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Literal, Self

from pydantic import model_validator

from mtlc_spec.layers.base import Layer, Tensors
from mtlc_spec.shapes import (
    IncompatibleMerge,
    MismatchedInputs,
    Shape,
    ShapeError,
    Tensor,
    Variable,
    WrongDtype,
    broadcast,
    require_dtype,
    require_known,
    require_min_rank,
    show,
)
from mtlc_spec.values.dtypes import NUMBERS, is_float
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict


class _Scored(Layer):
    """A query attends to a value, as far as the query is like the key."""

    takes_list = True
    least_inputs = 2
    most_inputs = 3
    passes_mask = True
    uses_mask = True

    @model_validator(mode="after")
    def _seed_fits(self) -> Self:
        given: Any = self
        seed = given.seed or 0
        if given.dropout > 0 and not -(2**63) <= seed < 2**63:
            raise conflict("seed", "a seed must fit into 64 bits")
        return self

    def results_of(self, *, return_attention_scores: bool = False, **call: Any) -> int:
        return 2 if return_attention_scores else 1

    def infer(
        self,
        *inputs: Tensor,
        mask: tuple[Tensor | None, ...] | None = None,
        training: bool = False,
        return_attention_scores: bool = False,
        use_causal_mask: bool = False,
    ) -> Tensor | Tensors:
        query, value, *rest = inputs
        key = rest[0] if rest else value
        for x in inputs:
            require_min_rank(x, 2)
            require_dtype(x.dtype, NUMBERS, "attend to")
        scores = self._scores(query, key)
        given: Any = self
        if training and given.dropout > 1:
            raise ShapeError(
                MismatchedInputs, f"it drops a part of the scores, and {given.dropout} is none"
            )
        if mask is not None and len(mask) not in (2, 3):
            raise ShapeError(
                MismatchedInputs, f"it takes the masks of query and value, and gets {len(mask)}"
            )
        of_query, of_value, *_ = mask or (None, None)
        scores = _masked(scores, of_value, use_causal_mask)
        product = _multiplied(scores, value.shape)
        if of_query is not None:
            _together("mask", (*of_query.shape, 1), product)
        attended = self.output((*query.shape[:-1], value.shape[-1]))
        if not return_attention_scores:
            return attended
        return attended, self.output((*query.shape[:-1], key.shape[-2]))

    @abstractmethod
    def _scores(self, query: Tensor, key: Tensor) -> Shape:
        """The shape of the scores.

        Raises:
            ShapeError: Keras cannot compute them.
        """

    def _sum_scores(self, query: Tensor, key: Tensor) -> Shape:
        """Of query and key added, step by step."""
        left, right = self.input_dtype(query), self.input_dtype(key)
        if left != right or left == "bool" or left.startswith("complex"):
            raise ShapeError(
                WrongDtype, f"it cannot add a query of {left} and a key of {right}"
            )
        q, k = query.shape, key.shape
        return _together("key", (*q[:-1], 1, q[-1]), (*k[:-2], 1, *k[-2:]))[:-1]

    def check_reuse(self, built: Tensors, *inputs: Any, **call: Any) -> None:
        super().check_reuse(built[:1], inputs[0])

    def variables(self, query: Tensor, *inputs: Tensor, **_: Any) -> tuple[Variable, ...]:
        return ()


class Attention(_Scored):
    """Dot-product attention, as in a Luong network (Luong et al. 2015)."""

    use_scale: bool = False
    score_mode: Literal["dot", "concat"] = "dot"
    dropout: float = 0.0
    seed: int | None = None
    activity_regularizer: Regularizer | None = None

    def _scores(self, query: Tensor, key: Tensor) -> Shape:
        if self.score_mode == "concat":
            return self._sum_scores(query, key)
        dtypes = (self.input_dtype(query), self.input_dtype(key))
        floats = self.use_scale or any(map(is_float, dtypes))
        if not floats or any(one.startswith("complex") for one in dtypes):
            raise ShapeError(
                WrongDtype,
                f"it takes floating-point numbers, and gets {' and '.join(dtypes)}",
            )
        return _multiplied(query.shape, (*key.shape[:-2], key.shape[-1], key.shape[-2]))

    def variables(self, query: Tensor, *inputs: Tensor, **_: Any) -> tuple[Variable, ...]:
        names = ["scale"] if self.use_scale else []
        if self.score_mode == "concat":
            names.append("concat_score_weight")
        return tuple([self.weight(name, ()) for name in names])


class AdditiveAttention(_Scored):
    """Attention by a nonlinear sum of query and key (Bahdanau et al. 2015)."""

    use_scale: bool = True
    dropout: float = 0.0
    score_mode: Literal["dot", "concat"] = "dot"
    seed: int | None = None
    activity_regularizer: Regularizer | None = None

    def _scores(self, query: Tensor, key: Tensor) -> Shape:
        return self._sum_scores(query, key)

    def variables(self, query: Tensor, *inputs: Tensor, **_: Any) -> tuple[Variable, ...]:
        if not self.use_scale:
            return ()
        return (self.weight("scale", (require_known(query, -1, "the features"),)),)


def _masked(scores: Shape, mask: Tensor | None, causal: bool) -> Shape:
    """The scores, less those that a mask leaves out."""
    if mask is None:
        return scores
    shape = mask.shape
    if causal:
        shape = broadcast((*shape[:-1], 1, *shape[-1:]), (1, *scores[-2:]))
    elif mask.rank == 2:
        shape = (shape[0], 1, shape[1])
    return _together("mask", shape, scores)


def _together(role: str, one: Shape, other: Shape) -> Shape:
    try:
        return broadcast(one, other)
    except ShapeError:
        raise ShapeError(
            MismatchedInputs, f"a {role} of {show(one)} does not go with {show(other)}"
        ) from None


def _multiplied(left: Shape, right: Shape) -> Shape:
    """The shape of a product of matrices, along the last two axes."""
    if None not in (left[-1], right[-2]) and left[-1] != right[-2]:
        raise ShapeError(
            IncompatibleMerge,
            f"the last axis of {show(left)} and the one before the last of {show(right)} "
            "must have the same size",
        )
    return (*_together("value", left[:-2], right[:-2]), left[-2], right[-1])
