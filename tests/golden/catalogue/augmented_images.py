"""augmented_images: compiled by mtlc 0.1.0 from augmented_images.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `augmented_images`: (batch, ?, ?, 3) -> (batch, 4), 260 parameters."""
    return keras.Sequential(
        [
            keras.Input((None, None, 3), dtype="uint8", name="photo"),
            layers.Resizing(32, 32, pad_to_aspect_ratio=True, name="resizing"),
            layers.RandomFlip(mode="horizontal", name="random_flip"),
            layers.RandomRotation(
                (-0.05, 0.1),
                fill_mode="constant",
                fill_value=127.5,
                name="random_rotation",
            ),
            layers.RandomTranslation(
                0.1, 0.1, fill_mode="nearest", name="random_translation"
            ),
            layers.RandomZoom(0.2, seed=7, name="random_zoom"),
            layers.RandomShear(
                x_factor=(0.0, 0.1), y_factor=(0.05, 0.2), name="random_shear"
            ),
            layers.RandomPerspective(factor=0.5, scale=0.3, name="random_perspective"),
            layers.RandomCrop(28, 28, name="random_crop"),
            layers.RandomGaussianBlur(
                factor=0.5, kernel_size=(3, 5), sigma=0.8, name="random_gaussian_blur"
            ),
            layers.RandomErasing(
                scale=(0.02, 0.2),
                fill_value=(123.7, 116.3, 103.5),
                name="random_erasing",
            ),
            layers.Rescaling(0.00784313725490196, offset=-1.0, name="rescaling"),
            layers.Conv2D(8, 3, activation="relu", name="conv2d"),
            layers.GlobalAveragePooling2D(name="global_average_pooling2d"),
            layers.Dense(4, activation="softmax", name="dense"),
        ],
        name="augmented_images",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 45dd737dd15423caafebbba0264e82c5e9e8dc4546d4d6ca5bf1c4aa17beb0f0
