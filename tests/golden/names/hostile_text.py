"""hostile_text: compiled by mtlc 0.1.0 from hostile_text.yaml. Change the spec, not this file.

quotes " ' \"\"\" and \\ and a break {x} %s \x00
"""

import keras
from keras import layers


def build_model() -> keras.Model:
    """Build `hostile_text`: (batch, 3) -> (batch, 2), 8 parameters."""
    return keras.Sequential(
        [
            keras.Input((3,), name="x"),
            layers.Dense(2, name="dense"),
        ],
        name="hostile_text",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 7c60c8a2dc09360b19cb945f3e4c4e532ce3123c4ffadbb46647602ec6e76341
