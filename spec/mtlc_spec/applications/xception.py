"""Xception: separable convolutions with shortcuts around them."""

from __future__ import annotations

from mtlc_spec.applications.base import Network
from mtlc_spec.applications.sketch import Feature, Sketch


class Xception(Network):
    """Xception (Chollet, CVPR 2017)."""

    preprocessing = "xception"
    mode = "tf"
    default_size = 299
    least_size = 71

    def body(self, net: Sketch, x: Feature) -> Feature:
        x = net.norm(net.conv(x, 32, 3, 2, "valid"))
        x = net.norm(net.conv(x, 64, 3, 1, "valid"))
        for first, filters in ((128, 128), (256, 256), (728, 728)):
            x = self._narrower(net, x, first, filters)
        for _ in range(8):
            own = x
            for _ in range(3):
                own = net.norm(net.separable(own, 728, 3))
            x = net.add(own, x)
        x = self._narrower(net, x, 728, 1024)
        for filters in (1536, 2048):
            x = net.norm(net.separable(x, filters, 3))
        return x

    def _narrower(self, net: Sketch, x: Feature, first: int, filters: int) -> Feature:
        """A block that halves the image."""
        shortcut = net.norm(net.conv(x, filters, 1, 2))
        x = net.norm(net.separable(x, first, 3))
        x = net.norm(net.separable(x, filters, 3))
        return net.add(net.pool(x, 3, 2, "same"), shortcut)
