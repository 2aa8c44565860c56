"""NASNet: cells that were found by a search."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from mtlc_spec.applications.base import ImageShape, Network
from mtlc_spec.applications.sketch import Feature, Sketch
from mtlc_spec.values.tagged import conflict


class _NASNet(Network):
    moved = (
        ("include_top", "input_shape"),
        ("weights", "include_top"),
        ("pooling", "weights"),
        ("classes", "pooling"),
        ("classifier_activation", "classes"),
    )
    preprocessing = "nasnet"
    mode = "tf"

    filters: ClassVar[int]
    stem: ClassVar[int]
    blocks: ClassVar[int]
    skips: ClassVar[bool]
    """The cell behind a reduction takes what the reduction took, and not what that gave."""

    @model_validator(mode="after")
    def _size_is_known(self) -> Self:
        if self.weights == "imagenet" and None in (self.input_shape or ()):
            raise conflict("input_shape", "the pretrained weights want a known size")
        return self

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = net.norm(net.conv(x, self.stem, 3, 2, "valid"))
        before: Feature | None = None
        for divisor in (4, 2):
            x, before = self._reduction(net, x, before, self.filters // divisor), x
        for stage in range(3):
            width = self.filters * 2**stage
            if stage > 0:
                reduced = self._reduction(net, x, before, width)
                before = before if self.skips else x
                x = reduced
            for _ in range(self.blocks):
                x, before = self._normal(net, x, before, width), x
        return x

    def _separable(
        self, net: Sketch, x: Feature, filters: int, kernel: int, stride: int = 1
    ) -> Feature:
        padding = "same"
        if stride == 2:
            x, padding = net.correct_pad(x, kernel), "valid"
        x = net.norm(net.separable(x, filters, kernel, stride, padding))
        return net.norm(net.separable(x, filters, kernel))

    def _adjusted(
        self, net: Sketch, before: Feature | None, x: Feature, filters: int
    ) -> Feature:
        """What came before, made to go with what comes now."""
        if before is None:
            return x
        if before.built[1] != x.built[1]:  # Keras looks at the width alone
            halves = [net.conv(net.pool(before, 1, 2), filters // 2) for _ in range(2)]
            return net.norm(net.concat(*halves))
        if before.channels != filters:
            return net.norm(net.conv(before, filters))
        return before

    def _normal(self, net: Sketch, x: Feature, before: Feature | None, filters: int) -> Feature:
        """A cell that keeps the size of an image."""
        p = self._adjusted(net, before, x, filters)
        h = net.norm(net.conv(x, filters))
        return net.concat(
            p,
            net.add(self._separable(net, h, filters, 5), self._separable(net, p, filters, 3)),
            net.add(self._separable(net, p, filters, 5), self._separable(net, p, filters, 3)),
            net.add(net.pool(h, 3, 1, "same"), p),
            net.pool(p, 3, 1, "same"),
            net.add(self._separable(net, h, filters, 3), h),
        )

    def _reduction(
        self, net: Sketch, x: Feature, before: Feature | None, filters: int
    ) -> Feature:
        """A cell that halves an image."""
        p = self._adjusted(net, before, x, filters)
        h = net.norm(net.conv(x, filters))
        padded = net.correct_pad(h, 3)
        first = net.add(
            self._separable(net, h, filters, 5, 2), self._separable(net, p, filters, 7, 2)
        )
        second = net.add(net.pool(padded, 3, 2), self._separable(net, p, filters, 7, 2))
        third = net.add(net.pool(padded, 3, 2), self._separable(net, p, filters, 5, 2))
        return net.concat(
            second,
            third,
            net.add(second, net.pool(first, 3, 1, "same")),
            net.add(self._separable(net, first, filters, 3), net.pool(padded, 3, 2)),
        )


class NASNetMobile(_NASNet):
    """NASNet-A for mobile devices (Zoph et al., CVPR 2018)."""

    filters, stem, blocks, skips = 44, 32, 4, False

    @property
    def built_shape(self) -> ImageShape:
        return self.input_shape or self.default_shape


class NASNetLarge(_NASNet):
    """NASNet-A, large (Zoph et al., CVPR 2018)."""

    default_size = 331
    filters, stem, blocks, skips = 168, 96, 6, True
