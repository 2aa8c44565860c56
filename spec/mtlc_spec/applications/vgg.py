"""VGG: windows of 3, and halves between them."""

from __future__ import annotations

from typing import ClassVar

from mtlc_spec.applications.base import Network
from mtlc_spec.applications.sketch import Feature, Sketch
from mtlc_spec.shapes import product


class _VGG(Network):
    mode = "caffe"

    blocks: ClassVar[tuple[int, ...]]
    """How many convolutions each of the five blocks has."""

    def body(self, net: Sketch, x: Feature) -> Feature:
        for filters, convolutions in zip((64, 128, 256, 512, 512), self.blocks, strict=True):
            for _ in range(convolutions):
                x = net.conv(x, filters, 3, bias=True)
            x = net.pool(x, 2, 2)
        return x

    def top(self, net: Sketch, x: Feature) -> None:
        flat = product((*x.built, x.channels))
        assert flat is not None
        net.dense(net.dense(net.dense(flat, 4096), 4096), self.classes)


class VGG16(_VGG):
    """VGG of 16 layers (Simonyan and Zisserman 2015)."""

    preprocessing = "vgg16"
    blocks = (2, 2, 3, 3, 3)


class VGG19(_VGG):
    """VGG of 19 layers (Simonyan and Zisserman 2015)."""

    preprocessing = "vgg19"
    blocks = (2, 2, 4, 4, 4)
