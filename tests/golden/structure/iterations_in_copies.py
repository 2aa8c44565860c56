"""iterations_in_copies: compiled by mtlc 0.1.0 from iterations_in_copies.yaml. Change the spec, not this file.

Iterations of steps that run in the loops of their copies, and of all copies at once.
"""

import keras
from keras import layers

NAMED = ["a", "b"]


def build_model(*, units=4) -> keras.Model:
    """Build `iterations_in_copies` with its default params: (batch, 4) -> (batch, 8), (batch, 4), (batch, 24), (batch, 8), 320 parameters."""
    x = keras.Input((4,), name="x")
    named = {}
    named_step = {}
    for copy in NAMED:
        named_step_ = x
        named_step[copy] = []
        for i in range(2):
            named_step_ = layers.Dense(units, name=f"named_{copy}_step_{i}")(
                named_step_
            )
            named_step[copy].append(named_step_)
        named[copy] = named_step_
    first = layers.Concatenate(name="first")(
        [*{key: member[0] for key, member in named_step.items()}.values()]
    )
    numbered = []
    numbered_step = []
    for i in range(2):
        numbered_step_ = x
        numbered_step.append([])
        for j in range(2):
            numbered_step_ = layers.Dense(4, name=f"numbered_{i}_step_{j}")(
                numbered_step_
            )
            numbered_step[i].append(numbered_step_)
        numbered.append(numbered_step_)
    taken = layers.Add(name="taken")([numbered_step[0][0], numbered_step[1][-1]])
    all_ = []
    all_all = []
    for i in range(2):
        x_ = x
        all_all.append([])
        for j in range(3):
            x_ = layers.Dense(4, name=f"all_{i}_{j}")(x_)
            all_all[i].append(x_)
        all_.append(x_)
    joined = layers.Concatenate(name="joined")(
        [*(part for member in all_all for part in member)]
    )
    chained = layers.Dense(4, name="chained_dense")(x)
    chained_ = []
    for i in range(2):
        x_ = chained
        for j in range(2):
            x_ = layers.Dense(4, name=f"chained_dense_{i + 1}_{j}")(x_)
        chained_.append(x_)
    chained = layers.Concatenate(name="chained_concatenate")(chained_)
    model = keras.Model(x, [first, taken, joined, chained], name="iterations_in_copies")
    model.output_names = ["first", "taken", "joined", "chained"]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 7ffbd9906084acc443914e277ea4a89f88bdc3a3dc8cf4e5eb6cdba971d27a84
