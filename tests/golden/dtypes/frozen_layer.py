"""frozen_layer: compiled by mtlc 0.1.0 from frozen_layer.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `frozen_layer`: (batch, 12) -> (batch, 1), 561 parameters."""
    return keras.Sequential(
        [
            keras.Input((12,), dtype="int64", name="words"),
            layers.Embedding(50, 8, mask_zero=True, trainable=False, name="embedding"),
            layers.Masking(name="masking"),
            layers.GRU(4, reset_after=False, dtype="float64", name="gru"),
            layers.Dense(1, name="score"),
        ],
        name="frozen_layer",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: d5ce7687f3de6f3656a4a97576568bbf5c6f91c11714455657697bd5fc0a5846
