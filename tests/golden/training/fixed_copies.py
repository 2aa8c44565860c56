"""fixed_copies: compiled by mtlc 0.1.0 from fixed_copies.yaml. Change the spec, not this file.

The names of copies that are written in the spec are a constant of the module.
"""

import keras
from keras import layers

ASSAY = ["nr_ahr", "nr_ar"]
PRICE = ["price_0", "price_1"]


def build_model() -> keras.Model:
    """Build `fixed_copies`: (batch, 8) -> 4 x (batch, 1), 36 parameters."""
    x = keras.Input((8,), name="x")
    assay = {
        copy: layers.Dense(1, activation="sigmoid", name=f"assay_{copy}")(x)
        for copy in ASSAY
    }
    price = [layers.Dense(1, name=f"price_{i}")(x) for i in range(2)]
    return keras.Model(
        x,
        {**{f"price_{i}": one for i, one in enumerate(price)}, **assay},
        name="fixed_copies",
    )


def compile_model(model: keras.Model) -> keras.Model:
    """Compile `model` for its 4 tasks; the total loss is the sum of theirs."""
    model.compile(
        loss={
            **{name: "mse" for name in PRICE},
            **{name: "binary_crossentropy" for name in ASSAY},
        },
        loss_weights={**{name: 1.0 for name in PRICE}, **{name: 0.5 for name in ASSAY}},
    )
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 2877a8a011e348b9b8d3786ff82d63f7e915a6c0eeb1b22d84f582b297a3b537
