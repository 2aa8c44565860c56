"""may_be_empty: compiled by mtlc 0.1.0 from may_be_empty.yaml. Change the spec, not this file.

Params that can leave no layer, of the whole and of a shared chain.
"""

import keras
from keras import layers


def build_tower(example, *, depth, wide) -> keras.Model:
    """Build `tower`, called 2 times."""
    tower_input = keras.Input(
        batch_shape=example.shape, dtype=example.dtype, name="tower_input"
    )
    x = tower_input
    for i in range(depth):
        x = layers.Dense(4, name=f"tower_dense_{i}")(x)
    if wide:
        x = layers.ReLU(name="tower_re_lu")(x)
    return keras.Model(tower_input, x, name="tower")


def part(x, *, wide, name):
    if wide:
        x = layers.Dense(4, name=f"{name}_dense")(x)
    return x


def build_model(*, depth=2, wide=True) -> keras.Model:
    """Build `may_be_empty` with its default params: (batch, 4) -> (batch, 4), 60 parameters."""
    x = keras.Input((4,), name="x")
    tower_model = build_tower(x, depth=depth, wide=wide)
    tower = tower_model(x)
    one = part(tower, wide=wide, name="one")
    x_ = tower_model(one)
    return keras.Model(x, x_, name="may_be_empty")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 16f9277addaa651e7e881763c550c3b9ad5a444b0766dfbc0a3dc3c5cdf02179
