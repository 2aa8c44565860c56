"""MobileNet: convolutions of each channel by itself, in three versions."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from mtlc_spec.applications.base import NO_PREPROCESSING, ImageShape, Network, divisible
from mtlc_spec.applications.sketch import Feature, Sketch
from mtlc_spec.values.numbers import PositiveInt
from mtlc_spec.values.tagged import conflict

Width = Annotated[float, Field(allow_inf_nan=False, lt=1e6)]


class _Scaled(Network):
    """A network of which `alpha` tells the width; weights exist for some of them."""

    floats = frozenset({"alpha"})

    pretrained_alphas: ClassVar[tuple[float, ...]]
    pretrained_sizes: ClassVar[tuple[int, ...]]

    alpha: Width = 1.0

    @property
    def default_shape(self) -> ImageShape:
        """A square of which there are weights is the default, if it is what is asked for."""
        if self.input_shape is not None:
            height, width, _ = self.input_shape
            if height == width and height in self.pretrained_sizes:
                return (height, height, 3)
        return super().default_shape

    @model_validator(mode="after")
    def _has_weights(self) -> Self:
        if self.weights == "imagenet" and self.alpha not in self.alphas:
            known = ", ".join(map(str, self.alphas))
            raise conflict("alpha", f"there are pretrained weights for `alpha` {known} alone")
        return self

    @property
    def alphas(self) -> tuple[float, ...]:
        return self.pretrained_alphas


class MobileNet(_Scaled):
    """MobileNet (Howard et al. 2017)."""

    moved = (
        ("alpha", "input_shape"),
        ("depth_multiplier", "alpha"),
        ("dropout", "depth_multiplier"),
        ("include_top", "dropout"),
        ("weights", "include_top"),
        ("pooling", "weights"),
        ("classes", "pooling"),
        ("classifier_activation", "classes"),
    )
    preprocessing = "mobilenet"
    mode = "tf"
    pretrained_alphas = (0.25, 0.5, 0.75, 1.0)
    pretrained_sizes = (128, 160, 192, 224)

    depth_multiplier: PositiveInt = 1
    dropout: float = 1e-3

    @model_validator(mode="after")
    def _has_filters(self) -> Self:
        if 32 * self.alpha < 1:
            raise conflict("alpha", "must leave at least one of 32 filters")
        if self.include_top and not 0 <= self.dropout <= 1:
            raise conflict("dropout", "must be from 0 to 1")
        return self

    @model_validator(mode="after")
    def _is_one_deep(self) -> Self:
        if self.weights == "imagenet" and self.depth_multiplier != 1:
            raise conflict(
                "depth_multiplier",
                "there are pretrained weights for `depth_multiplier` 1 alone",
            )
        return self

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = net.norm(net.conv(x, int(32 * self.alpha), 3, 2))
        for filters, stride in (
            *((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)),
            *((512, 1),) * 5,
            *((1024, 2), (1024, 1)),
        ):
            padding = "same"
            if stride == 2:
                x, padding = net.pad(x, 0, 1), "valid"
            x = net.norm(net.depthwise(x, 3, stride, padding, self.depth_multiplier))
            x = net.norm(net.conv(x, int(filters * self.alpha)))
        return x

    def top(self, net: Sketch, x: Feature) -> None:
        net.conv(x, self.classes, bias=True)


class MobileNetV2(_Scaled):
    """MobileNet, version 2 (Sandler et al., CVPR 2018)."""

    moved = (
        ("alpha", "input_shape"),
        ("include_top", "alpha"),
        ("weights", "include_top"),
        ("pooling", "weights"),
        ("classes", "pooling"),
        ("classifier_activation", "classes"),
    )
    preprocessing = "mobilenet_v2"
    mode = "tf"
    pretrained_alphas = (0.35, 0.5, 0.75, 1.0, 1.3, 1.4)
    pretrained_sizes = (96, 128, 160, 192, 224)

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = net.norm(net.conv(x, divisible(32 * self.alpha), 3, 2))
        for number, (filters, stride) in enumerate(
            (
                *((16, 1), (24, 2), (24, 1), (32, 2)),
                *((32, 1),) * 2,
                *((64, 2), (64, 1), (64, 1), (64, 1)),
                *((96, 1),) * 3,
                *((160, 2), (160, 1), (160, 1), (320, 1)),
            )
        ):
            x = self._block(net, x, divisible(int(filters * self.alpha)), stride, number > 0)
        last = divisible(1280 * self.alpha) if self.alpha > 1 else 1280
        return net.norm(net.conv(x, last))

    def _block(
        self, net: Sketch, x: Feature, filters: int, stride: int, wider: bool
    ) -> Feature:
        """A block that is wider inside."""
        own = net.norm(net.conv(x, 6 * x.channels)) if wider else x
        padding = "same"
        if stride == 2:
            own, padding = net.correct_pad(own, 3), "valid"
        own = net.norm(net.depthwise(own, 3, stride, padding))
        own = net.norm(net.conv(own, filters))
        return net.add(x, own) if x.channels == filters and stride == 1 else own


Row = tuple[float, int, int, int, bool]
"""Of a block: how much wider it is inside, its filters, window and stride, and whether it
weighs its channels."""


class _MobileNetV3(_Scaled):
    moved = (
        ("alpha", "input_shape"),
        ("minimalistic", "alpha"),
        ("include_top", "minimalistic"),
        ("weights", "include_top"),
        ("classes", "weights"),
        ("pooling", "classes"),
        ("dropout_rate", "pooling"),
        ("classifier_activation", "dropout_rate"),
    )
    mode = "tf"
    pretrained_alphas = (0.75, 1.0)
    pretrained_sizes = ()
    fixed_top = False

    rows: ClassVar[tuple[Row, ...]]
    last: ClassVar[int]

    minimalistic: bool = False
    dropout_rate: float = 0.2
    include_preprocessing: bool = True

    @property
    def alphas(self) -> tuple[float, ...]:
        return (1.0,) if self.minimalistic else self.pretrained_alphas

    @property
    def prepares_images(self) -> bool:
        return self.include_preprocessing

    @property
    def preparation(self) -> str:
        return NO_PREPROCESSING

    @property
    def built_shape(self) -> ImageShape:
        return self.input_shape or (None, None, 3)

    @model_validator(mode="after")
    def _rate_is_possible(self) -> Self:
        if self.include_top and self.dropout_rate > 1:
            raise conflict("dropout_rate", "must be at most 1")
        return self

    def _too_small(self, sizes: list[int | None]) -> bool:
        return all(sizes) and super()._too_small(sizes)

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = net.norm(net.conv(x, 16, 3, 2))
        for number, row in enumerate(self.rows):
            x = self._block(net, x, row, number > 0)
        return net.norm(net.conv(x, divisible(6 * x.channels)))

    def _block(self, net: Sketch, x: Feature, row: Row, wider: bool) -> Feature:
        expansion, filters, kernel, stride, weighed = row
        filters = divisible(filters * self.alpha)
        if self.minimalistic:
            kernel, weighed = 3, False
        inside = divisible(x.channels * expansion)
        own = net.norm(net.conv(x, inside)) if wider else x
        padding = "same"
        if stride == 2:
            own, padding = net.correct_pad(own, kernel), "valid"
        own = net.norm(net.depthwise(own, kernel, stride, padding))
        if weighed:
            pooled = Feature((1, 1), (1, 1), own.channels)
            pooled = net.conv(pooled, divisible(inside * 0.25), bias=True)
            net.conv(pooled, inside, bias=True)
        own = net.norm(net.conv(own, filters))
        return net.add(x, own) if stride == 1 and x.channels == filters else own

    def top(self, net: Sketch, x: Feature) -> None:
        last = divisible(self.last * self.alpha) if self.alpha > 1 else self.last
        net.conv(net.conv(x, last, bias=True), self.classes, bias=True)


class MobileNetV3Small(_MobileNetV3):
    """MobileNet, version 3, the small one (Howard et al., ICCV 2019)."""

    rows = (
        (1, 16, 3, 2, True),
        (72 / 16, 24, 3, 2, False),
        (88 / 24, 24, 3, 1, False),
        (4, 40, 5, 2, True),
        (6, 40, 5, 1, True),
        (6, 40, 5, 1, True),
        (3, 48, 5, 1, True),
        (3, 48, 5, 1, True),
        (6, 96, 5, 2, True),
        (6, 96, 5, 1, True),
        (6, 96, 5, 1, True),
    )
    last = 1024


class MobileNetV3Large(_MobileNetV3):
    """MobileNet, version 3, the large one (Howard et al., ICCV 2019)."""

    rows = (
        (1, 16, 3, 1, False),
        (4, 24, 3, 2, False),
        (3, 24, 3, 1, False),
        (3, 40, 5, 2, True),
        (3, 40, 5, 1, True),
        (3, 40, 5, 1, True),
        (6, 80, 3, 2, False),
        (2.5, 80, 3, 1, False),
        (2.3, 80, 3, 1, False),
        (2.3, 80, 3, 1, False),
        (6, 112, 3, 1, True),
        (6, 112, 3, 1, True),
        (6, 160, 5, 2, True),
        (6, 160, 5, 1, True),
        (6, 160, 5, 1, True),
    )
    last = 1280
