"""arguments_of_layers: compiled by mtlc 0.1.0 from arguments_of_layers.yaml. Change the spec, not this file.

Models as arguments of layers that are more than one layer behind the other.
"""

import keras
from keras import layers, ops


def gated(x, *, width=4, name):
    value = layers.Dense(width, name=f"{name}_value")(x)
    gate = layers.Dense(width, activation="sigmoid", name=f"{name}_gate")(x)
    return layers.Multiply(name=f"{name}_out")([value, gate])


def build_block_gated(steps, *, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    block_gated = gated(x, name=name)
    return keras.Model(x, block_gated, name=name)


def build_chained_chain(steps, *, n, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    chained_chain = layers.Dense(n, name=f"{name}_dense")(x)
    chained_chain = ops.abs(chained_chain)
    return keras.Model(x, chained_chain, name=name)


def build_copied_gated(steps, *, i, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    copied_gated = gated(x, width=i + 1, name=name)
    return keras.Model(x, copied_gated, name=name)


def build_repeated_gated(steps, *, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    repeated_gated = gated(x, width=8, name=name)
    return keras.Model(x, repeated_gated, name=name)


def build_perhaps_chain(steps, *, n, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    if n > 3:
        perhaps_chain = layers.Dense(3, name=f"{name}_dense")(x)
    else:
        perhaps_chain = x
    return keras.Model(x, perhaps_chain, name=name)


def build_function_abs(steps, *, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    function_abs = ops.abs(x)
    return keras.Model(x, function_abs, name=name)


def build_inner_time_distributed_chain(steps, *, n, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[3:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    inner_time_distributed_chain = layers.Dense(n, name=f"{name}_dense")(x)
    inner_time_distributed_chain = ops.relu(inner_time_distributed_chain)
    return keras.Model(x, inner_time_distributed_chain, name=name)


def build_gate_gated(steps, *, n, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    gate_gated = gated(x, width=n, name=name)
    return keras.Model(x, gate_gated, name=name)


def build_twice_time_distributed_gated(steps, *, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[3:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    twice_time_distributed_gated = gated(x, name=name)
    return keras.Model(x, twice_time_distributed_gated, name=name)


def each(x, *, n, name):
    gate = layers.TimeDistributed(
        build_gate_gated(x, n=n, name=f"{name}_gate_gated"), name=f"{name}_gate"
    )(x)
    return layers.TimeDistributed(
        layers.TimeDistributed(
            build_twice_time_distributed_gated(
                gate, name=f"{name}_twice_time_distributed_gated"
            ),
            name=f"{name}_twice_time_distributed",
        ),
        name=f"{name}_twice",
    )(gate)


def build_twin_gated(steps, *, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    twin_gated = gated(x, width=2, name=name)
    return keras.Model(x, twin_gated, name=name)


def build_model(*, n=4) -> keras.Model:
    """Build `arguments_of_layers` with its default params: (batch, 5, 6, 8) -> 2 x (batch, 5, 6, 4), (batch, 5, 6, 8), (batch, 5, 6, 1), (batch, 5, 6, 2), (batch, 5, 6, 3), (batch, 5, 6, 8), (batch, 5, 6, 3), (batch, 5, 6, 8), 2 x (batch, 5, 6, 4), 2 x (batch, 5, 6, 2), 715 parameters."""
    x = keras.Input((5, 6, 8), name="x")
    block = layers.TimeDistributed(
        build_block_gated(x, name="block_gated"), name="block"
    )(x)
    chained = layers.TimeDistributed(
        build_chained_chain(x, n=n, name="chained_chain"), name="chained"
    )(x)
    nothing = layers.TimeDistributed(
        layers.Identity(name="nothing_chain"), name="nothing"
    )(x)
    copied = [
        layers.TimeDistributed(
            build_copied_gated(x, i=i, name=f"copied_{i}_gated"), name=f"copied_{i}"
        )(x)
        for i in range(3)
    ]
    repeated = x
    for i in range(2):
        repeated = layers.TimeDistributed(
            build_repeated_gated(repeated, name=f"repeated_{i}_gated"),
            name=f"repeated_{i}",
        )(repeated)
    perhaps = layers.TimeDistributed(
        build_perhaps_chain(x, n=n, name="perhaps_chain"), name="perhaps"
    )(x)
    function = layers.TimeDistributed(
        build_function_abs(x, name="function_abs"), name="function"
    )(x)
    inner = layers.TimeDistributed(
        layers.TimeDistributed(
            build_inner_time_distributed_chain(
                x, n=n, name="inner_time_distributed_chain"
            ),
            name="inner_time_distributed",
        ),
        name="inner",
    )(x)
    inside = each(x, n=n, name="inside")
    twin_layer = layers.TimeDistributed(
        build_twin_gated(x, name="twin_gated"), name="twin"
    )
    twin = twin_layer(x)
    again = twin_layer(repeated)
    model = keras.Model(
        x,
        [
            block,
            chained,
            nothing,
            *copied,
            repeated,
            perhaps,
            function,
            inner,
            inside,
            twin,
            again,
        ],
        name="arguments_of_layers",
    )
    model.output_names = [
        "block",
        "chained",
        "nothing",
        *(f"copied_{i}" for i in range(len(copied))),
        "repeated",
        "perhaps",
        "function",
        "inner",
        "inside",
        "twin",
        "again",
    ]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 35285eabe4254925d2c99b51d2cab063cb1032a6fec24cf1d183f09500943bc7
