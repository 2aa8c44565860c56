"""arguments_in_a_stack: compiled by mtlc 0.1.0 from arguments_in_a_stack.yaml. Change the spec, not this file.

A stack of layers whose arguments are graphs; their shapes are known.
"""

import keras
from keras import layers, ops


def build_time_distributed_chain(*, name) -> keras.Model:
    """Build `time_distributed_chain`: (batch, 8) -> (batch, 4), 36 parameters."""
    x = keras.Input((8,), name=f"{name}_input")
    time_distributed_chain = layers.Dense(4, name=f"{name}_dense")(x)
    time_distributed_chain = ops.abs(time_distributed_chain)
    return keras.Model(x, time_distributed_chain, name=name)


def build_model() -> keras.Model:
    """Build `arguments_in_a_stack`: (batch, 5, 8) -> (batch, 5, 2), 46 parameters."""
    return keras.Sequential(
        [
            keras.Input((5, 8), name="x"),
            layers.TimeDistributed(
                build_time_distributed_chain(name="time_distributed_chain"),
                name="time_distributed",
            ),
            layers.TimeDistributed(
                keras.Sequential(
                    [
                        layers.Dense(2, name="time_distributed_1_chain_dense"),
                        layers.ReLU(name="time_distributed_1_chain_re_lu"),
                    ],
                    name="time_distributed_1_chain",
                ),
                name="time_distributed_1",
            ),
        ],
        name="arguments_in_a_stack",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 1b020175c44b4e6cdefa842d773b5194deea771759783a6e45e73e09e2197587
