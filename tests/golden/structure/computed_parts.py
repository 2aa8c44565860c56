"""computed_parts: compiled by mtlc 0.1.0 from computed_parts.yaml. Change the spec, not this file.

Computed parts of paths, and a computed name that a shared chain looks at.
"""

import keras
from keras import layers, ops

EACH = ["a", "b"]


def build_shared(example, example_) -> keras.Model:
    """Build `shared`, called 2 times."""
    shared_input = keras.Input(
        batch_shape=example.shape, dtype=example.dtype, name="shared_input"
    )
    shared_in_x = keras.Input(
        batch_shape=example_.shape, dtype=example_.dtype, name="shared_in_x"
    )
    x = layers.Dense(4, name="shared_dense")(shared_input)
    x = ops.add(x, shared_in_x)
    return keras.Model([shared_input, shared_in_x], x, name="shared")


def build_model(*, kind="a", k="x") -> keras.Model:
    """Build `computed_parts` with its default params: 2 x (batch, 4) -> 2 x (batch, 2), 2 x (batch, 4), (batch, 3), 139 parameters."""
    x = keras.Input((4,), name="x")
    y = keras.Input((4,), name="y")
    mid_a = layers.Dense(3, name="mid_a")(x)
    mid_b = layers.Dense(3, name="mid_b")(mid_a)
    next_ = layers.Dense(4, name="next")({"a": mid_a, "b": mid_b}[kind])
    each = {
        copy: layers.Dense(2, name=f"each_{copy}")({"a": mid_a, "b": mid_b}[copy])
        for copy in EACH
    }
    steps_s0 = layers.Dense(4, name="steps_s0")(y)
    steps_s1 = layers.Dense(4, name="steps_s1")(steps_s0)
    sums = next_
    for i in range(2):
        sums = layers.Add(name=f"sums_{i}")(
            [sums, {"s0": steps_s0, "s1": steps_s1}[f"s{i}"]]
        )
    in_x = layers.Dense(4, name="in_x")(x)
    in_y = layers.Dense(4, name="in_y")(y)
    shared_model = build_shared(sums, {"in_x": in_x, "in_y": in_y}[f"in_{k}"])
    shared = shared_model([sums, {"in_x": in_x, "in_y": in_y}[f"in_{k}"]])
    again = shared_model([y, {"in_x": in_x, "in_y": in_y}[f"in_{k}"]])
    model = keras.Model(
        [x, y],
        [*each.values(), shared, again, {"a": mid_a, "b": mid_b}[kind]],
        name="computed_parts",
    )
    model.output_names = [*each, "shared", "again", f"mid_{kind}"]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 49eaacf7ad6cdde4bbe5d2c883a8420f94f4ffb17d5cf78899d57ab79f0fadf9
