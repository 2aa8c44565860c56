"""one_task: compiled by mtlc 0.1.0 from one_task.yaml. Change the spec, not this file.

One output is trained bare, so that a stack can be.
"""

import keras
from keras import layers, optimizers


def build_model() -> keras.Model:
    """Build `one_task`: (batch, 8) -> (batch, 1), 161 parameters."""
    return keras.Sequential(
        [
            keras.Input((8,), name="x"),
            layers.Dense(16, activation="relu", name="dense"),
            layers.Dense(1, activation="sigmoid", name="risk"),
        ],
        name="one_task",
    )


def compile_model(model: keras.Model) -> keras.Model:
    """Compile `model` for its task."""
    model.compile(
        optimizer=optimizers.Adam(
            learning_rate=optimizers.schedules.CosineDecay(0.01, 100)
        ),
        loss="binary_crossentropy",
        loss_weights=0.5,
        metrics=["accuracy", "AUC"],
    )
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: b88142eec2800f33435c632660fdd835a271e8ca01167d4ab131c5e7326f1e25
