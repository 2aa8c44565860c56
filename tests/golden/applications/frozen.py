"""frozen: compiled by mtlc 0.1.0 from frozen.yaml. Change the spec, not this file.

A backbone that is not trained, and a head.
"""

import keras
from keras import applications, layers


def build_model() -> keras.Model:
    """Build `frozen`: (batch, 40, 40, 3) -> (batch, 3), 219,315 parameters."""
    backbone_layer = applications.MobileNet(
        input_shape=(40, 40, 3),
        alpha=0.25,
        include_top=False,
        weights=None,
        name="backbone",
    )
    backbone_layer.trainable = False
    return keras.Sequential(
        [
            keras.Input((40, 40, 3), name="image"),
            layers.Rescaling(1 / 127.5, offset=-1.0, name="rescaling"),
            backbone_layer,
            layers.GlobalAveragePooling2D(name="global_average_pooling2d"),
            layers.Dense(3, activation="softmax", name="head"),
        ],
        name="frozen",
    )


def compile_model(model: keras.Model) -> keras.Model:
    """Compile `model` for its task."""
    model.compile(loss="sparse_categorical_crossentropy")
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: fd461fc5315b55c4a3fc30097f57c3efbf255eebdbe440b20b578937d96c2815
