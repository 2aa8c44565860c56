"""arguments_in_half: compiled by mtlc 0.1.0 from arguments_in_half.yaml. Change the spec, not this file.

A function inside an argument sees what the layer around it casts to.
"""

import keras
from keras import layers, ops


def build_shown_chain(steps, *, n, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype="float16",
        name=f"{name}_input",
    )
    shown_chain = layers.Dense(n, name=f"{name}_dense")(x)
    shown_chain = ops.abs(shown_chain)
    return keras.Model(x, shown_chain, name=name)


def build_bare_abs(steps, *, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype="float16",
        name=f"{name}_input",
    )
    bare_abs = ops.abs(x)
    return keras.Model(x, bare_abs, name=name)


def build_model(*, n=4) -> keras.Model:
    """Build `arguments_in_half` with its default params: (batch, 5, 8) -> (batch, 5, 4), (batch, 5, 8), 36 parameters."""
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        x = keras.Input((5, 8), name="x")
        shown = layers.TimeDistributed(
            build_shown_chain(x, n=n, name="shown_chain"), name="shown"
        )(x)
        bare = layers.TimeDistributed(build_bare_abs(x, name="bare_abs"), name="bare")(
            x
        )
        return keras.Model(x, [shown, bare], name="arguments_in_half")
    finally:
        keras.config.set_dtype_policy(policy)


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 76c9f6c71d7128714d9f6723f6e01a3c69e5846b3aba95632f7e470af94f8ed0
