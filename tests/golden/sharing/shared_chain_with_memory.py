"""shared_chain_with_memory: compiled by mtlc 0.1.0 from shared_chain_with_memory.yaml. Change the spec, not this file.

A shared chain whose attention looks at a tensor outside of it, which becomes an input of the nested model.
"""

import keras
from keras import layers


def build_reader() -> keras.Model:
    """Build `reader`, called 2 times: (batch, 10, 16), (batch, 5, 16) -> (batch, 10, 4), 1,188 parameters."""
    reader_input = keras.Input((10, 16), name="reader_input")
    reader_memory = keras.Input((5, 16), name="reader_memory")
    x = layers.LayerNormalization(name="reader_layer_normalization")(reader_input)
    x = layers.MultiHeadAttention(2, 8, name="reader_multi_head_attention")(
        x, value=reader_memory
    )
    x = layers.Dense(4, name="reader_dense")(x)
    return keras.Model([reader_input, reader_memory], x, name="reader")


def build_model() -> keras.Model:
    """Build `shared_chain_with_memory`: 2 x (batch, 10, 16), (batch, 5, 16) -> (batch, 10, 4), 1,188 parameters."""
    left = keras.Input((10, 16), name="left")
    right = keras.Input((10, 16), name="right")
    memory = keras.Input((5, 16), name="memory")
    reader_model = build_reader()
    reader = reader_model([left, memory])
    other = reader_model([right, memory])
    sum_ = layers.Add(name="sum")([reader, other])
    return keras.Model([left, right, memory], sum_, name="shared_chain_with_memory")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: ebd4bfd35e4b332fcd0a4b48175fd0d80134967db10d32f2ba2922a6a0864c83
