"""order_is_free: compiled by mtlc 0.1.0 from order_is_free.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `order_is_free`: (batch, 4) -> (batch, 3), 27 parameters."""
    x = keras.Input((4,), name="x")
    a = layers.Dense(3, name="a")(x)
    b = layers.Dense(3, name="b")(a)
    c = layers.Add(name="c")([b, a])
    return keras.Model(x, c, name="order_is_free")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 548ae46ee1c5162a1d817f21b91a1fa7d5f31a85cc85f2c41d10371a24c6954e
