"""bound_by_name: compiled by mtlc 0.1.0 from bound_by_name.yaml. Change the spec, not this file.

Everything of several tasks is bound by name; what is only looked at has no loss.
"""

import keras
from keras import layers, losses, metrics


def build_model() -> keras.Model:
    """Build `bound_by_name`: (batch, 8) -> 2 x (batch, 1), (batch, 16), 178 parameters."""
    x = keras.Input((8,), name="x")
    trunk = layers.Dense(16, activation="relu", name="trunk")(x)
    risk = layers.Dense(1, activation="sigmoid", name="risk")(trunk)
    price = layers.Dense(1, name="price")(trunk)
    return keras.Model(
        x, {"risk": risk, "price": price, "trunk": trunk}, name="bound_by_name"
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
# mtlc: format 1, sha256 of the lines above: 3450c27a66ba01faa0f63eeb538a23b7927c0199e44694a0f7f6865b04213eac
