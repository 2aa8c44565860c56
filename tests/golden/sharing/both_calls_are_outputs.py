"""both_calls_are_outputs: compiled by mtlc 0.1.0 from both_calls_are_outputs.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_tower() -> keras.Model:
    """Build `tower`, called 2 times: (batch, 8) -> (batch, 2), 46 parameters."""
    return keras.Sequential(
        [
            keras.Input((8,), name="tower_input"),
            layers.Dense(4, name="tower_dense"),
            layers.Dense(2, name="tower_dense_1"),
        ],
        name="tower",
    )


def build_model() -> keras.Model:
    """Build `both_calls_are_outputs`: 2 x (batch, 8) -> 2 x (batch, 2), 46 parameters."""
    left = keras.Input((8,), name="left")
    right = keras.Input((8,), name="right")
    tower_model = build_tower()
    tower = tower_model(left)
    twin = tower_model(right)
    model = keras.Model([left, right], [tower, twin], name="both_calls_are_outputs")
    model.output_names = ["tower", "twin"]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: e228febefe6196f3b64436475fea70db196af4026c1844eeac563d89bcf424f4
