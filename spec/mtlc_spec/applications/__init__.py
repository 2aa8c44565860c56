"""The networks of `keras.applications`: which there are, and the class of each.

A network is a layer of the catalogue: its arguments are those of Keras' function, and its
family describes how it is laid out, from which sizes and weights follow.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from mtlc_spec.applications.base import Network

FAMILIES: dict[str, tuple[str, ...]] = {
    "convnext": tuple(
        f"ConvNeXt{size}" for size in ("Tiny", "Small", "Base", "Large", "XLarge")
    ),
    "densenet": ("DenseNet121", "DenseNet169", "DenseNet201"),
    "efficientnet": tuple(f"EfficientNetB{number}" for number in range(8)),
    "efficientnet_v2": tuple(
        f"EfficientNetV2{size}" for size in ("B0", "B1", "B2", "B3", *"SML")
    ),
    "inception": ("InceptionV3", "InceptionResNetV2"),
    "mobilenet": ("MobileNet", "MobileNetV2", "MobileNetV3Small", "MobileNetV3Large"),
    "nasnet": ("NASNetMobile", "NASNetLarge"),
    "resnet": tuple(
        f"ResNet{depth}{version}" for version in ("", "V2") for depth in (50, 101, 152)
    ),
    "vgg": ("VGG16", "VGG19"),
    "xception": ("Xception",),
}
"""The networks of each module of this package."""

_FAMILY_OF = {name: family for family, names in FAMILIES.items() for name in names}


def network_names() -> tuple[str, ...]:
    """The names of all networks."""
    return tuple(_FAMILY_OF)


@cache
def network_class(name: str) -> type[Network]:
    """The class of a network, loading its family.

    Raises:
        KeyError: Keras has no network of this name.
    """
    family = import_module(f"{__name__}.{_FAMILY_OF[name]}")
    found = getattr(family, name)
    assert isinstance(found, type)
    assert issubclass(found, Network)
    return found
