"""named_steps: compiled by mtlc 0.1.0 from named_steps.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `named_steps`: (batch, 16, 16, 3) -> (batch, 16, 16, 12), 408 parameters."""
    image = keras.Input((16, 16, 3), name="image")
    encoder_fine = layers.Conv2D(4, 3, padding="same", name="encoder_fine")(image)
    encoder = layers.MaxPooling2D(name="encoder_max_pooling2d")(encoder_fine)
    encoder_coarse = layers.Conv2D(8, 3, padding="same", name="encoder_coarse")(encoder)
    up = layers.UpSampling2D(name="up")(encoder_coarse)
    both = layers.Concatenate(name="both")([encoder_fine, up])
    return keras.Model(image, both, name="named_steps")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: a260f6df4b6683d31537daa8f90b7dcaf8829b7b1d29aadae97aa9438368adc4
