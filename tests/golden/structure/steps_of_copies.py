"""steps_of_copies: compiled by mtlc 0.1.0 from steps_of_copies.yaml. Change the spec, not this file.

A step of each copy, by the name of the copy.
"""

import keras
from keras import layers


def build_model(*, tasks=("click", "buy")) -> keras.Model:
    """Build `steps_of_copies` with its default params: (batch, 4) -> (batch, 6), 70 parameters."""
    x = keras.Input((4,), name="x")
    task = {}
    task_hidden = {}
    for copy in tasks:
        task_hidden_ = layers.Dense(4, name=f"task_{copy}_hidden")(x)
        task_hidden[copy] = task_hidden_
        x_ = layers.Dense(1, name=f"task_{copy}_dense")(task_hidden_)
        task[copy] = x_
    more = {
        copy: layers.Dense(2, name=f"more_{copy}")(task_hidden[copy]) for copy in tasks
    }
    all_ = layers.Concatenate(name="all")([*task.values(), *more.values()])
    return keras.Model(x, all_, name="steps_of_copies")


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 154ebd3488b5ce72dd58b28b9dc2b1c433ad333381d5b9a22246fe45b5d9ff24
