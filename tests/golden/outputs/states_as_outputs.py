"""states_as_outputs: compiled by mtlc 0.1.0 from states_as_outputs.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `states_as_outputs`: (batch, 5, 3) -> 3 x (batch, 4), 128 parameters."""
    series = keras.Input((5, 3), name="series")
    x_0, x_1, x_2 = layers.LSTM(4, return_state=True, name="lstm")(series)
    model = keras.Model(series, [x_0, x_1, x_2], name="states_as_outputs")
    model.output_names = ["lstm_0", "lstm_1", "lstm_2"]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 623b9edb9881b88378da3268b43b44ba1df4b22c47cfe734461e7889fd8312bc
