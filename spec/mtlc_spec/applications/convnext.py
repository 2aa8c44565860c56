"""ConvNeXt: convolutional networks made like transformers."""

from __future__ import annotations

from typing import ClassVar

from mtlc_spec.applications.base import NO_PREPROCESSING, Network
from mtlc_spec.applications.sketch import Feature, Sketch


class _ConvNeXt(Network):
    moved = (
        ("include_preprocessing", "include_top"),
        ("weights", "include_preprocessing"),
        ("input_shape", "weights"),
        ("pooling", "input_shape"),
        ("classes", "pooling"),
        ("classifier_activation", "classes"),
    )
    named_later = True
    mode = "torch"

    depths: ClassVar[tuple[int, ...]] = (3, 3, 27, 3)
    widths: ClassVar[tuple[int, ...]]

    include_preprocessing: bool = True

    @property
    def prepares_images(self) -> bool:
        return self.include_preprocessing

    @property
    def preparation(self) -> str:
        return NO_PREPROCESSING

    def body(self, net: Sketch, x: Feature) -> Feature:
        for number, (blocks, width) in enumerate(zip(self.depths, self.widths, strict=True)):
            if number == 0:
                x = net.layer_norm(net.conv(x, width, 4, 4, "valid", bias=True))
            else:
                x = net.conv(net.layer_norm(x), width, 2, 2, "valid", bias=True)
            for _ in range(blocks):
                own = net.layer_norm(net.conv(x, width, 7, bias=True, groups=width))
                net.dense(net.dense(width, 4 * width), width)
                x = net.add(x, net.scale(own))
        return x

    def top(self, net: Sketch, x: Feature) -> None:
        super().top(net, net.layer_norm(x))

    def without_top(self, net: Sketch, x: Feature) -> None:
        net.layer_norm(x)


class ConvNeXtTiny(_ConvNeXt):
    """ConvNeXt, tiny (Liu et al., CVPR 2022)."""

    depths = (3, 3, 9, 3)
    widths = (96, 192, 384, 768)


class ConvNeXtSmall(_ConvNeXt):
    """ConvNeXt, small (Liu et al., CVPR 2022)."""

    widths = (96, 192, 384, 768)


class ConvNeXtBase(_ConvNeXt):
    """ConvNeXt, the base (Liu et al., CVPR 2022)."""

    widths = (128, 256, 512, 1024)


class ConvNeXtLarge(_ConvNeXt):
    """ConvNeXt, large (Liu et al., CVPR 2022)."""

    widths = (192, 384, 768, 1536)


class ConvNeXtXLarge(_ConvNeXt):
    """ConvNeXt, extra large (Liu et al., CVPR 2022)."""

    widths = (256, 512, 1024, 2048)
