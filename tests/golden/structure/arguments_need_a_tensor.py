"""arguments_need_a_tensor: compiled by mtlc 0.1.0 from arguments_need_a_tensor.yaml. Change the spec, not this file.

An argument that is a graph is built on a tensor, which a list of layers does not have.
"""

import keras
from keras import layers, ops


def build_time_distributed_chain(steps, *, n, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    time_distributed_chain = layers.Dense(n, name=f"{name}_dense")(x)
    time_distributed_chain = ops.abs(time_distributed_chain)
    return keras.Model(x, time_distributed_chain, name=name)


def build_model(*, n=4) -> keras.Model:
    """Build `arguments_need_a_tensor` with its default params: (batch, 5, 8) -> (batch, 5, 4), 56 parameters."""
    x = keras.Input((5, 8), name="x")
    x_ = layers.Dense(n, name="dense")(x)
    x_ = layers.TimeDistributed(
        build_time_distributed_chain(x_, n=n, name="time_distributed_chain"),
        name="time_distributed",
    )(x_)
    return keras.Model(x, x_, name="arguments_need_a_tensor")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 9cd15d0ac8e25c20a564c279bb2998e0b0ed8fb7484fdc9d2557109727ecd08d
