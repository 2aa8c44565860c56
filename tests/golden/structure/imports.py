"""imports: compiled by mtlc 0.1.0 from imports.yaml. Change the spec, not this file.

Custom layers and functions, with and without what they give.
"""

import keras
from keras import layers
from tests import custom as mine


def build_model(*, start=1.5) -> keras.Model:
    """Build `imports` with its default params: (batch, 8) -> 3 x ?, (batch, 8), at least 15 parameters."""
    x = keras.Input((8,), name="x")
    scaled_layer = mine.Scale(start=start, name="scaled")
    scaled = scaled_layer(x)
    halves_0, halves_1 = mine.Halves(name="halves")(scaled)
    sum_ = layers.Add(name="sum")([halves_0, halves_1])
    dense = layers.Dense(3, name="dense")(sum_)
    doubled = mine.double(dense)
    weighted = mine.weighted(doubled, share=0.25)
    scales = []
    for i in range(2):
        x_ = dense
        for j in range(2):
            x_ = mine.Scale(name=f"scales_{i}_{j}")(x_)
        scales.append(x_)
    again = scaled_layer(scaled)
    model = keras.Model(x, [weighted, *scales, again], name="imports")
    model.output_names = [
        "weighted",
        *(f"scales_{i}" for i in range(len(scales))),
        "again",
    ]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 02bf293e3c0fae5950f6e3e73257bf0f345ddab582f71e7db7e2786ad57be003
