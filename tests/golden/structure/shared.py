"""shared: compiled by mtlc 0.1.0 from shared.yaml. Change the spec, not this file.

Layers, chains and blocks with several inputs and outputs, applied again.
"""

import keras
from keras import layers

TOWERS = ["a", "b"]


def build_tower(example, *, width) -> keras.Model:
    """Build `tower`, called 2 times."""
    return keras.Sequential(
        [
            keras.Input(
                batch_shape=example.shape, dtype=example.dtype, name="tower_input"
            ),
            layers.Dense(width, name="tower_dense"),
            layers.LayerNormalization(name="tower_layer_normalization"),
        ],
        name="tower",
    )


def mix(a, b, *, width, name):
    sum_ = layers.Add(name=f"{name}_sum")([a, b])
    main = layers.Dense(width, name=f"{name}_main")(sum_)
    side = layers.Dense(2, name=f"{name}_side")(a)
    return {"main": main, "side": side}


def build_mixed(example, example_, *, width) -> keras.Model:
    """Build `mixed`, called 2 times."""
    mixed_a = keras.Input(
        batch_shape=example.shape, dtype=example.dtype, name="mixed_a"
    )
    mixed_b = keras.Input(
        batch_shape=example_.shape, dtype=example_.dtype, name="mixed_b"
    )
    x = mix(mixed_a, mixed_b, width=width, name="mixed")
    return keras.Model([mixed_a, mixed_b], x, name="mixed")


def build_deep(example, *, width, depth) -> keras.Model:
    """Build `deep`, called 3 times."""
    deep_input = keras.Input(
        batch_shape=example.shape, dtype=example.dtype, name="deep_input"
    )
    x = deep_input
    for i in range(depth):
        x = layers.Dense(width, name=f"deep_{i}")(x)
    return keras.Model(deep_input, x, name="deep")


def build_towers(example, *, copy, width) -> keras.Model:
    """Build `towers_a`, called 3 times."""
    towers_input = keras.Input(
        batch_shape=example.shape, dtype=example.dtype, name=f"towers_{copy}_input"
    )
    x = layers.Dense(width, name=f"towers_{copy}_dense")(towers_input)
    x = layers.ReLU(name=f"towers_{copy}_re_lu")(x)
    return keras.Model(towers_input, x, name=f"towers_{copy}")


def build_tower_(example, *, width, depth, name) -> keras.Model:
    """Build a model that is called several times."""
    return keras.Sequential(
        [
            keras.Input(
                batch_shape=example.shape,
                dtype=example.dtype,
                name=f"{name}_tower_input",
            ),
            layers.Dense(width, name=f"{name}_tower_dense"),
            layers.ReLU(name=f"{name}_tower_re_lu"),
            *[
                layers.Dense(3, name=f"{name}_tower_dense_{i + 1}")
                for i in range(depth)
            ],
        ],
        name=f"{name}_tower",
    )


def siamese(left, right, *, width, depth, name):
    tower_model = build_tower_(left, width=width, depth=depth, name=name)
    tower = tower_model(left)
    twin = tower_model(right)
    return layers.Subtract(name=f"{name}_out")([tower, twin])


def build_model(*, width=4, depth=2) -> keras.Model:
    """Build `shared` with its default params: 2 x (batch, 4) -> (batch, 51), 245 parameters."""
    x = keras.Input((width,), name="x")
    y = keras.Input((width,), name="y")
    dense_layer = layers.Dense(width, name="dense")
    dense = dense_layer(x)
    dense_again = dense_layer(y)
    tower_model = build_tower(dense, width=width)
    tower = tower_model(dense)
    tower_again = tower_model(dense_again)
    mixed_model = build_mixed(tower, tower_again, width=width)
    mixed = mixed_model([tower, tower_again])
    mixed_again = mixed_model([mixed["main"], x])
    deep_model = build_deep(mixed_again["main"], width=width, depth=depth)
    deep = deep_model(mixed_again["main"])
    deeper = deep
    for i in range(2):
        deeper = deep_model(deeper)
    towers = {}
    towers_models = {copy: build_towers(x, copy=copy, width=width) for copy in TOWERS}
    for copy in TOWERS:
        x_ = towers_models[copy](x)
        towers[copy] = x_
    towers_again = {key: layer(y) for key, layer in towers_models.items()}
    one_again = towers_models["a"](dense)
    layers_layers = [layers.Dense(width, name=f"layers_{i}") for i in range(2)]
    layers_ = [layers_layers[i](x) for i in range(2)]
    layers_again = [layer(towers["b"]) for layer in layers_layers]
    pair = siamese(dense, dense_again, width=width, depth=depth, name="pair")
    all_ = layers.Concatenate(name="all")(
        [
            *towers.values(),
            *towers_again.values(),
            one_again,
            *layers_again,
            *layers_,
            deeper,
            pair,
            *mixed_again.values(),
            mixed["side"],
        ]
    )
    return keras.Model([x, y], all_, name="shared")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: e656c1424071c16624881d0250ac5424238115ee004715e21381db37262461b1
