"""mixed_images: compiled by mtlc 0.1.0 from mixed_images.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `mixed_images`: (batch, 3, 48, 64) -> (batch, 5), 17,285 parameters."""
    image = keras.Input((3, 48, 64), name="image")
    centre = layers.CenterCrop(24, 24, data_format="channels_first", name="centre")(
        image
    )
    whole = layers.Resizing(
        24, 24, crop_to_aspect_ratio=True, data_format="channels_first", name="whole"
    )(image)
    cut = layers.CutMix(factor=0.8, data_format="channels_first", name="cut")(whole)
    mixed = layers.MixUp(alpha=0.4, data_format="channels_first", name="mixed")(cut)
    calm = layers.RandomElasticTransform(
        scale=(0.1, 0.3), data_format="channels_first", name="calm"
    )(centre, training=False)
    both = layers.Concatenate(axis=1, name="both")([mixed, calm])
    flat = layers.Flatten(name="flat")(both)
    scores = layers.Dense(5, name="scores")(flat)
    return keras.Model(image, scores, name="mixed_images")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 6d79b8470f89e1aa751d351558beaa9a8e1faa40da1526300132ff45a17a2e9b
