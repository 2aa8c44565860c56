"""ResNet: blocks that add to what they are given, in its two versions."""

from __future__ import annotations

from typing import ClassVar

from mtlc_spec.applications.base import Mode, Network
from mtlc_spec.applications.sketch import Feature, Sketch

_FILTERS = (64, 128, 256, 512)


class _ResNet(Network):
    """Normalizes behind each convolution (He et al., CVPR 2016)."""

    preprocessing = "resnet"
    mode: ClassVar[Mode] = "caffe"

    blocks: ClassVar[tuple[int, ...]]
    """How many blocks each of the four stages has."""

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = net.norm(net.conv(net.pad(x, 3, 3), 64, 7, 2, "valid", bias=True))
        x = net.pool(net.pad(x, 1, 1), 3, 2)
        for filters, blocks in zip(_FILTERS, self.blocks, strict=True):
            for number in range(blocks):
                first = number == 0
                stride = 2 if first and filters > 64 else 1
                shortcut = x
                if first:
                    shortcut = net.norm(net.conv(x, 4 * filters, 1, stride, bias=True))
                x = net.norm(net.conv(x, filters, 1, stride, bias=True))
                x = net.norm(net.conv(x, filters, 3, bias=True))
                x = net.norm(net.conv(x, 4 * filters, bias=True))
                x = net.add(shortcut, x)
        return x


class _ResNetV2(_ResNet):
    """Normalizes in front of each block (He et al., ECCV 2016)."""

    preprocessing = "resnet_v2"
    mode = "tf"

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = net.conv(net.pad(x, 3, 3), 64, 7, 2, "valid", bias=True)
        x = net.pool(net.pad(x, 1, 1), 3, 2)
        for filters, blocks in zip(_FILTERS, self.blocks, strict=True):
            for number in range(blocks):
                last = number == blocks - 1
                stride = 2 if last and filters < 512 else 1
                active = net.norm(x)
                if number == 0:
                    shortcut = net.conv(active, 4 * filters, bias=True)
                else:
                    shortcut = net.pool(x, 1, stride) if stride > 1 else x
                x = net.norm(net.conv(active, filters))
                x = net.norm(net.conv(net.pad(x, 1, 1), filters, 3, stride, "valid"))
                x = net.add(shortcut, net.conv(x, 4 * filters, bias=True))
        return net.norm(x)


class ResNet50(_ResNet):
    """ResNet of 50 layers (He et al., CVPR 2016)."""

    blocks = (3, 4, 6, 3)


class ResNet101(_ResNet):
    """ResNet of 101 layers (He et al., CVPR 2016)."""

    blocks = (3, 4, 23, 3)


class ResNet152(_ResNet):
    """ResNet of 152 layers (He et al., CVPR 2016)."""

    blocks = (3, 8, 36, 3)


class ResNet50V2(_ResNetV2):
    """ResNet of 50 layers that normalizes first (He et al., ECCV 2016)."""

    blocks = (3, 4, 6, 3)


class ResNet101V2(_ResNetV2):
    """ResNet of 101 layers that normalizes first (He et al., ECCV 2016)."""

    blocks = (3, 4, 23, 3)


class ResNet152V2(_ResNetV2):
    """ResNet of 152 layers that normalizes first (He et al., ECCV 2016)."""

    blocks = (3, 8, 36, 3)
