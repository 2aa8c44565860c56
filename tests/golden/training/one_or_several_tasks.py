"""one_or_several_tasks: compiled by mtlc 0.1.0 from one_or_several_tasks.yaml. Change the spec, not this file.

Params decide whether there is one task or several.
"""

import keras
from keras import layers, optimizers


def build_model(*, tasks=("click",)) -> keras.Model:
    """Build `one_or_several_tasks` with its default params: (batch, 8) -> (batch, 1), 9 parameters."""
    x = keras.Input((8,), name="x")
    task = {
        copy: layers.Dense(1, activation="sigmoid", name=f"task_{copy}")(x)
        for copy in tasks
    }
    return keras.Model(
        x,
        task if len(task) > 1 else next(iter(task.values())),
        name="one_or_several_tasks",
    )


def compile_model(model: keras.Model) -> keras.Model:
    """Compile `model` for its tasks; the total loss is the sum of theirs."""
    if isinstance(model.output, dict):
        model.compile(
            optimizer=optimizers.SGD(learning_rate=0.1, momentum=0.9, nesterov=True),
            loss={name: "binary_crossentropy" for name in model.output},
            metrics={name: ["accuracy"] for name in model.output},
        )
    else:
        model.compile(
            optimizer=optimizers.SGD(learning_rate=0.1, momentum=0.9, nesterov=True),
            loss="binary_crossentropy",
            metrics=["accuracy"],
        )
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: c9809b8995ab7b68833270f9c069d8e5619496b58036e896de02e3492da0785f
