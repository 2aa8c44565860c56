"""long_calls: compiled by mtlc 0.1.0 from long_calls.yaml. Change the spec, not this file."""

import keras
from keras import initializers, layers


def build_model() -> keras.Model:
    """Build `long_calls`: (4, 50, 3) -> (4, 50, 3), 1,331 parameters."""
    return keras.Sequential(
        [
            keras.Input(
                (50, 3),
                batch_size=4,
                dtype="float64",
                name="a_series_with_a_rather_long_name",
            ),
            layers.LSTM(
                16,
                activation="relu",
                recurrent_activation="hard_sigmoid",
                recurrent_initializer=initializers.Orthogonal(gain=0.5, seed=3),
                dropout=0.1,
                return_sequences=True,
                go_backwards=True,
                name="a_recurrent_layer_with_many_arguments",
            ),
            layers.TimeDistributed(
                layers.Dense(3, activation="softmax"), name="a_dense_layer"
            ),
        ],
        name="long_calls",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 80d8a4f18cd0a4491145bb3118731b620d6ddb8dca862855d029ac03127b5218
