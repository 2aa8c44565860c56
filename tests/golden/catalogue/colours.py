"""colours: compiled by mtlc 0.1.0 from colours.yaml. Change the spec, not this file.

Photos of whole numbers, changed in colour while training.
"""

import keras
from keras import layers


def build_model(*, strength=0.2) -> keras.Model:
    """Build `colours` with its default params: (batch, 32, 32, 3) -> (batch, 4), 260 parameters."""
    return keras.Sequential(
        [
            keras.Input((32, 32, 3), dtype="uint8", name="photo"),
            layers.RandAugment(num_ops=1, seed=3, name="rand_augment"),
            layers.RandomColorJitter(
                brightness_factor=strength,
                contrast_factor=0.2,
                hue_factor=0.1,
                name="random_color_jitter",
            ),
            layers.RandomPosterization((4, 8), name="random_posterization"),
            layers.RandomGrayscale(factor=0.1, name="random_grayscale"),
            layers.Solarization(threshold_factor=(0.5, 1.0), name="solarization"),
            layers.Rescaling(0.00392156862745098, name="rescaling"),
            layers.Conv2D(8, 3, activation="relu", name="conv2d"),
            layers.GlobalAveragePooling2D(name="global_average_pooling2d"),
            layers.Dense(4, name="dense"),
        ],
        name="colours",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 7c1d88ab1e626f2a8a9880aca68696953382e0d8ae516e6d0e4349e2a87acd8a
