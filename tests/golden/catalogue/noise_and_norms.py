"""noise_and_norms: compiled by mtlc 0.1.0 from noise_and_norms.yaml. Change the spec, not this file.

Normalization by groups and by the root mean square, learned slopes, and noise while training.

Needs Keras 3.13 or newer: layers.AdaptiveAveragePooling2D.
"""

import keras
from keras import layers


def build_model(*, noise=0.1, groups=4) -> keras.Model:
    """Build `noise_and_norms` with its default params: (batch, 16, 16, 3) -> (batch, 4), 884 parameters."""
    return keras.Sequential(
        [
            keras.Input((16, 16, 3), name="image"),
            *(
                [layers.GaussianNoise(noise, name="gaussian_noise")]
                if noise > 0
                else []
            ),
            layers.Conv2D(8, 3, padding="same", name="conv2d"),
            layers.GroupNormalization(groups=groups, name="group_normalization"),
            layers.PReLU(shared_axes=(1, 2), name="p_re_lu"),
            layers.SpatialDropout2D(0.2, seed=7, name="spatial_dropout2d"),
            layers.AdaptiveAveragePooling2D((2, 4), name="adaptive_average_pooling2d"),
            layers.Flatten(name="flatten"),
            *[layers.Dense(8, name=f"dense_{i}") for i in range(2)],
            layers.RMSNormalization(epsilon=1e-05, name="rms_normalization"),
            layers.ELU(alpha=0.5, name="elu"),
            layers.AlphaDropout(0.1, name="alpha_dropout"),
            layers.ActivityRegularization(l2=0.001, name="activity_regularization"),
            layers.Dense(4, name="dense_2"),
            layers.UnitNormalization(name="unit_normalization"),
        ],
        name="noise_and_norms",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 30ea8afd4d84b8815f14dcc43836d4a40e763ad627681db3359e6bbdc1701270
