"""Weights from how fast the losses fell (Liu et al. 2019)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mtlc_spec.balancing.base import Strategy


class DWA(Strategy):
    """Weighs tasks more whose losses fell less (Liu, Johns and Davison, CVPR 2019)."""

    wants_positive = True

    temperature: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 2.0
