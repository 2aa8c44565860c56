"""names_by_copy: compiled by mtlc 0.1.0 from names_by_copy.yaml. Change the spec, not this file.

Names that are computed from copies, whose names params decide; shared copies know their number.
"""

import keras
from keras import layers

NUMBERED = ["p", "q"]
MIXED = ["first", "several"]


def build_numbered(example, *, copy, i) -> keras.Model:
    """Build `numbered_p`, called 2 times."""
    numbered_input = keras.Input(
        batch_shape=example.shape, dtype=example.dtype, name=f"numbered_{copy}_input"
    )
    x = layers.Dense(2 + i, name=f"numbered_{copy}_dense")(numbered_input)
    x = layers.ReLU(name=f"numbered_{copy}_re_lu")(x)
    return keras.Model(numbered_input, x, name=f"numbered_{copy}")


def build_model(*, which=("a", "b")) -> keras.Model:
    """Build `names_by_copy` with its default params: 3 x (batch, 4) -> 2 x (batch, 2), (batch, 7), (batch, 10), (batch, 2), (batch, 3), 90 parameters."""
    in_a = keras.Input((4,), name="in_a")
    in_b = keras.Input((4,), name="in_b")
    in_c = keras.Input((4,), name="in_c")
    t = {
        copy: layers.Dense(2, name=f"t_{copy}")(
            {"in_a": in_a, "in_b": in_b, "in_c": in_c}[f"in_{copy}"]
        )
        for copy in which
    }
    first = layers.Dense(3, name="first")(in_a)
    several = [layers.Dense(3, name=f"several_{i}")(in_a) for i in range(2)]
    numbered = {}
    numbered_models = {
        copy: build_numbered(in_a, copy=copy, i=i) for i, copy in enumerate(NUMBERED)
    }
    for copy in NUMBERED:
        x = numbered_models[copy](in_a)
        numbered[copy] = x
    again = {key: layer(in_c) for key, layer in numbered_models.items()}
    mixed = {
        copy: layers.Concatenate(name=f"mixed_{copy}")(
            [in_b, *{"first": [first], "several": several}[copy]]
        )
        for copy in MIXED
    }
    names = [*t, *mixed, "p", "more"]
    for one in names:
        if names.count(one) > 1:
            raise ValueError(f"two outputs are named {one}")
    return keras.Model(
        [in_a, in_b, in_c],
        {**t, **mixed, "p": numbered["p"], "more": again["q"]},
        name="names_by_copy",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 154d6587af20b138de1b180d67745cf698f44fdbc4f041438856a07d275aec7b
