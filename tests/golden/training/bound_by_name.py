"""by_name: compiled by mtlc 0.1.0 from by_name.yaml. Change the spec, not this file.

Everything of several tasks is bound by name; what is only looked at has no loss.
"""

import keras
from keras import layers, losses, metrics


def build_model() -> keras.Model:
    """Build `by_name`: (batch, 8) -> 2 x (batch, 1), (batch, 16), 178 parameters."""
    x = keras.Input((8,), name="x")
    trunk = layers.Dense(16, activation="relu", name="trunk")(x)
    risk = layers.Dense(1, activation="sigmoid", name="risk")(trunk)
    price = layers.Dense(1, name="price")(trunk)
    return keras.Model(
        x, {"risk": risk, "price": price, "trunk": trunk}, name="by_name"
    )


def compile_model(model: keras.Model) -> keras.Model:
    """Compile `model` for its 2 tasks; the total loss is the sum of theirs."""
    model.compile(
        optimizer="adamw",
        loss={
            "risk": losses.BinaryFocalCrossentropy(gamma=1.5),
            "price": "MeanSquaredError",
            "trunk": None,
        },
        loss_weights={"risk": 2.0, "price": 1.0, "trunk": None},
        metrics={
            "risk": ["AUC", metrics.Precision(thresholds=0.4, name="precision")],
            "price": ["mae"],
            "trunk": [],
        },
        jit_compile=False,
        steps_per_execution=2,
    )
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 91ef54de79b67be10dbd7fa315fd3809f19a9da7647faa4f9a601a3c8e690adf
