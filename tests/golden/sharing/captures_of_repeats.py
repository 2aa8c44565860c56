"""captures_of_repeats: compiled by mtlc 0.1.0 from captures_of_repeats.yaml. Change the spec, not this file.

A shared chain looks at the last iteration of repeats outside of it, and at one by its number.
"""

import keras
from keras import layers, ops

EACH = ["a", "b"]


def pair(left, right, *, name):
    sum_ = layers.Add(name=f"{name}_sum")([left, right])
    gap = layers.Subtract(name=f"{name}_gap")([left, right])
    return {"sum": sum_, "gap": gap}


def build_shared(example, example_, example_2, example_3, example_4) -> keras.Model:
    """Build `shared`, called 2 times."""
    shared_input = keras.Input(
        batch_shape=example.shape, dtype=example.dtype, name="shared_input"
    )
    shared_deep_2 = keras.Input(
        batch_shape=example_.shape, dtype=example_.dtype, name="shared_deep_2"
    )
    shared_deep_0 = keras.Input(
        batch_shape=example_2.shape, dtype=example_2.dtype, name="shared_deep_0"
    )
    shared_pairs_1_sum = keras.Input(
        batch_shape=example_3.shape, dtype=example_3.dtype, name="shared_pairs_1_sum"
    )
    shared_each_b_1 = keras.Input(
        batch_shape=example_4.shape, dtype=example_4.dtype, name="shared_each_b_1"
    )
    x = layers.Dense(4, name="shared_dense")(shared_input)
    x = ops.add(x, shared_deep_2)
    x = ops.add(x, shared_deep_0)
    x = ops.add(x, shared_pairs_1_sum)
    x = ops.add(x, shared_each_b_1)
    return keras.Model(
        [
            shared_input,
            shared_deep_2,
            shared_deep_0,
            shared_pairs_1_sum,
            shared_each_b_1,
        ],
        x,
        name="shared",
    )


def build_model(*, depth=3) -> keras.Model:
    """Build `captures_of_repeats` with its default params: 2 x (batch, 4) -> 2 x (batch, 4), 120 parameters."""
    x = keras.Input((4,), name="x")
    y = keras.Input((4,), name="y")
    deep = x
    all_deep = []
    for i in range(depth):
        deep = layers.Dense(4, name=f"deep_{i}")(deep)
        all_deep.append(deep)
    left = x
    right = y
    for i in range(2):
        pairs = pair(left, right, name=f"pairs_{i}")
        left = pairs["sum"]
        right = pairs["gap"]
    each = {}
    for copy in EACH:
        x_ = y
        for i in range(2):
            x_ = layers.Dense(4, name=f"each_{copy}_{i}")(x_)
        each[copy] = x_
    shared_model = build_shared(x, deep, all_deep[0], pairs["sum"], each["b"])
    shared = shared_model([x, deep, all_deep[0], pairs["sum"], each["b"]])
    again = shared_model([y, deep, all_deep[0], pairs["sum"], each["b"]])
    model = keras.Model([x, y], [shared, again], name="captures_of_repeats")
    model.output_names = ["shared", "again"]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: d0dc68fdb9175d7dd5c495ca0e4c766ab99d0beca48377e5f90c39c8e2c398d0
