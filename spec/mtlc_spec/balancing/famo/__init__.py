"""Weights by which all losses fall alike (Liu et al. 2023)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mtlc_spec.balancing.base import Strategy


class FAMO(Strategy):
    """Makes all losses fall at one rate (Liu, Feng, Stone and Liu, NeurIPS 2023)."""

    wants_positive = True

    step_size: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 0.025
    decay: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.001
