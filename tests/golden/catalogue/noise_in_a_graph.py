"""noise_in_a_graph: compiled by mtlc 0.1.0 from noise_in_a_graph.yaml. Change the spec, not this file.

Noise that is drawn whenever the model runs, and sequences summarized to a size.

Needs Keras 3.13 or newer: layers.AdaptiveAveragePooling1D, layers.AdaptiveMaxPooling1D.
"""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `noise_in_a_graph`: (batch, 9, 6) -> (batch, 4, 12), 0 parameters."""
    steps = keras.Input((9, 6), name="steps")
    noisy = layers.GaussianDropout(0.2, seed=3, name="noisy")(steps, training=True)
    hidden = layers.SpatialDropout1D(0.1, name="hidden")(noisy)
    peaks = layers.AdaptiveMaxPooling1D(4, name="peaks")(hidden)
    means = layers.AdaptiveAveragePooling1D(4, name="means")(hidden)
    both = layers.Concatenate(name="both")([peaks, means])
    return keras.Model(steps, both, name="noise_in_a_graph")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 79727300f678f8a91980a5807e97dcedf911ee36a6e0fd1280812e2c776cca82
