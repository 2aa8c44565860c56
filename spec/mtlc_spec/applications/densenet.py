"""DenseNet: every layer of a block sees all those before it."""

from __future__ import annotations

from typing import ClassVar

from mtlc_spec.applications.base import Network
from mtlc_spec.applications.sketch import Feature, Sketch

_GROWTH = 32


class _DenseNet(Network):
    preprocessing = "densenet"
    mode = "torch"

    blocks: ClassVar[tuple[int, ...]]
    """How many layers each of the four blocks has."""

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = net.norm(net.conv(net.pad(x, 3, 3), 64, 7, 2, "valid"))
        x = net.pool(net.pad(x, 1, 1), 3, 2)
        for number, layers in enumerate(self.blocks):
            if number > 0:
                x = net.pool(net.conv(net.norm(x), x.channels // 2), 2, 2)
            for _ in range(layers):
                grown = net.norm(net.conv(net.norm(x), 4 * _GROWTH))
                x = net.concat(x, net.conv(grown, _GROWTH, 3))
        return net.norm(x)


class DenseNet121(_DenseNet):
    """DenseNet of 121 layers (Huang et al., CVPR 2017)."""

    blocks = (6, 12, 24, 16)


class DenseNet169(_DenseNet):
    """DenseNet of 169 layers (Huang et al., CVPR 2017)."""

    blocks = (6, 12, 32, 32)


class DenseNet201(_DenseNet):
    """DenseNet of 201 layers (Huang et al., CVPR 2017)."""

    blocks = (6, 12, 48, 32)
