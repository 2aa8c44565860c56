"""half_precision: compiled by mtlc 0.1.0 from half_precision.yaml. Change the spec, not this file.

A dtype policy holds in blocks, in shared parts and for copies.
"""

import keras
from keras import layers

HEADS = ["a", "b"]


def unit_layers(*, width, name):
    return [
        layers.Dense(width, name=f"{name}_dense"),
        layers.LayerNormalization(dtype="float32", name=f"{name}_layer_normalization"),
    ]


def build_tower(example, *, width) -> keras.Model:
    """Build `tower`, called 2 times."""
    return keras.Sequential(
        [
            keras.Input(batch_shape=example.shape, dtype=example.dtype, name="tower_x"),
            *unit_layers(width=width, name="tower"),
        ],
        name="tower",
    )


def build_model(*, width=4) -> keras.Model:
    """Build `half_precision` with its default params: 2 x (batch, 4) -> 3 x (batch, 1), 43 parameters."""
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        x = keras.Input((width,), name="x")
        y = keras.Input((width,), name="y")
        tower_model = build_tower(x, width=width)
        tower = tower_model(x)
        twin = tower_model(y)
        heads = {
            copy: layers.Dense(1, dtype="float32", name=f"heads_{copy}")(twin)
            for copy in HEADS
        }
        tower_head = layers.Dense(1, name="tower_head")(tower)
        sum_ = layers.Add(dtype="float32", name="sum")([*heads.values(), tower_head])
        return keras.Model([x, y], {"sum": sum_, **heads}, name="half_precision")
    finally:
        keras.config.set_dtype_policy(policy)


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 363cc6c2aa22da089273194ea0510f1cb46583c2b94ce6bf3f7ce4a887bdbcaa
