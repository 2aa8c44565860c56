"""numbered_or_one: compiled by mtlc 0.1.0 from numbered_or_one.yaml. Change the spec, not this file.

Params decide how many outputs there are; each is called after the output and its number.
"""

import keras
from keras import layers


def build_model(*, count=3) -> keras.Model:
    """Build `numbered_or_one` with its default params: (batch, 8) -> 3 x (batch, 1), 27 parameters."""
    x = keras.Input((8,), name="x")
    head = [layers.Dense(1, name=f"head_{i}")(x) for i in range(count)]
    return keras.Model(
        x,
        {f"price_{i}": one for i, one in enumerate(head)} if len(head) > 1 else head[0],
        name="numbered_or_one",
    )


def compile_model(model: keras.Model) -> keras.Model:
    """Compile `model` for its tasks; the total loss is the sum of theirs."""
    if isinstance(model.output, dict):
        model.compile(loss={name: "mse" for name in model.output})
    else:
        model.compile(loss="mse")
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 629827c2230709dda9d606b6a9d72f3a5dc13d7034a51384bf0a4d164c06f46b
