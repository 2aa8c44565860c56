"""included: compiled by mtlc 0.1.0 from included.yaml. Change the spec, not this file.

Blocks out of another file, which see the params of the document.
"""

import keras
from keras import layers


def tower_layers(*, width, name):
    return [
        layers.Dense(width, name=f"{name}_dense"),
        layers.ReLU(name=f"{name}_re_lu"),
    ]


def build_model(*, width=4) -> keras.Model:
    """Build `included` with its default params: (batch, 8) -> (batch, 1), 41 parameters."""
    return keras.Sequential(
        [
            keras.Input((8,), name="x"),
            *tower_layers(width=width, name="tower"),
            layers.Dense(1, name="dense"),
        ],
        name="included",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: df1f33b370ac6f652ea1dc6236c275caf2ba21332335835ad60607c2e3e552ab
