"""The regularizers of Keras."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from mtlc_spec.shapes import ShapeError, Tensor, WrongDtype, WrongRank, show
from mtlc_spec.values.tagged import Tagged, tagged

Penalty = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""How much a penalty counts."""


class _Regularizer(Tagged):
    module = "regularizers"


class L1(_Regularizer):
    """A penalty on the absolute values."""

    l1: Penalty = 0.01


class L2(_Regularizer):
    """A penalty on the squares."""

    l2: Penalty = 0.01


class L1L2(_Regularizer):
    """Penalties on the absolute values and on the squares."""

    l1: Penalty = 0.0
    l2: Penalty = 0.0


class OrthogonalRegularizer(_Regularizer):
    """A penalty on rows or columns that are not orthogonal to each other."""

    factor: Penalty = 0.01
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

_NARROW = frozenset({"int8", "int16", "uint8", "uint16"})


def check_regularizable(regularizer: str | Tagged, x: Tensor) -> None:
    """Raise `ShapeError` if Keras cannot compute the penalty of such a tensor."""
    kind = KINDS[regularizer] if isinstance(regularizer, str) else type(regularizer)
    if kind is OrthogonalRegularizer:
        if x.rank != 2:
            raise ShapeError(
                WrongRank,
                f"`{kind.__name__}` penalizes tensors of 2 axes, and gets {show(x.shape)}",
            )
        fits = x.dtype == "float32"
    elif kind is L1L2:
        penalties = regularizer if isinstance(regularizer, L1L2) else L1L2()
        fits = x.dtype not in _NARROW | {"bool", "string"} or not (
            penalties.l1 or penalties.l2 or x.dtype == "string"
        )
        fits = fits and not (penalties.l1 and x.dtype.startswith("complex"))
    else:
        fits = x.dtype not in _NARROW | {"string"}
        fits = fits and not (kind is L1 and x.dtype.startswith("complex"))
    if not fits:
        raise ShapeError(WrongDtype, f"`{kind.__name__}` cannot penalize tensors of {x.dtype}")
