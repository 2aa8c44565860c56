"""policy_of_shared_parts: compiled by mtlc 0.1.0 from policy_of_shared_parts.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_tower() -> keras.Model:
    """Build `tower`, called 2 times: (batch, 8, 4) -> (batch, 2), 90 parameters."""
    return keras.Sequential(
        [
            keras.Input((8, 4), name="tower_input"),
            layers.Bidirectional(
                layers.SimpleRNN(4, recurrent_initializer="ones"),
                name="tower_bidirectional",
            ),
            layers.Dense(2, name="tower_dense"),
        ],
        name="tower",
    )


def build_model() -> keras.Model:
    """Build `policy_of_shared_parts`: 2 x (batch, 8, 4) -> (batch, 4), 90 parameters."""
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("bfloat16")
    try:
        left = keras.Input((8, 4), name="left")
        right = keras.Input((8, 4), name="right")
        tower_model = build_tower()
        tower = tower_model(left)
        twin = tower_model(right)
        both = layers.Concatenate(name="both")([tower, twin])
        return keras.Model([left, right], both, name="policy_of_shared_parts")
    finally:
        keras.config.set_dtype_policy(policy)


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: f5043d7c27e498a053d07d5a5261271a63df21782019c3b9f5e8d9e456813b2d
