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


def build_model(*, views=("front", "side")) -> keras.Model:
    """Build `towers` with its default params: 2 x (batch, 32, 32, 3), (batch, 3, 32, 32, 3) -> (batch, 768), 655,632 parameters."""
    view = {copy: keras.Input((32, 32, 3), name=f"view_{copy}") for copy in views}
    clip = keras.Input((3, 32, 32, 3), name="clip")
    small = {copy: encoder(view[copy], name=f"small_{copy}") for copy in views}
    frames = layers.TimeDistributed(
        with_attributes(
            applications.MobileNet(
                alpha=0.25,
                include_top=False,
                weights=None,
                pooling="avg",
                name="frames_mobile_net",
            ),
            trainable=False,
        ),
        name="frames",
    )(clip)
    video = layers.GlobalAveragePooling1D(name="video")(frames)
    all_ = layers.Concatenate(name="all")([*small.values(), video])
    return keras.Model([*view.values(), clip], all_, name="towers")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 2f4149d92729395594f8434a5b590759bd797070e5926518b320bc73aeabdee1
