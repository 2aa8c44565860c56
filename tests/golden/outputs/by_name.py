"""by_name: compiled by mtlc 0.1.0 from by_name.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `by_name`: (batch, 4) -> 3 x (batch, 3), 15 parameters."""
    x = keras.Input((4,), name="x")
    trunk = layers.Dense(3, name="trunk")(x)
    return keras.Model(
        x, {"features": trunk, "again": trunk, "trunk": trunk}, name="by_name"
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 7ca006d592c5c0d536cea61ad4e5f83584ec5f9c6ea56f5af736fff97bc62a41
