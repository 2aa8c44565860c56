"""one_or_several: compiled by mtlc 0.1.0 from one_or_several.yaml. Change the spec, not this file.

Params decide whether there is one output or a bundle of them.
"""

import keras
from keras import layers


def build_model(*, tasks=("a", "b")) -> keras.Model:
    """Build `one_or_several` with its default params: (batch, 4) -> 2 x (batch, 1), 10 parameters."""
    x = keras.Input((4,), name="x")
    heads = {copy: layers.Dense(1, name=f"heads_{copy}")(x) for copy in tasks}
    return keras.Model(
        x,
        heads if len(heads) > 1 else next(iter(heads.values())),
        name="one_or_several",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 81065a0405477cdd2b5db5683893a734e7b3fccb35d05ae79a527d8121b04b40
