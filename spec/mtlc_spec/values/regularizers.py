"""The regularizers of Keras."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from mtlc_spec.values.tagged import Tagged, tagged


class _Regularizer(Tagged):
    module = "regularizers"


class L1(_Regularizer):
    """A penalty on the absolute values."""

    l1: float = 0.01


class L2(_Regularizer):
    """A penalty on the squares."""

    l2: float = 0.01


class L1L2(_Regularizer):
    """Penalties on the absolute values and on the squares."""

    l1: float = 0.0
    l2: float = 0.0


class OrthogonalRegularizer(_Regularizer):
    """A penalty on rows or columns that are not orthogonal to each other."""

    factor: float = 0.01
    mode: Literal["rows", "columns"] = "rows"


KINDS: dict[str, type[Tagged]] = {
    "l1": L1,
    "l2": L2,
    "l1l2": L1L2,
    "orthogonal_regularizer": OrthogonalRegularizer,
}
"""Every name that Keras knows a regularizer by, its own name for it first."""

KINDS |= {kind.__name__: kind for kind in KINDS.values()}

Regularizer = Annotated[str | Tagged, BeforeValidator(tagged("a regularizer", lambda: KINDS))]
