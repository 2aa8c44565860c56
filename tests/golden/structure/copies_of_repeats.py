"""copies_of_repeats: compiled by mtlc 0.1.0 from copies_of_repeats.yaml. Change the spec, not this file.

The three modifiers inside each other, and references to single members.
"""

import keras
from keras import layers

GRID = ["a", "b"]
NESTED_STEP = ["l", "r"]


def build_model(*, depth=2, deep=False) -> keras.Model:
    """Build `copies_of_repeats` with its default params: (batch, 4) -> 5 x (batch, 4), 340 parameters."""
    x = keras.Input((4,), name="x")
    grid = {}
    all_grid = {}
    for copy in GRID:
        x_ = x
        all_grid[copy] = []
        for i in range(depth):
            x_ = layers.Dense(4, name=f"grid_{copy}_{i}")(x_)
            all_grid[copy].append(x_)
        grid[copy] = x_
    some = []
    for i in range(3):
        x_ = x
        for j in range(2):
            if j > 0 or deep:
                x_ = layers.Dense(4, name=f"some_{i}_{j}")(x_)
        some.append(x_)
    part = []
    for i in range(3):
        if i > 0:
            x_ = layers.Dense(4, name=f"part_{i}")(x)
        else:
            x_ = x
        part.append(x_)
    nested = []
    nested_step = []
    for i in range(2):
        nested_step_ = {
            copy: layers.Dense(4, name=f"nested_{i}_step_{copy}")(x)
            for copy in NESTED_STEP
        }
        nested_step.append(nested_step_)
        x_ = layers.Add(name=f"nested_{i}_add")([*nested_step_.values()])
        for j in range(2):
            x_ = layers.Dense(4, name=f"nested_{i}_dense_{j}")(x_)
        nested.append(x_)
    sum_ = layers.Add(name="sum")(
        [
            all_grid["a"][0],
            all_grid["b"][-1],
            *grid.values(),
            *some,
            *part,
            *nested,
            *[member["l"] for member in nested_step],
        ]
    )
    model = keras.Model(
        x, [sum_, *grid.values(), *nested_step[0].values()], name="copies_of_repeats"
    )
    model.output_names = ["sum", *grid, *nested_step[0]]
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 448429473f24c852542554107bcffe237e811bc7d2e60a4ce488e0d6e0005a01
