"""Layers that prepare data."""

from __future__ import annotations

from mtlc_spec.layers.base import Same

Number = float | tuple[float, ...]


class Rescaling(Same):
    """x * scale + offset."""

    scale: Number
    offset: Number = 0.0
