"""sound: compiled by mtlc 0.1.0 from sound.yaml. Change the spec, not this file.

A spoken word, by its spectrogram.
"""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `sound`: (batch, 8000) -> (batch, 10), 170 parameters."""
    return keras.Sequential(
        [
            keras.Input((8000,), name="sound"),
            layers.MelSpectrogram(
                fft_length=512,
                sequence_stride=128,
                sampling_rate=8000,
                num_mel_bins=40,
                name="mel_spectrogram",
            ),
            layers.Reshape((40, 63, 1), name="reshape"),
            layers.Conv2D(8, 3, activation="relu", name="conv2d"),
            layers.GlobalAveragePooling2D(name="global_average_pooling2d"),
            layers.Dense(10, activation="softmax", name="dense"),
        ],
        name="sound",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 29d9451632ae4d608741d25973a1944a9cc78289e0a6edf856daead6c310a2e7
