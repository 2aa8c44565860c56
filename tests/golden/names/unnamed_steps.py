"""unnamed_steps: compiled by mtlc 0.1.0 from unnamed_steps.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `unnamed_steps`: (batch, 8, 8, 3) -> (batch, 3), 159 parameters."""
    return keras.Sequential(
        [
            keras.Input((8, 8, 3), name="x"),
            layers.Conv2D(2, 3, name="conv2d"),
            layers.ReLU(name="re_lu"),
            layers.Conv2D(2, 3, name="second"),
            layers.ReLU(name="re_lu_1"),
            layers.Conv2D(2, 3, name="conv2d_1"),
            layers.ReLU(name="chain_re_lu"),
            layers.Flatten(name="chain_flatten"),
            layers.Dense(3, name="chain_1_dense"),
        ],
        name="unnamed_steps",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 5fa834ee4ae1ba06f1bb1d1c72deb7a4ebc825367cddee66d70d7197de2613c3
