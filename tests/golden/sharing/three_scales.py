"""three_scales: compiled by mtlc 0.1.0 from three_scales.yaml. Change the spec, not this file.

One convolutional tower on images of three sizes; its sizes are open.
"""

import keras
from keras import layers


def build_tower() -> keras.Model:
    """Build `tower`, called 3 times: (batch, ?, ?, 3) -> (batch, 4), 128 parameters."""
    return keras.Sequential(
        [
            keras.Input((None, None, 3), name="tower_input"),
            layers.Conv2D(4, 3, padding="same", name="tower_conv2d"),
            layers.BatchNormalization(name="tower_batch_normalization"),
            layers.ReLU(name="tower_re_lu"),
            layers.GlobalMaxPooling2D(name="tower_global_max_pooling2d"),
        ],
        name="tower",
    )


def build_model() -> keras.Model:
    """Build `three_scales`: (batch, 16, 16, 3), (batch, 32, 32, 3), (batch, 64, 64, 3) -> (batch, 12), 128 parameters."""
    small = keras.Input((16, 16, 3), name="small")
    middle = keras.Input((32, 32, 3), name="middle")
    large = keras.Input((64, 64, 3), name="large")
    tower_model = build_tower()
    tower = tower_model(small)
    tower2 = tower_model(middle)
    tower3 = tower_model(large)
    all_ = layers.Concatenate(name="all")([tower, tower2, tower3])
    return keras.Model([small, middle, large], all_, name="three_scales")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 78d9410dbcd97ea97282e311cb35a97bdc81ffd942354b5edf88d9db8337ce2e
