"""blocks_of_blocks: compiled by mtlc 0.1.0 from blocks_of_blocks.yaml. Change the spec, not this file.

Blocks in blocks, a bundle as an input, outputs as a list and by name.
"""

import keras
from keras import layers, ops


def unit(x, *, width, name):
    x = layers.Dense(width, name=f"{name}_dense")(x)
    return layers.ReLU(name=f"{name}_re_lu")(x)


def gate(x, members, *, experts, name):
    weights = layers.Dense(experts, activation="softmax", name=f"{name}_weights")(x)
    stacked = ops.stack(members, axis=1)
    return layers.Dot(1, name=f"{name}_mixed")([weights, stacked])


def mixture(x, *, tasks=("a", "b"), width, experts, name):
    expert = [unit(x, width=width, name=f"{name}_expert_{i}") for i in range(experts)]
    task = {
        copy: gate(x, expert, experts=experts, name=f"{name}_task_{copy}")
        for copy in tasks
    }
    return {"task": task, "first": expert[0], "experts": expert}


def build_model(*, width=4, experts=3) -> keras.Model:
    """Build `blocks_of_blocks` with its default params: (batch, 8) -> (batch, 4), (batch, 1), 3 x (batch, 4), 272 parameters."""
    x = keras.Input((8,), name="x")
    one = mixture(x, width=width, experts=experts, name="one")
    two = mixture(
        one["first"], tasks=("c", "d", "e"), width=width, experts=experts, name="two"
    )
    sum_ = layers.Add(name="sum")(
        [*one["task"].values(), *two["task"].values(), *one["experts"]]
    )
    head = layers.Dense(1, name="head")(two["task"]["d"])
    names = ["sum", "head", *two["task"]]
    for one_ in names:
        if names.count(one_) > 1:
            raise ValueError(f"two outputs are named {one_}")
    return keras.Model(
        x, {"sum": sum_, "head": head, **two["task"]}, name="blocks_of_blocks"
    )


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 05d1ee700beae968dada318e1e09d9bb4ced83cfcac422ab91535b52c8e6b4bd
