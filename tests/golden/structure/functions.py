"""functions: compiled by mtlc 0.1.0 from functions.yaml. Change the spec, not this file.

Functions, constants that depend on nothing, and a bundle given to a block.
"""

import keras
from keras import layers, ops


def average(members, *, axis=1):
    stacked = ops.stack(members, axis=axis)
    return ops.mean(stacked, axis=axis)


def build_model(*, length=6, width=4) -> keras.Model:
    """Build `functions` with its default params: (batch, 6, 4) -> (batch, 6, 3), 93 parameters."""
    x = keras.Input((length, width), name="x")
    index = ops.arange(start=length)
    table = ops.one_hot(index, num_classes=length)
    shifted = ops.expand_dims(table, axis=0)
    wide = layers.Dense(length, name="wide")(x)
    sum_ = ops.add(wide, shifted)
    positive = ops.greater(sum_, length / 10)
    masked = ops.where(positive, sum_, 0.0)
    members = [layers.Dense(3, name=f"members_{i}")(masked) for i in range(3)]
    averaged = average(members)
    parts_0, parts_1 = ops.split(averaged, indices_or_sections=2, axis=1)
    both = layers.Concatenate(axis=1, name="both")([parts_0, parts_1])
    return keras.Model(x, both, name="functions")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 2aa1130e28aeffef30ea61d8cb6f3f10ba164c56adf27030ff517ba592921807
