"""left_out_arguments: compiled by mtlc 0.1.0 from left_out_arguments.yaml. Change the spec, not this file.

Layers around others that are left out, since their width is nothing.
"""

import keras
from keras import layers, ops


def build_graph_chain(steps, *, width, name) -> keras.Model:
    """Build a model that is applied to every step of a tensor."""
    x = keras.Input(
        batch_shape=(steps.shape[0], *steps.shape[2:]),
        dtype=steps.dtype,
        name=f"{name}_input",
    )
    graph_chain = layers.Dense(width, name=f"{name}_dense")(x)
    graph_chain = ops.abs(graph_chain)
    return keras.Model(x, graph_chain, name=name)


def build_model(*, width=0) -> keras.Model:
    """Build `left_out_arguments` with its default params: (batch, 5, 4) -> (batch, 5, 1), 5 parameters."""
    x = keras.Input((5, 4), name="x")
    if width > 0:
        each = layers.TimeDistributed(layers.Dense(width), name="each")(x)
    else:
        each = x
    if width > 0:
        chained = layers.TimeDistributed(
            keras.Sequential(
                [
                    layers.Dense(width, name="chained_chain_dense"),
                    layers.ReLU(name="chained_chain_re_lu"),
                ],
                name="chained_chain",
            ),
            name="chained",
        )(each)
    else:
        chained = each
    if width > 0:
        graph = layers.TimeDistributed(
            build_graph_chain(chained, width=width, name="graph_chain"), name="graph"
        )(chained)
    else:
        graph = chained
    if width > 0:
        both = layers.Bidirectional(layers.LSTM(width), name="both")(graph)
    else:
        both = graph
    end = layers.Dense(1, name="end")(both)
    return keras.Model(x, end, name="left_out_arguments")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: f86af3f19aedde40a18a893063ab7e8d368ef572af54c10b2fe44dbac91f1c25
