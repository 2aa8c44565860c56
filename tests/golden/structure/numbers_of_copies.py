"""numbers_of_copies: compiled by mtlc 0.1.0 from numbers_of_copies.yaml. Change the spec, not this file.

What is repeated in a copy counts for itself; behind it the copy still knows its number.
"""

import keras
from keras import layers


def build_model(*, towers=("left", "right"), deep=True) -> keras.Model:
    """Build `numbers_of_copies` with its default params: (batch, 8) -> (batch, 2), (batch, 3), (batch, 4), 298 parameters."""
    x = keras.Input((8,), name="x")
    tower = {}
    for i, copy in enumerate(towers):
        x_ = x
        for j in range(2):
            if deep:
                x_ = layers.Dense(4 + j, name=f"tower_{copy}_dense_{j}")(x_)
        x_ = layers.Dense(2 + i, name=f"tower_{copy}_dense_2")(x_)
        if i > 0:
            x_ = layers.Dropout(0.1 * i, name=f"tower_{copy}_dropout")(x_)
        tower[copy] = x_
    plain = {}
    for copy in towers:
        x_ = x
        for i in range(2):
            x_ = layers.Dense(4 + i, name=f"plain_{copy}_dense_{i}")(x_)
        x_ = layers.Dense(2, name=f"plain_{copy}_dense_2")(x_)
        plain[copy] = x_
    joined = layers.Concatenate(name="joined")([*plain.values()])
    names = [*tower, "joined"]
    for one in names:
        if names.count(one) > 1:
            raise ValueError(f"two outputs are named {one}")
    return keras.Model(x, {**tower, "joined": joined}, name="numbers_of_copies")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 2a1b2978bcfd72a2286fd2550258ed3fbb86f08770e4a8e0c8b36e2aa0b003ef
