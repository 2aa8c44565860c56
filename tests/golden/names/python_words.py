"""lambda: compiled by mtlc 0.1.0 from python_words.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `lambda`: 3 x (batch, 3) -> 2 x (batch, 2), 24 parameters."""
    class_ = keras.Input((3,), name="class")
    for_each = keras.Input((3,), name="for-each")
    keras_ = keras.Input((3,), name="keras")
    import_ = layers.Dense(2, name="import")(class_)
    layers_ = layers.Dense(2, name="layers")(for_each)
    print_ = layers.Dense(2, name="print")(keras_)
    model_ = layers.Add(name="model")([import_, layers_, print_])
    return keras.Model(
        [class_, for_each, keras_], {"return": model_, "list": import_}, name="lambda"
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: cba75453e6227e1f672c1d173d837102bd484789935910f2e045e9aabb7c4e09
