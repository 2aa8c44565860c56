"""dtypes_of_calls: compiled by mtlc 0.1.0 from dtypes_of_calls.yaml. Change the spec, not this file.

Keras casts what a shared chain is called on to the dtype of its first call.
"""

import keras
from keras import layers


def build_tower() -> keras.Model:
    """Build `tower`, called 3 times: (batch, 4) -> (batch, 4), 20 parameters."""
    return keras.Sequential(
        [
            keras.Input((4,), name="tower_input"),
            layers.Dense(4, name="tower_dense"),
            layers.ReLU(name="tower_re_lu"),
        ],
        name="tower",
    )


def build_model() -> keras.Model:
    """Build `dtypes_of_calls`: 2 x (batch, 4) -> (batch, 4), 20 parameters."""
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        x = keras.Input((4,), name="x")
        number = keras.Input((4,), dtype="int32", name="number")
        tower_model = build_tower()
        tower = tower_model(x)
        again = tower_model(tower)
        numbers = tower_model(number)
        sum_ = layers.Add(name="sum")([again, numbers])
        return keras.Model([x, number], sum_, name="dtypes_of_calls")
    finally:
        keras.config.set_dtype_policy(policy)


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 63cdf53c47c8ad288eba1ca5eb98109c92822adb035418942fd1c6fa6d9ae7a9
