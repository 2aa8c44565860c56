"""The constraints of Keras."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from mtlc_spec.values.tagged import Tagged, tagged

Axis = int | tuple[int, ...]


class _Constraint(Tagged):
    module = "constraints"


class MaxNorm(_Constraint):
    """Norms are at most `max_value` (Srivastava et al. 2014)."""

    max_value: float = 2
    axis: Axis = 0


class MinMaxNorm(_Constraint):
    """Norms are drawn between `min_value` and `max_value`, by `rate` at each step."""

    min_value: float = 0.0
    max_value: float = 1.0
    rate: float = 1.0
    axis: Axis = 0


class NonNeg(_Constraint):
    """No value is negative."""


class UnitNorm(_Constraint):
    """Norms are 1."""

    axis: Axis = 0


KINDS: dict[str, type[Tagged]] = {
    "max_norm": MaxNorm,
    "min_max_norm": MinMaxNorm,
    "non_neg": NonNeg,
    "unit_norm": UnitNorm,
}
"""Every name that Keras knows a constraint by, its own name for it first."""

KINDS |= {kind.__name__: kind for kind in KINDS.values()}

Constraint = Annotated[str | Tagged, BeforeValidator(tagged("a constraint", lambda: KINDS))]
