"""shared_block: compiled by mtlc 0.1.0 from shared_block.yaml. Change the spec, not this file.

A block with two inputs and two outputs, applied twice with the same weights.
"""

import keras
from keras import layers


def exchange(own, other, *, name):
    seen = layers.Concatenate(name=f"{name}_seen")([own, other])
    own_state = layers.Dense(6, activation="tanh", name=f"{name}_own_state")(seen)
    message = layers.Dense(6, name=f"{name}_message")(seen)
    return {"state": own_state, "message": message}


def build_first() -> keras.Model:
    """Build `first`, called 2 times: 2 x (batch, 6) -> 2 x (batch, 6), 156 parameters."""
    first_own = keras.Input((6,), name="first_own")
    first_other = keras.Input((6,), name="first_other")
    x = exchange(first_own, first_other, name="first")
    return keras.Model([first_own, first_other], x, name="first")


def build_model() -> keras.Model:
    """Build `shared_block`: 2 x (batch, 6) -> (batch, 6), 156 parameters."""
    left = keras.Input((6,), name="left")
    right = keras.Input((6,), name="right")
    first_model = build_first()
    first = first_model([left, right])
    second = first_model([first["state"], first["message"]])
    joined = layers.Add(name="joined")([second["state"], second["message"]])
    return keras.Model([left, right], joined, name="shared_block")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 51bf9f79802f663d63245543372f291832704c97e36e2afb3c7c45262090bb59
