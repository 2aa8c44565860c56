"""left_out_at_first: compiled by mtlc 0.1.0 from left_out_at_first.yaml. Change the spec, not this file.

Blocks whose first use leaves out what a later one takes.
"""

import keras
from keras import layers


def inner(x, *, units, name):
    return layers.Dense(units, name=f"{name}_dense")(x)


def several(x, *, depth, name):
    for i in range(depth):
        x = inner(x, units=8, name=f"{name}_inner_{i}")
    return layers.Dense(8, name=f"{name}_dense")(x)


def build_both(example, *, name) -> keras.Model:
    """Build a model that is called several times."""
    return keras.Sequential(
        [
            keras.Input(
                batch_shape=example.shape,
                dtype=example.dtype,
                name=f"{name}_both_input",
            ),
            layers.Dense(8, name=f"{name}_both_dense"),
            layers.ReLU(name=f"{name}_both_re_lu"),
        ],
        name=f"{name}_both",
    )


def twice(x, *, deep, name):
    both_model = build_both(x, name=name)
    if deep:
        both = both_model(x)
    else:
        both = x
    again = both_model(both) if deep else both
    return layers.Dense(8, name=f"{name}_out")(again)


def other(x, *, shape, deep=False, name):
    if deep:
        x = several(x, depth=1, name=f"{name}_several")
    return layers.Reshape(shape, name=f"{name}_reshape")(x)


def late(x, *, name):
    return several(x, depth=2, name=f"{name}_several")


def build_model() -> keras.Model:
    """Build `left_out_at_first`: (batch, 8) -> (batch, 2, 4), 864 parameters."""
    x = keras.Input((8,), name="x")
    first = x
    for i in range(2):
        first = several(first, depth=2 * i, name=f"first_{i}")
    second = first
    for i in range(2):
        second = twice(second, deep=i > 0, name=f"second_{i}")
    third = other(second, shape=(8,), deep=True, name="third")
    fourth = late(third, name="fourth")
    fifth = other(fourth, shape=(2, 4), name="fifth")
    return keras.Model(x, fifth, name="left_out_at_first")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 25c28c1784bd6557e7d5ec38e94b3b5bde97922d90ff4fa4365caf4dabf877f3
