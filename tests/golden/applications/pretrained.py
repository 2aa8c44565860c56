"""pretrained: compiled by mtlc 0.1.0 from pretrained.yaml. Change the spec, not this file."""

import keras
from keras import applications, layers


def build_model(
    *, tune=False, weights="imagenet", deep=True, sizes=("near", "far")
) -> keras.Model:
    """Build `pretrained` with its default params: (batch, 224, 224, 3), (batch, 96, 96, 3) -> (batch, 8199), 136,322,122 parameters."""
    image = keras.Input((224, 224, 3), name="image")
    thumbnail = keras.Input((96, 96, 3), name="thumbnail")
    large_layer = applications.ConvNeXtBase(
        include_top=False, weights=weights, pooling="avg"
    )
    large_layer.name = "large"
    large_layer.trainable = tune
    large = large_layer(image)
    deep_ = layers.Rescaling(1 / 127.5, offset=-1.0, name="deep_rescaling")(image)
    deep_net = applications.ResNet50V2(
        include_top=False, pooling="avg", name="deep_net"
    )(deep_)
    more = {}
    for copy in sizes:
        more_layer = applications.EfficientNetV2B0(include_top=False, pooling="avg")
        more_layer.name = f"more_{copy}"
        x = more_layer(thumbnail)
        more[copy] = x
    if deep:
        choice_layer = applications.EfficientNetB0(include_top=False, weights=weights)
        choice_layer.name = "choice"
        choice = choice_layer(image)
    else:
        choice = image
    pooled = layers.GlobalMaxPooling2D(name="pooled")(choice)
    small = applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, pooling="avg", name="small"
    )(thumbnail)
    own = applications.DenseNet121(
        weights="checkpoints/best.keras", classes=7, name="own"
    )(image)
    all_ = layers.Concatenate(name="all")(
        [large, deep_net, *more.values(), pooled, small, own]
    )
    return keras.Model([image, thumbnail], all_, name="pretrained")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 259786072bd7aeee02098e240e389794725029abeecec64c31e8eed607a488e5
