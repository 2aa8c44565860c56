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
                recurrent_initializer=initializers.Orthogonal(gain=0.5, seed=3),
                dropout=0.1,
                return_sequences=True,
                go_backwards=True,
                recurrent_activation="hard_sigmoid",
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
# mtlc: format 1, sha256 of the lines above: a0d180ae66b399bc4ac249782d603b42bb51fde9fb2613759b5c7c955b89994d
