"""several_inputs_of_a_chain: compiled by mtlc 0.1.0 from several_inputs_of_a_chain.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `several_inputs_of_a_chain`: (batch, 4), (batch, 8) -> (batch, 1), 13 parameters."""
    wide = keras.Input((4,), name="wide")
    deep = keras.Input((8,), name="deep")
    x = layers.Concatenate(name="concatenate")([wide, deep])
    x = layers.Dense(1, name="dense")(x)
    return keras.Model([wide, deep], x, name="several_inputs_of_a_chain")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 1bd634c2b6e050b09213b9cc976f9f1be790a4433e9d0b3d124d9a016d50425b
