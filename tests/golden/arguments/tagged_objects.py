"""tagged_objects: compiled by mtlc 0.1.0 from tagged_objects.yaml. Change the spec, not this file."""

import keras
from keras import constraints, initializers, layers, regularizers


def build_model() -> keras.Model:
    """Build `tagged_objects`: (batch, 12) -> (batch, 4), 140 parameters."""
    return keras.Sequential(
        [
            keras.Input((12,), name="x"),
            layers.Dense(
                8,
                kernel_initializer=initializers.HeNormal(seed=1),
                bias_initializer=initializers.Constant(value=0.1),
                kernel_regularizer=regularizers.L1L2(l1=0.001, l2=0.01),
                kernel_constraint=constraints.MaxNorm(max_value=3.0),
                name="dense",
            ),
            layers.Dense(
                4,
                kernel_initializer="he_uniform",
                bias_regularizer="l2",
                name="dense_1",
            ),
        ],
        name="tagged_objects",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 73f62cc8bf83d69a022a88c58cbc4f8c5cead25d00cf79b3ff79d2a6d3adc301
