"""Weights drawn anew in each step (Lin et al. 2022)."""

from __future__ import annotations

from mtlc_spec.balancing.base import Strategy
from mtlc_spec.values.numbers import NonNegativeInt


class Random(Strategy):
    """Draws the weights anew in each step (Lin et al., TMLR 2022)."""

    seed: NonNegativeInt | None = None
