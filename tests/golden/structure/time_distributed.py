"""time_distributed: compiled by mtlc 0.1.0 from time_distributed.yaml. Change the spec, not this file.

Layers, chains, blocks and custom layers as arguments of layers.
"""

import keras
from keras import layers
from tests import custom as mine


def head_layers(*, width, name):
    return [
        layers.Dense(width, name=f"{name}_dense"),
        layers.ReLU(name=f"{name}_re_lu"),
    ]


def plain_layers(*, name):
    return [layers.ReLU(name=f"{name}_re_lu")]


def build_model(*, units=4) -> keras.Model:
    """Build `time_distributed` with its default params: (batch, 5, 8) -> (batch, 5, 16), (batch, 5, 8), ?, at least 144 parameters."""
    x = keras.Input((5, 8), name="x")
    one = layers.TimeDistributed(layers.Dense(units), name="one")(x)
    several = layers.TimeDistributed(
        keras.Sequential(
            [
                layers.Dense(units, name="several_chain_dense"),
                layers.Dropout(0.1, name="several_chain_dropout"),
            ],
            name="several_chain",
        ),
        name="several",
    )(x)
    block = layers.TimeDistributed(
        keras.Sequential(
            [*head_layers(width=2 * units, name="block_head")], name="block_head"
        ),
        name="block",
    )(x)
    word = layers.TimeDistributed(
        keras.Sequential([*plain_layers(name="word_plain")], name="word_plain"),
        name="word",
    )(x)
    custom = layers.TimeDistributed(
        mine.Scale(start=0.5, name="custom_scale"), name="custom"
    )(x)
    all_ = layers.Concatenate(name="all")([one, several, block])
    return keras.Model(x, [all_, word, custom], name="time_distributed")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: ca5c338a11b82f1b1d9156ebba2c95b211d150804345ceb49f945f123798c357
