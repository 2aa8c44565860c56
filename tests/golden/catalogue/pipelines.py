"""pipelines: compiled by mtlc 0.1.0 from pipelines.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model(*, width=16) -> keras.Model:
    """Build `pipelines` with its default params: (batch, 32, 32, 3), (batch, 2) -> (batch, 3), 451 parameters."""
    image = keras.Input((32, 32, 3), name="image")
    place = keras.Input((2,), name="place")
    augmented = layers.Pipeline(
        [
            layers.RandomFlip(mode="horizontal"),
            layers.RandomRotation(0.1, seed=1),
            layers.Rescaling(0.0078125, offset=-1.0),
        ],
        name="augmented",
    )(image)
    picture = layers.Conv2D(8, 3, activation="relu", name="picture_conv2d")(augmented)
    picture = layers.GlobalAveragePooling2D(name="picture_global_average_pooling2d")(
        picture
    )
    head = layers.Pipeline(
        [
            layers.Concatenate(),
            layers.Dense(width, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(3),
        ],
        name="head",
    )([picture, place])
    classes = layers.Softmax(name="classes")(head)
    return keras.Model([image, place], classes, name="pipelines")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 8b35c8bb6422269762bab5bce2ddecbb68e6280af75c5c3970f0cfb8a9140380
