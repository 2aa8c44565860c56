"""mixed_policy: compiled by mtlc 0.1.0 from mixed_policy.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `mixed_policy`: (batch, 16, 16, 3) -> (batch, 2), 138 parameters."""
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        return keras.Sequential(
            [
                keras.Input((16, 16, 3), name="image"),
                layers.Conv2D(4, 3, name="conv2d"),
                layers.BatchNormalization(name="batch_normalization"),
                layers.GlobalAveragePooling2D(name="global_average_pooling2d"),
                layers.Dense(2, activation="softmax", dtype="float32", name="dense"),
            ],
            name="mixed_policy",
        )
    finally:
        keras.config.set_dtype_policy(policy)


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 65a1878ad33825485432fad521a0ad4157a788cfea810283f7d223c0651e9001
