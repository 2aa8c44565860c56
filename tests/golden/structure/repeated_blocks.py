"""repeated_blocks: compiled by mtlc 0.1.0 from repeated_blocks.yaml. Change the spec, not this file.

Several inputs, of which the later stay the same, and several outputs.
"""

import keras
from keras import layers


def decoder(x, memory, *, name):
    attention = layers.MultiHeadAttention(2, 4, name=f"{name}_attention")(
        x, value=memory
    )
    sum_ = layers.Add(name=f"{name}_sum")([x, attention])
    return layers.LayerNormalization(name=f"{name}_out")(sum_)


def pair(x, *, name):
    main = layers.Dense(8, name=f"{name}_main")(x)
    side = layers.Dense(8, name=f"{name}_side")(x)
    return (main, side)


def exchange(left, right, *, name):
    sum_ = layers.Add(name=f"{name}_sum")([left, right])
    a = layers.Dense(8, name=f"{name}_a")(sum_)
    b = layers.Dense(8, name=f"{name}_b")(left)
    return {"left": a, "right": b}


def build_model(*, depth=2) -> keras.Model:
    """Build `repeated_blocks` with its default params: (batch, 10, 8), (batch, 5, 8) -> (batch, 10, 40), 2 x (batch, 10, 8), 1,040 parameters."""
    x = keras.Input((10, 8), name="x")
    memory = keras.Input((5, 8), name="memory")
    decoded = x
    for i in range(depth):
        decoded = decoder(decoded, memory, name=f"decoded_{i}")
    both = pair(decoded, name="both")
    left = both[0]
    right = both[1]
    all_crossed = []
    for i in range(2):
        crossed = exchange(left, right, name=f"crossed_{i}")
        all_crossed.append(crossed)
        left = crossed["left"]
        right = crossed["right"]
    all_ = layers.Concatenate(name="all")(
        [*crossed.values(), *both, all_crossed[0]["left"]]
    )
    return keras.Model([x, memory], {"all": all_, **crossed}, name="repeated_blocks")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 93d70e12ebe3d5bba670414197a977a21bf1d08aaafc084773a34fc980b04036
