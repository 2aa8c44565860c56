"""EfficientNet, version 2: two convolutions of a block are fused where that is faster."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from mtlc_spec.applications.base import NO_PREPROCESSING, Network
from mtlc_spec.applications.efficientnet import weigh_channels
from mtlc_spec.applications.sketch import Feature, Sketch

Stage = tuple[int, int, int, int, bool]
"""Blocks, their filters, how much wider they are inside, stride, and whether it is fused;
what is not fused weighs its channels."""

_B: tuple[Stage, ...] = (
    (1, 16, 1, 1, True),
    (2, 32, 4, 2, True),
    (2, 48, 4, 2, True),
    (3, 96, 4, 2, False),
    (5, 112, 6, 1, False),
    (8, 192, 6, 2, False),
)


class _EfficientNetV2(Network):
    named_later = True
    mode = "tf"

    width: ClassVar[float] = 1.0
    depth: ClassVar[float] = 1.0
    first: ClassVar[int] = 32
    stages: ClassVar[tuple[Stage, ...]] = _B

    include_preprocessing: bool = True

    @property
    def prepares_images(self) -> bool:
        return self.include_preprocessing

    @property
    def preparation(self) -> str:
        return NO_PREPROCESSING

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = net.norm(net.conv(x, self._filters(self.first), 3, 2))
        for blocks, filters, expansion, stride, fused in self.stages:
            for number in range(ceil(self.depth * blocks)):
                x = self._block(
                    net, x, self._filters(filters), expansion, 1 if number else stride, fused
                )
        return net.norm(net.conv(x, self._filters(1280)))

    def _block(
        self, net: Sketch, x: Feature, filters: int, expansion: int, stride: int, fused: bool
    ) -> Feature:
        inside = x.channels * expansion
        if fused and expansion == 1:
            own = net.norm(net.conv(x, filters, 3, stride))
        else:
            if fused:
                own = net.norm(net.conv(x, inside, 3, stride))
            else:
                own = x if expansion == 1 else net.norm(net.conv(x, inside))
                own = net.norm(net.depthwise(own, 3, stride))
                weigh_channels(net, inside, max(1, int(x.channels * 0.25)))
            own = net.norm(net.conv(own, filters))
        return net.add(own, x) if stride == 1 and x.channels == filters else own

    def _filters(self, filters: int) -> int:
        """The filters of a wider network, rounded to a multiple of 8."""
        return max(8, int(filters * self.width + 4) // 8 * 8)


class EfficientNetV2B0(_EfficientNetV2):
    """EfficientNet, version 2, for images of 224 (Tan and Le, ICML 2021)."""

    default_size = 224


class EfficientNetV2B1(_EfficientNetV2):
    """EfficientNet, version 2, for images of 240 (Tan and Le, ICML 2021)."""

    depth, default_size = 1.1, 240


class EfficientNetV2B2(_EfficientNetV2):
    """EfficientNet, version 2, for images of 260 (Tan and Le, ICML 2021)."""

    width, depth, default_size = 1.1, 1.2, 260


class EfficientNetV2B3(_EfficientNetV2):
    """EfficientNet, version 2, for images of 300 (Tan and Le, ICML 2021)."""

    width, depth, default_size = 1.2, 1.4, 300


class EfficientNetV2S(_EfficientNetV2):
    """EfficientNet, version 2, small, for images of 384 (Tan and Le, ICML 2021)."""

    default_size, first = 384, 24
    stages = (
        (2, 24, 1, 1, True),
        (4, 48, 4, 2, True),
        (4, 64, 4, 2, True),
        (6, 128, 4, 2, False),
        (9, 160, 6, 1, False),
        (15, 256, 6, 2, False),
    )


class EfficientNetV2M(_EfficientNetV2):
    """EfficientNet, version 2, medium, for images of 480 (Tan and Le, ICML 2021)."""

    default_size, first = 480, 24
    stages = (
        (3, 24, 1, 1, True),
        (5, 48, 4, 2, True),
        (5, 80, 4, 2, True),
        (7, 160, 4, 2, False),
        (14, 176, 6, 1, False),
        (18, 304, 6, 2, False),
        (5, 512, 6, 1, False),
    )


class EfficientNetV2L(_EfficientNetV2):
    """EfficientNet, version 2, large, for images of 480 (Tan and Le, ICML 2021)."""

    default_size, first = 480, 32
    stages = (
        (4, 32, 1, 1, True),
        (7, 64, 4, 2, True),
        (7, 96, 4, 2, True),
        (10, 192, 4, 2, False),
        (19, 224, 6, 1, False),
        (25, 384, 6, 2, False),
        (7, 640, 6, 1, False),
    )
