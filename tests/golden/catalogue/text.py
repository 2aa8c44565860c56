"""text: compiled by mtlc 0.1.0 from text.yaml. Change the spec, not this file.

The mood of a text.
"""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `text`: (batch, 1) -> (batch, 1), 9,265 parameters.

    Before use, call `adapt` with data on `text_vectorization`.
    """
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
# mtlc: format 1, sha256 of the lines above: 015051b308b23a3b883367c52092b45cb8c7651d35213d062e5eeb29585369b8
