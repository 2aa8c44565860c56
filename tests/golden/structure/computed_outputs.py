"""computed_outputs: compiled by mtlc 0.1.0 from computed_outputs.yaml. Change the spec, not this file.

Outputs with computed names, which other params lead to other layers.
"""

import keras
from keras import layers


def build_model(*, kind="a", member=1) -> keras.Model:
    """Build `computed_outputs` with its default params: (batch, 10, 4) -> 2 x (batch, 10, 4), (batch, 10, 3), 55 parameters."""
    x = keras.Input((10, 4), name="x")
    stem = layers.Dense(4, name="stem")(x)
    head_a = layers.Dense(4, name="head_a")(stem)
    before = layers.ReLU(name="before")(stem)
    head_b = layers.Dense(4, name="head_b")(before)
    several = [layers.Dense(3, name=f"several_{i}")(x) for i in range(2)]
    model = keras.Model(
        x,
        [stem, {"head_a": head_a, "head_b": head_b}[f"head_{kind}"], several[member]],
        name="computed_outputs",
    )
    model.output_names = ["stem", f"head_{kind}", f"several_{member}"]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: bd6a12e33ac2ebb1e2fda6834011c405bb959cf7b29a28ff4decbfb21e7c68c3
