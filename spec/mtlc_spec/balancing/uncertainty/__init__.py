"""Weights from the uncertainty of each task (Kendall et al. 2018)."""

from __future__ import annotations

from mtlc_spec.balancing.base import Strategy


class Uncertainty(Strategy):
    """Learns the variance of each task (Kendall, Gal and Cipolla, CVPR 2018)."""

    wants_positive = True
