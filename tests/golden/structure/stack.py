"""stack: compiled by mtlc 0.1.0 from stack.yaml. Change the spec, not this file.

A plain stack with repeats, blocks and conditions stays a stack.
"""

import keras
from keras import layers


def dense_layers(*, units, norm, name):
    return [
        layers.Dense(units, use_bias=not norm, name=f"{name}_dense"),
        *(
            [layers.BatchNormalization(name=f"{name}_batch_normalization")]
            if norm
            else []
        ),
        layers.ReLU(name=f"{name}_re_lu"),
    ]


def build_model(*, depth=2, norm=True, width=8) -> keras.Model:
    """Build `stack` with its default params: (batch, 4) -> (batch, 2), 362 parameters."""
    return keras.Sequential(
        [
            keras.Input((4,), name="x"),
            *[
                layer
                for i in range(depth)
                for layer in [*dense_layers(units=width, norm=norm, name=f"dense_{i}")]
            ],
            *[
                layers.Dropout(0.1 * (i + 1), name=f"dropout_{i}")
                for i in range(2)
                if i > 0 or norm
            ],
            *[
                layer
                for i in range(2)
                for layer in [
                    layers.Dense(width // 2, name=f"bottleneck_{i}_dense"),
                    layers.Dense(width, name=f"bottleneck_{i}_dense_1"),
                ]
            ],
            *dense_layers(
                units=3, norm=norm, name=f"dense_{depth}" if depth else "dense"
            ),
            *(
                [layers.Dense(2, name="chain_a"), layers.Dense(2, name="chain_b")]
                if norm
                else []
            ),
        ],
        name="stack",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 6a4153d1f900d0153d3492e5ec441f957d23515ee0ce77e4836705bb685ea0dc
