"""windows: compiled by mtlc 0.1.0 from windows.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `windows`: (batch, 20, 30, 3) -> (batch, 36, 8), 328 parameters."""
    return keras.Sequential(
        [
            keras.Input((20, 30, 3), name="image"),
            layers.Conv2D(4, (3, 5), strides=2, name="conv2d"),
            layers.ZeroPadding2D(padding=((1, 0), (2, 3)), name="zero_padding2d"),
            layers.Cropping2D(cropping=(1, 2), name="cropping2d"),
            layers.SeparableConv2D(
                8, 3, depth_multiplier=2, activation="swish", name="separable_conv2d"
            ),
            layers.AveragePooling2D((2, 1), name="average_pooling2d"),
            layers.Permute((2, 1, 3), name="permute"),
            layers.Reshape((-1, 8), name="reshape"),
        ],
        name="windows",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 8b4743917f772ff0e755eab723839b7211e8e7b51f442efba2e374b80e4bd33f
