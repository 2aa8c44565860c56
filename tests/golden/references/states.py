"""states: compiled by mtlc 0.1.0 from states.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `states`: 2 x (batch, ?, 3) -> (batch, 4), 472 parameters."""
    series = keras.Input((None, 3), name="series")
    other = keras.Input((None, 3), name="other")
    first_0, first_1 = layers.GRU(4, return_state=True, name="first")(series)
    later = layers.GRU(4, name="later")(other, initial_state=first_1)
    _, _, _, long_3, _ = layers.Bidirectional(
        layers.LSTM(4, return_state=True), merge_mode="sum", name="long"
    )(series)
    sum_ = layers.Add(name="sum")([later, first_0, long_3])
    return keras.Model([series, other], sum_, name="states")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 323072e212e9f7f651d02b8aa9455909160545c854c90b8a223b5ee48f87ad9a
