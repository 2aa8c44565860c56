"""shared_fixed: compiled by mtlc 0.1.0 from shared_fixed.yaml. Change the spec, not this file.

Without params, shared parts are built from written shapes.
"""

import keras
from keras import layers


def stem(x, *, filters=4, name):
    conv = layers.Conv2D(filters, 3, padding="same", name=f"{name}_conv")(x)
    skip = layers.Conv2D(filters, 1, name=f"{name}_skip")(x)
    sum_ = layers.Add(name=f"{name}_sum")([conv, skip])
    pooled = layers.GlobalAveragePooling2D(name=f"{name}_pooled")(sum_)
    return (pooled, sum_)


def build_small() -> keras.Model:
    """Build `small`, called 3 times: (batch, ?, ?, 1) -> (batch, 3), (batch, ?, ?, 3), 36 parameters."""
    small_x = keras.Input((None, None, 1), name="small_x")
    x = stem(small_x, filters=3, name="small")
    return keras.Model(small_x, [*x], name="small")


def build_heads(*, i) -> keras.Model:
    """Build `heads_0`, called 2 times: (batch, 3) -> (batch, 2), 8 parameters."""
    heads_input = keras.Input((3,), name=f"heads_{i}_input")
    x = layers.Dense(2, name=f"heads_{i}_dense")(heads_input)
    return keras.Model(heads_input, x, name=f"heads_{i}")


def build_model() -> keras.Model:
    """Build `shared_fixed`: (batch, 8, 8, 1), (batch, 16, 16, 1), (batch, 32, 32, 1), (batch, 4) -> (batch, 25), (batch, 16, 16, 3), 76 parameters."""
    a = keras.Input((8, 8, 1), name="a")
    b = keras.Input((16, 16, 1), name="b")
    c = keras.Input((32, 32, 1), name="c")
    memory = keras.Input((4,), name="memory")
    small_model = build_small()
    small = small_model(a)
    middle = small_model(b)
    large = small_model(c)
    judge = layers.Dense(4, name="judge_dense")(small[0])
    judge = layers.LayerNormalization(name="judge_layer_normalization")(judge)
    heads = []
    heads_models = [build_heads(i=i) for i in range(2)]
    for i in range(2):
        x = heads_models[i](small[0])
        heads.append(x)
    heads_again = [layer(large[0]) for layer in heads_models]
    all_ = layers.Concatenate(name="all")(
        [small[0], middle[0], large[0], judge, *heads, *heads_again, memory]
    )
    model = keras.Model([a, b, c, memory], [all_, middle[1]], name="shared_fixed")
    model.output_names = ["all", "middle_1"]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: d58e7faa356c3893b008211af4146b2968cdd9f97ea295da63f1518ed6e64a21
