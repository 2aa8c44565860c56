"""Losses brought to one scale by learnt factors (Liu et al. 2021)."""

from __future__ import annotations

from mtlc_spec.balancing.base import Strategy


class IMTLL(Strategy):
    """Learns a scale that makes each loss 1 (IMTL-L of Liu et al., ICLR 2021)."""

    wants_positive = True
