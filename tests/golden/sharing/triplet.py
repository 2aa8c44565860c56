"""triplet: compiled by mtlc 0.1.0 from triplet.yaml. Change the spec, not this file.

An anchor, a positive and a negative through one network (Schroff et al., CVPR 2015).
"""

import keras
from keras import layers


def build_network() -> keras.Model:
    """Build `network`, called 3 times: (batch, 28, 28, 1) -> (batch, 16), 21,728 parameters."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), name="network_input"),
            layers.Conv2D(8, 3, activation="relu", name="network_conv2d"),
            layers.MaxPooling2D(name="network_max_pooling2d"),
            layers.Flatten(name="network_flatten"),
            layers.Dense(16, name="network_dense"),
        ],
        name="network",
    )


def build_model() -> keras.Model:
    """Build `triplet`: 3 x (batch, 28, 28, 1) -> 2 x (batch, 1), 21,728 parameters."""
    anchor = keras.Input((28, 28, 1), name="anchor")
    positive = keras.Input((28, 28, 1), name="positive")
    negative = keras.Input((28, 28, 1), name="negative")
    network_model = build_network()
    network = network_model(anchor)
    same = network_model(positive)
    other = network_model(negative)
    near = layers.Dot(1, normalize=True, name="near")([network, same])
    far = layers.Dot(1, normalize=True, name="far")([network, other])
    return keras.Model(
        [anchor, positive, negative], {"near": near, "far": far}, name="triplet"
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 977c5030a187ae274b571296bbe7e1751833aa07ef3e3b1b58f8693baa521b7d
