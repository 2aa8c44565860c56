"""computed_names: compiled by mtlc 0.1.0 from computed_names.yaml. Change the spec, not this file.

Computed names that lead to inputs, from entries that could lead to each other.
"""

import keras
from keras import layers


def build_model(*, own="first", other="second") -> keras.Model:
    """Build `computed_names` with its default params: 2 x (batch, 4) -> (batch, 4), 40 parameters."""
    first = keras.Input((4,), name="first")
    second = keras.Input((4,), name="second")
    one = layers.Dense(4, name="one")({"first": first, "second": second}[own])
    two = layers.Dense(4, name="two")({"first": first, "second": second}[other])
    sum_ = layers.Add(name="sum")([one, two])
    return keras.Model([first, second], sum_, name="computed_names")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: a80a47ba791b2cd47957f4f0ad4e8eeb4634b186ed5d77bb889af5ef4f8b8125
