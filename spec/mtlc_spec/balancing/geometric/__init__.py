"""The geometric mean of the losses (Chennupati et al. 2019)."""

from __future__ import annotations

from mtlc_spec.balancing.base import Strategy


class Geometric(Strategy):
    """Takes the geometric mean of the losses (Chennupati et al., CVPR Workshops 2019)."""

    wants_positive = True
