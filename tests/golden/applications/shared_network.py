"""siamese: compiled by mtlc 0.1.0 from siamese.yaml. Change the spec, not this file."""

import keras
from keras import applications, layers


def build_model(*, frozen=True) -> keras.Model:
    """Build `siamese` with its default params: (batch, 48, 48, 3), (batch, 64, 40, 3) -> (batch, 1), 441,000 parameters."""
    left = keras.Input((48, 48, 3), name="left")
    right = keras.Input((64, 40, 3), name="right")
    encoder_layer = applications.MobileNetV3Small(
        minimalistic=True,
        include_top=False,
        weights=None,
        pooling="avg",
        name="encoder",
    )
    encoder_layer.trainable = not frozen
    encoder = encoder_layer(left, training=False)
    again = encoder_layer(right, training=False)
    likeness = layers.Dot(1, normalize=True, name="likeness")([encoder, again])
    return keras.Model([left, right], likeness, name="siamese")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 04977a7b11b949523f2d472e182c77e3ee50179b42ae7ec781ff5e4208191cab
