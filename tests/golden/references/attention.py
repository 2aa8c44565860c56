"""attention: compiled by mtlc 0.1.0 from attention.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `attention`: (batch, 6, 8), (batch, 9, 8) -> (batch, 2, 6, 6), (batch, 8), 288 parameters."""
    query = keras.Input((6, 8), name="query")
    memory = keras.Input((9, 8), name="memory")
    look_0, look_1 = layers.MultiHeadAttention(2, 4, name="look")(
        query, value=memory, return_attention_scores=True
    )
    mean = layers.GlobalAveragePooling1D(name="mean")(look_0)
    return keras.Model(
        [query, memory], {"scores": look_1, "mean": mean}, name="attention"
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: f65c0f40b95fab15bb8909b4f2388ecc0059d66adc330d5e3eaddade2a954d91
