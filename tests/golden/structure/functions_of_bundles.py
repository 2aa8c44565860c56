"""functions_of_bundles: compiled by mtlc 0.1.0 from functions_of_bundles.yaml. Change the spec, not this file.

Arguments of functions, by how many tensors a bundle gives.
"""

import keras
from keras import layers, ops


def build_model(*, place=1) -> keras.Model:
    """Build `functions_of_bundles` with its default params: (batch, 4, 6), (batch, 2) -> (batch, 4, 6), (batch, ?, 2, 6), 84 parameters."""
    x = keras.Input((4, 6), name="x")
    index = keras.Input((2,), dtype="int32", name="index")
    both = [layers.Dense(6, name=f"both_{i}")(x) for i in range(2)]
    ratio = ops.divide(*both)
    parts_0, parts_1 = ops.split(ratio, indices_or_sections=2, axis=-1)
    pair = ops.clip(index, x_min=0, x_max=3)
    taken = ops.take(x, pair, axis=place)
    joined = ops.concatenate([parts_0, parts_1], axis=-1)
    model = keras.Model([x, index], [joined, taken], name="functions_of_bundles")
    model.output_names = ["joined", "taken"]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: f5f64f0e58b0f8bd8b985769e6022f0cc670f4bafae39264d55b36541432f838
