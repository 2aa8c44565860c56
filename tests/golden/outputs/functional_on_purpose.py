"""functional_on_purpose: compiled by mtlc 0.1.0 from functional_on_purpose.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `functional_on_purpose`: (batch, 4) -> (batch, 1), 49 parameters."""
    x = keras.Input((4,), name="x")
    x_ = layers.Dense(8, name="dense")(x)
    x_ = layers.Dropout(0.5, name="dropout")(x_)
    x_ = layers.Dense(1, name="dense_1")(x_)
    return keras.Model(x, x_, name="functional_on_purpose")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 89408dc757f3c9127bb88713723ac7e86a1df8725041a7040587dfdaa5cf51c5
