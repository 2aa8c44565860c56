"""pretrained: compiled by mtlc 0.1.0 from pretrained.yaml. Change the spec, not this file."""

import keras
from keras import applications, layers


def build_model(*, tune=False, weights="imagenet") -> keras.Model:
    """Build `pretrained` with its default params: (batch, 224, 224, 3), (batch, 96, 96, 3) -> (batch, 4359), 120,433,927 parameters."""
    image = keras.Input((224, 224, 3), name="image")
    thumbnail = keras.Input((96, 96, 3), name="thumbnail")
    large_layer = applications.ConvNeXtBase(
        include_top=False, weights=weights, pooling="avg"
    )
    large_layer.name = "large"
    large_layer.trainable = tune
    large = large_layer(image)
    deep = layers.Rescaling(1 / 127.5, offset=-1.0, name="deep_rescaling")(image)
    deep_net = applications.ResNet50V2(
        include_top=False, pooling="avg", name="deep_net"
    )(deep)
    small = applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, pooling="avg", name="small"
    )(thumbnail)
    own = applications.DenseNet121(
        weights="checkpoints/best.keras", classes=7, name="own"
    )(image)
    all_ = layers.Concatenate(name="all")([large, deep_net, small, own])
    return keras.Model([image, thumbnail], all_, name="pretrained")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: abda8d11c50909cc1483869c8d7bb5c86fe92ca6b62d9b86881a14a2eaf71fd1
