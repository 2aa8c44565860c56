"""shared_network: compiled by mtlc 0.1.0 from shared_network.yaml. Change the spec, not this file."""

import keras
from keras import applications, layers


def build_model(*, frozen=True) -> keras.Model:
    """Build `shared_network` with its default params: (batch, 48, 48, 3), (batch, 64, 40, 3) -> (batch, 1), 441,000 parameters."""
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
    return keras.Model([left, right], likeness, name="shared_network")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 600f19a6a3ad8f8143e1e7231f9db8585fdfd8f68a508ddcdac494392db2ee51
