"""text: compiled by mtlc 0.1.0 from text.yaml. Change the spec, not this file.

The mood of a text.
"""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `text`: (batch, 1) -> (batch, 1), 9,265 parameters."""
    return keras.Sequential(
        [
            keras.Input((1,), dtype="string", name="text"),
            layers.TextVectorization(
                max_tokens=1000,
                ngrams=(1, 2),
                output_sequence_length=20,
                name="text_vectorization",
            ),
            layers.Embedding(1000, 8, mask_zero=True, name="embedding"),
            layers.GRU(16, name="gru"),
            layers.Dense(1, activation="sigmoid", name="dense"),
        ],
        name="text",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: c5f58a3da76372eb45072d9df6b00f3d26212a90bbab2e88ccdbdec68fc86e7a
