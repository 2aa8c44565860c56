"""Inception: branches with windows of different sizes, side by side."""

from __future__ import annotations

from mtlc_spec.applications.base import Network
from mtlc_spec.applications.sketch import Feature, Pair, Sketch

Step = tuple[int, Pair] | tuple[int, Pair, int, str]
"""Filters and window of a convolution, and stride and padding if not 1 and `same`."""


def _branch(net: Sketch, x: Feature, *steps: Step) -> Feature:
    """Convolutions behind each other, each normalized without a scale."""
    for step in steps:
        stride, padding = (1, "same") if len(step) == 2 else (step[2], step[3])
        x = net.norm(net.conv(x, step[0], step[1], stride, padding), scale=False)
    return x


def _averaged(net: Sketch, x: Feature, filters: int) -> Feature:
    return _branch(net, net.pool(x, 3, 1, "same"), (filters, 1))


def _stem(net: Sketch, x: Feature) -> Feature:
    x = _branch(net, x, (32, 3, 2, "valid"), (32, 3, 1, "valid"), (64, 3))
    x = _branch(net, net.pool(x, 3, 2), (80, 1), (192, 3, 1, "valid"))
    return net.pool(x, 3, 2)


class _Inception(Network):
    mode = "tf"
    default_size = 299
    least_size = 75


class InceptionV3(_Inception):
    """Inception, version 3 (Szegedy et al., CVPR 2016)."""

    preprocessing = "inception_v3"

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = _stem(net, x)
        for pooled in (32, 64, 64):
            x = net.concat(
                _branch(net, x, (64, 1)),
                _branch(net, x, (48, 1), (64, 5)),
                _branch(net, x, (64, 1), (96, 3), (96, 3)),
                _averaged(net, x, pooled),
            )
        x = net.concat(
            _branch(net, x, (384, 3, 2, "valid")),
            _branch(net, x, (64, 1), (96, 3), (96, 3, 2, "valid")),
            net.pool(x, 3, 2),
        )
        row, column = (1, 7), (7, 1)
        for n in (128, 160, 160, 192):
            x = net.concat(
                _branch(net, x, (192, 1)),
                _branch(net, x, (n, 1), (n, row), (192, column)),
                _branch(net, x, (n, 1), (n, column), (n, row), (n, column), (192, row)),
                _averaged(net, x, 192),
            )
        x = net.concat(
            _branch(net, x, (192, 1), (320, 3, 2, "valid")),
            _branch(net, x, (192, 1), (192, row), (192, column), (192, 3, 2, "valid")),
            net.pool(x, 3, 2),
        )
        for _ in range(2):
            alone = _branch(net, x, (320, 1))
            short = _branch(net, x, (384, 1))
            short = net.concat(*(_branch(net, short, (384, one)) for one in ((1, 3), (3, 1))))
            long = _branch(net, x, (448, 1), (384, 3))
            long = net.concat(*(_branch(net, long, (384, one)) for one in ((1, 3), (3, 1))))
            x = net.concat(alone, short, long, _averaged(net, x, 192))
        return x


class InceptionResNetV2(_Inception):
    """Inception with shortcuts, version 2 (Szegedy et al., AAAI 2017)."""

    preprocessing = "inception_resnet_v2"

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = _stem(net, x)
        x = net.concat(
            _branch(net, x, (96, 1)),
            _branch(net, x, (48, 1), (64, 5)),
            _branch(net, x, (64, 1), (96, 3), (96, 3)),
            _averaged(net, x, 64),
        )
        for _ in range(10):
            x = self._block(net, x, ((32, 1),), ((32, 1), (32, 3)), ((32, 1), (48, 3), (64, 3)))
        x = net.concat(
            _branch(net, x, (384, 3, 2, "valid")),
            _branch(net, x, (256, 1), (256, 3), (384, 3, 2, "valid")),
            net.pool(x, 3, 2),
        )
        for _ in range(20):
            x = self._block(net, x, ((192, 1),), ((128, 1), (160, (1, 7)), (192, (7, 1))))
        x = net.concat(
            _branch(net, x, (256, 1), (384, 3, 2, "valid")),
            _branch(net, x, (256, 1), (288, 3, 2, "valid")),
            _branch(net, x, (256, 1), (288, 3), (320, 3, 2, "valid")),
            net.pool(x, 3, 2),
        )
        for _ in range(10):
            x = self._block(net, x, ((192, 1),), ((192, 1), (224, (1, 3)), (256, (3, 1))))
        return _branch(net, x, (1536, 1))

    def _block(self, net: Sketch, x: Feature, *branches: tuple[Step, ...]) -> Feature:
        """Branches whose sum with what they are given goes on."""
        mixed = net.concat(*(_branch(net, x, *steps) for steps in branches))
        return net.add(x, net.conv(mixed, x.channels, bias=True))
