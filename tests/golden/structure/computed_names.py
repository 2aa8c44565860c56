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
    two = layers.Dense(4, name="two")(
        {"first": first, "second": second, "one": one}[other]
    )
    sum_ = layers.Add(name="sum")([one, two])
    return keras.Model([first, second], sum_, name="computed_names")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 131c11483089e2c1ac6f6a22d33cd5e65b1d5f66118f85802731ae6bd9a6a9d0
