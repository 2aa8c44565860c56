"""one_reference: compiled by mtlc 0.1.0 from one_reference.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `one_reference`: (batch, 4) -> (batch, 2), 23 parameters."""
    return keras.Sequential(
        [
            keras.Input((4,), name="x"),
            layers.Dense(3, name="a"),
            layers.Dense(2, name="b"),
        ],
        name="one_reference",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 897d48b226e2c407db54b56aa48a97c84a32bc33254f1ed4b98871f67578f329
