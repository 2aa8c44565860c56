"""conditions: compiled by mtlc 0.1.0 from conditions.yaml. Change the spec, not this file.

What `when` leaves out stands for its first input.
"""

import keras
from keras import layers


def residual(x, *, units=8, project=False, norm, name):
    if norm == "batch":
        main = layers.BatchNormalization(name=f"{name}_main_batch_normalization")(x)
    else:
        main = x
    if norm == "layer":
        main = layers.LayerNormalization(name=f"{name}_main_layer_normalization")(main)
    main = layers.Dense(units, name=f"{name}_main_dense")(main)
    if project:
        shortcut = layers.Dense(units, name=f"{name}_shortcut")(x)
    else:
        shortcut = x
    return layers.Add(name=f"{name}_sum")([main, shortcut])


def build_model(*, norm="layer", rate=0.2, depth=2) -> keras.Model:
    """Build `conditions` with its default params: (batch, 8) -> 2 x (batch, 6), 316 parameters."""
    x = keras.Input((8,), name="x")
    wide = residual(x, units=6, project=True, norm=norm, name="wide")
    body = wide
    for i in range(depth):
        body = residual(body, units=6, norm=norm, name=f"body_{i}")
    if rate > 0:
        thin = layers.Dropout(rate, name="thin")(body)
    else:
        thin = body
    first = thin
    for i in range(3):
        if i != 1:
            first = layers.Dense(6, name=f"first_{i}")(first)
    if depth in (2, 3) and rate != 0.5:
        merged = layers.Add(name="merged")([first, thin])
    else:
        merged = first
    model = keras.Model(x, [merged, thin], name="conditions")
    model.output_names = ["merged", "thin"]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 6dbe9bfa12f1f4f46d3c5184e66a8cdc1bc5564423c44df58e869df4c28b9261
