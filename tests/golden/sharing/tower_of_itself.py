"""tower_of_itself: compiled by mtlc 0.1.0 from tower_of_itself.yaml. Change the spec, not this file."""

import keras
from keras import layers


def build_step() -> keras.Model:
    """Build `step`, called 2 times: (batch, 6) -> (batch, 6), 42 parameters."""
    return keras.Sequential(
        [
            keras.Input((6,), name="step_input"),
            layers.Dense(6, name="step_inner"),
            layers.ReLU(name="step_re_lu"),
        ],
        name="step",
    )


def build_model() -> keras.Model:
    """Build `tower_of_itself`: (batch, 6) -> (batch, 6), 42 parameters."""
    x = keras.Input((6,), name="x")
    step_model = build_step()
    step = step_model(x)
    twice = step_model(step)
    return keras.Model(x, twice, name="tower_of_itself")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 78922e56f2c60955385a43bcaaea52b8a8fa8be02a67ffe9df2a963ad7d6024b
