"""features_in_half: compiled by mtlc 0.1.0 from features_in_half.yaml. Change the spec, not this file.

Features under a mixed policy, which some layers follow and some do not.
"""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `features_in_half`: 2 x (batch, 1), (batch, 3) -> 3 x (batch, 8), 2 x (batch, 1), (batch, 3, 4), (batch, 9), (batch, 3), 0 parameters.

    Before use, call `adapt` with data on `bins` and `known`.
    """
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        city = keras.Input((1,), dtype="string", name="city")
        day = keras.Input((1,), dtype="int32", name="day")
        size = keras.Input((3,), name="size")
        hashed = layers.Hashing(8, output_mode="one_hot", name="hashed")(city)
        kept = layers.Hashing(
            8, output_mode="one_hot", dtype="mixed_float16", name="kept"
        )(city)
        crossed = layers.HashedCrossing(8, output_mode="one_hot", name="crossed")(
            [city, day]
        )
        number = layers.HashedCrossing(8, name="number")([city, day])
        halved = layers.HashedCrossing(8, dtype="mixed_float16", name="halved")(
            [city, day]
        )
        bins = layers.Discretization(num_bins=4, output_mode="one_hot", name="bins")(
            size
        )
        known = layers.StringLookup(
            max_tokens=9, output_mode="multi_hot", pad_to_max_tokens=True, name="known"
        )(city)
        scaled = layers.Normalization(
            mean=[1, 2, 3], variance=[1, 1, 4], name="scaled"
        )(size)
        return keras.Model(
            [city, day, size],
            [hashed, kept, crossed, number, halved, bins, known, scaled],
            name="features_in_half",
        )
    finally:
        keras.config.set_dtype_policy(policy)


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 2bf9973e646dc7076d7783785cd28356c2dbc9f4e4266e6557184781a1e3e6be
