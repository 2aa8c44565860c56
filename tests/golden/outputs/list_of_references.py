"""list_of_references: compiled by mtlc 0.1.0 from list_of_references.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `list_of_references`: (batch, 4) -> (batch, 3), (batch, 1), 19 parameters."""
    x = keras.Input((4,), name="x")
    trunk = layers.Dense(3, name="trunk_dense")(x)
    trunk = layers.ReLU(name="trunk_re_lu")(trunk)
    head = layers.Dense(1, name="head")(trunk)
    model = keras.Model(x, [trunk, head], name="list_of_references")
    model.output_names = ["trunk", "head"]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: e2acb86270d060750e2ccf4e0242d6152f0b3165ef5818174477fd8aeff89f3c
