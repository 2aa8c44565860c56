"""repeats: compiled by mtlc 0.1.0 from repeats.yaml. Change the spec, not this file.

Fixed, by a param, counted together, with the number in arguments and references.
"""

import keras
from keras import layers


def build_model(*, depth=2, width=4) -> keras.Model:
    """Build `repeats` with its default params: (batch, 8) -> 5 x (batch, 4), 505 parameters."""
    x = keras.Input((8,), name="x")
    plain = x
    for i in range(3):
        plain = layers.Dense(8, name=f"plain_dense_{i}")(plain)
    plain = layers.Dense(8, name="plain_dense_3")(plain)
    for i in range(depth):
        plain = layers.Dense(width + i, name=f"plain_dense_{i + 4}")(plain)
    plain = layers.Dense(width, name=f"plain_dense_{depth + 4}")(plain)
    for i in range(2):
        plain_chain_inner = layers.Dense(width, name=f"plain_chain_{i}_inner")(plain)
        plain = layers.LayerNormalization(name=f"plain_chain_{i}_layer_normalization")(
            plain_chain_inner
        )
    taps = plain
    all_taps = []
    taps_tap = []
    for i in range(depth):
        taps_tap_ = layers.Dense(width, name=f"taps_{i}_tap")(taps)
        taps_tap.append(taps_tap_)
        taps = layers.ReLU(name=f"taps_{i}_re_lu")(taps_tap_)
        all_taps.append(taps)
    back_start = layers.Dense(width, name="back_start")(x)
    back = back_start
    for i in range(depth):
        back = layers.Add(name=f"back_{i}")([back, taps_tap[depth - 1 - i]])
    return keras.Model(
        x,
        {
            "first": taps_tap[0],
            "last": all_taps[-1],
            **{f"every_{i}": one for i, one in enumerate(taps_tap)},
            "back": back,
        },
        name="repeats",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: a6bbed70e6f2894040747444f5fc660f6935df25aaa3371cbd8235f3af2054ac
