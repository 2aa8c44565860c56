"""EfficientNet: one network, scaled in width, depth and size of images."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from mtlc_spec.applications.base import Network, divisible
from mtlc_spec.applications.sketch import Feature, Sketch

_ROWS = (
    (1, 16, 1, 3, 1),
    (2, 24, 6, 3, 2),
    (2, 40, 6, 5, 2),
    (3, 80, 6, 3, 2),
    (3, 112, 6, 5, 1),
    (4, 192, 6, 5, 2),
    (1, 320, 6, 3, 1),
)
"""Blocks of a stage, their filters, how much wider they are inside, window, and stride."""


def weigh_channels(net: Sketch, channels: int, squeezed: int) -> None:
    """The weights of squeeze and excitation."""
    pooled = Feature((1, 1), (1, 1), channels)
    net.conv(net.conv(pooled, squeezed, bias=True), channels, bias=True)


class _EfficientNet(Network):
    named_later = True
    mode = "torch"

    width: ClassVar[float]
    depth: ClassVar[float]

    @property
    def prepares_images(self) -> bool:
        return True

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = net.correct_pad(net.measured(x), 3)
        x = net.norm(net.conv(x, divisible(32 * self.width), 3, 2, "valid"))
        for blocks, filters, expansion, kernel, stride in _ROWS:
            for number in range(ceil(self.depth * blocks)):
                own = 1 if number else stride
                x = self._block(net, x, divisible(filters * self.width), expansion, kernel, own)
        return net.norm(net.conv(x, divisible(1280 * self.width)))

    def _block(
        self, net: Sketch, x: Feature, filters: int, expansion: int, kernel: int, stride: int
    ) -> Feature:
        own = x if expansion == 1 else net.norm(net.conv(x, x.channels * expansion))
        padding = "same"
        if stride == 2:
            own, padding = net.correct_pad(own, kernel), "valid"
        own = net.norm(net.depthwise(own, kernel, stride, padding))
        weigh_channels(net, own.channels, max(1, int(x.channels * 0.25)))
        own = net.norm(net.conv(own, filters))
        return net.add(own, x) if stride == 1 and x.channels == filters else own


class EfficientNetB0(_EfficientNet):
    """EfficientNet for images of 224 (Tan and Le, ICML 2019)."""

    width, depth, default_size = 1.0, 1.0, 224


class EfficientNetB1(_EfficientNet):
    """EfficientNet for images of 240 (Tan and Le, ICML 2019)."""

    width, depth, default_size = 1.0, 1.1, 240


class EfficientNetB2(_EfficientNet):
    """EfficientNet for images of 260 (Tan and Le, ICML 2019)."""

    width, depth, default_size = 1.1, 1.2, 260


class EfficientNetB3(_EfficientNet):
    """EfficientNet for images of 300 (Tan and Le, ICML 2019)."""

    width, depth, default_size = 1.2, 1.4, 300


class EfficientNetB4(_EfficientNet):
    """EfficientNet for images of 380 (Tan and Le, ICML 2019)."""

    width, depth, default_size = 1.4, 1.8, 380


class EfficientNetB5(_EfficientNet):
    """EfficientNet for images of 456 (Tan and Le, ICML 2019)."""

    width, depth, default_size = 1.6, 2.2, 456


class EfficientNetB6(_EfficientNet):
    """EfficientNet for images of 528 (Tan and Le, ICML 2019)."""

    width, depth, default_size = 1.8, 2.6, 528


class EfficientNetB7(_EfficientNet):
    """EfficientNet for images of 600 (Tan and Le, ICML 2019)."""

    width, depth, default_size = 2.0, 3.1, 600
