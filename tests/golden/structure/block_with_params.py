"""block_with_params: compiled by mtlc 0.1.0 from block_with_params.yaml. Change the spec, not this file.

A block with params and defaults, of which one is derived from another.
"""

import keras
from keras import layers


def feed_forward_layers(*, units, hidden=None, activation="gelu", rate, name):
    """Two dense layers around a wide middle."""
    if hidden is None:
        hidden = 4 * units
    return [
        layers.Dense(hidden, activation=activation, name=f"{name}_dense"),
        layers.Dropout(rate, name=f"{name}_dropout"),
        layers.Dense(units, name=f"{name}_dense_1"),
    ]


def build_model(*, width=8, rate=0.1) -> keras.Model:
    """Build `block_with_params` with its default params: (batch, 8) -> (batch, 4), 740 parameters."""
    return keras.Sequential(
        [
            keras.Input((width,), name="x"),
            *feed_forward_layers(units=width, rate=rate, name="first"),
            *feed_forward_layers(
                units=width, hidden=5, activation="relu", rate=rate, name="second"
            ),
            *feed_forward_layers(
                units=width // 2, hidden=min(width, 7), rate=rate, name="third"
            ),
        ],
        name="block_with_params",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 281660dae47ffeb11bfaeaaa1c93472a6fc8b59c92ac8cb9170fb10db40c70aa
