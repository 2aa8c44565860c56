"""A smooth maximum of the losses (Lin et al. 2024)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mtlc_spec.balancing.base import Strategy


class SmoothTchebycheff(Strategy):
    """Takes a smooth maximum of the losses (Lin et al., ICML 2024)."""

    mu: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    ideal: Annotated[float, Field(allow_inf_nan=False)] = 0.0
