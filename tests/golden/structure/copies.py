"""copies: compiled by mtlc 0.1.0 from copies.yaml. Change the spec, not this file.

Copies by number and by name, of layers, chains and blocks, spliced where lists are taken.
"""

import keras
from keras import layers, ops

SIDES = ["left", "right"]


def tower(x, *, units=4, name):
    x = layers.Dense(units, activation="relu", name=f"{name}_dense")(x)
    return layers.Dense(8, name=f"{name}_dense_1")(x)


def build_model(*, tasks=("click", "buy"), experts=3) -> keras.Model:
    """Build `copies` with its default params: (batch, 8), 2 x (batch, 1), 2 x (batch, 8) -> 2 x (batch, 1), (batch, 10), (batch, 8), 1,373 parameters."""
    x = keras.Input((8,), name="x")
    column = {
        copy: keras.Input((1,), dtype="int32", name=f"column_{copy}") for copy in tasks
    }
    numeric = [keras.Input((8,), name=f"numeric_{i}") for i in range(2)]
    embed = {}
    for copy in tasks:
        x_ = layers.Embedding(10, 8, name=f"embed_{copy}_embedding")(column[copy])
        x_ = layers.Flatten(name=f"embed_{copy}_flatten")(x_)
        embed[copy] = x_
    all_ = layers.Concatenate(name="all")([*embed.values(), *numeric, x])
    sides = {copy: layers.Dense(8, name=f"sides_{copy}")(all_) for copy in SIDES}
    expert = [tower(all_, units=2 + i, name=f"expert_{i}") for i in range(experts)]
    stacked = ops.stack(expert, axis=1)
    mixed = ops.mean(stacked, axis=1)
    sum_ = layers.Add(name="sum")([*expert, sides["left"], mixed])
    last = layers.Add(name="last")([*numeric, sides["right"], expert[0]])
    task = {}
    task_hidden = {}
    for copy in tasks:
        task_hidden_ = layers.Dense(4, name=f"task_{copy}_hidden")(sum_)
        task_hidden[copy] = task_hidden_
        x_ = layers.Dense(1, name=f"task_{copy}_dense")(task_hidden_)
        task[copy] = x_
    hidden = {
        copy: layers.Dense(1, name=f"hidden_{copy}")(task_hidden[copy])
        for copy in tasks
    }
    again = layers.Concatenate(name="again")([*hidden.values(), *task_hidden.values()])
    names = [*task, "again", "last"]
    for one in names:
        if names.count(one) > 1:
            raise ValueError(f"two outputs are named {one}")
    return keras.Model(
        [x, *column.values(), *numeric],
        {**task, "again": again, "last": last},
        name="copies",
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: b105057c0da93a15cbc74e163d401302b59151da31d0daa2b69c18b085c783ac
