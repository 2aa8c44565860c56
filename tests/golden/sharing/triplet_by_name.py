"""triplet_by_name: compiled by mtlc 0.1.0 from triplet_by_name.yaml. Change the spec, not this file.

Three images through one tower, its calls by name.
"""

import keras
from keras import layers


def build_embed() -> keras.Model:
    """Build `embed`, called 3 times: (batch, 32, 32, 3) -> (batch, 16), 368 parameters."""
    return keras.Sequential(
        [
            keras.Input((32, 32, 3), name="embed_input"),
            layers.Conv2D(8, 3, activation="relu", name="embed_conv2d"),
            layers.GlobalAveragePooling2D(name="embed_global_average_pooling2d"),
            layers.Dense(16, name="embed_dense"),
        ],
        name="embed",
    )


def build_model() -> keras.Model:
    """Build `triplet_by_name`: 3 x (batch, 32, 32, 3) -> 3 x (batch, 16), 368 parameters."""
    anchor = keras.Input((32, 32, 3), name="anchor")
    same = keras.Input((32, 32, 3), name="same")
    other = keras.Input((32, 32, 3), name="other")
    embed_model = build_embed()
    embed = embed_model(anchor)
    near = embed_model(same)
    far = embed_model(other)
    return keras.Model(
        [anchor, same, other],
        {"anchor": embed, "near": near, "far": far},
        name="triplet_by_name",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 29566b93a012a289222d3da32776870ca804189998e80c0415e17de5fcee638c
