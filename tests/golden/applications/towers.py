"""towers: compiled by mtlc 0.1.0 from towers.yaml. Change the spec, not this file."""

import keras
from keras import applications, layers
from keras.applications import mobilenet


def with_attributes(layer, **attributes):
    """Set attributes of a layer, and give the layer."""
    for name, value in attributes.items():
        setattr(layer, name, value)
    return layer


def encoder(x, *, alpha=0.25, name):
    x = mobilenet.preprocess_input(x)
    net_layer = applications.MobileNet(
        alpha=float(alpha),
        include_top=False,
        weights=None,
        pooling="max",
        name=f"{name}_net",
    )
    net_layer.trainable = False
    return net_layer(x)


def build_model(*, views=("front", "side"), deep=True) -> keras.Model:
    """Build `towers` with its default params: 2 x (batch, 32, 32, 3), (batch, 3, 32, 32, 3) -> (batch, 1092), 7,300,664 parameters."""
    view = {copy: keras.Input((32, 32, 3), name=f"view_{copy}") for copy in views}
    clip = keras.Input((3, 32, 32, 3), name="clip")
    small = {copy: encoder(view[copy], name=f"small_{copy}") for copy in views}
    if deep:
        own_layer = applications.EfficientNetV2B0(
            weights=None, input_shape=(32, 32, 3), classes=4
        )
        own_layer.name = "own"
        own = own_layer(view["front"])
    else:
        own = view["front"]
    head = layers.Flatten(name="head_flatten")(own)
    head = layers.Dense(4, name="head_dense")(head)
    frames = layers.TimeDistributed(
        with_attributes(
            applications.MobileNetV3Small(
                include_top=False,
                weights=None,
                pooling="avg",
                name="frames_mobile_net_v3_small",
            ),
            trainable=False,
        ),
        name="frames",
    )(clip)
    video = layers.GlobalAveragePooling1D(name="video")(frames)
    all_ = layers.Concatenate(name="all")([*small.values(), head, video])
    return keras.Model([*view.values(), clip], all_, name="towers")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: c9425841512c17ec30d0a62d75bc2efdb4b981c4d39eeea23452217bf4674a02
