"""texts: compiled by mtlc 0.1.0 from texts.yaml. Change the spec, not this file.

Expressions inside strings, in initializers, in layers as arguments.
"""

import keras
from keras import initializers, layers, regularizers


def build_model(
    *, act="tanh", kind="a", s=0.05, units=4, sizes=(3, 5), flag=True
) -> keras.Model:
    """Build `texts` with its default params: (batch, 10, 4) -> (batch, 2), 2 x (batch, 10, 4), 409 parameters."""
    x = keras.Input((10, 4), name="x")
    head_a = layers.Dense(
        4,
        activation=act,
        kernel_initializer=initializers.RandomNormal(stddev=s),
        name="head_a",
    )(x)
    head_b = layers.Dense(
        4,
        kernel_initializer=initializers.VarianceScaling(scale=s * 2, mode="fan_out"),
        kernel_regularizer=regularizers.L2(l2=s / 10),
        name="head_b",
    )(x)
    chosen = layers.Dense(units if flag else 2, name="chosen")(
        {"head_a": head_a, "head_b": head_b}[f"head_{kind}"]
    )
    both = layers.Bidirectional(layers.LSTM(units), name="both")(chosen)
    lists = layers.Conv1D(sizes[0], len(sizes), padding="sa" + "me", name="lists")(
        chosen
    )
    inner = layers.TimeDistributed(
        layers.Dense(max(sizes[0], sizes[1]) - 1), name="inner"
    )(lists)
    text = layers.Dense(2, activation=act, name="text")(both)
    return keras.Model(x, [text, inner, head_b], name="texts")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 80d12bd012a8df9188332d5ce56ad07d0427cecdecbbcd6c3d44d739d1f5014b
