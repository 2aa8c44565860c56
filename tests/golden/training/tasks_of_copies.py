"""tasks_of_copies: compiled by mtlc 0.1.0 from tasks_of_copies.yaml. Change the spec, not this file.

One loss for all copies, whatever their names; the total is the mean of the tasks.
"""

import keras
from keras import layers, metrics, optimizers


def build_model(
    *, assays=("nr_ahr", "nr_ar", "sr_p53"), rate=0.001, part=2.0
) -> keras.Model:
    """Build `tasks_of_copies` with its default params: (batch, 8) -> 4 x (batch, 1), 212 parameters."""
    keras.utils.set_random_seed(7)
    x = keras.Input((8,), name="x")
    trunk = layers.Dense(16, activation="relu", name="trunk")(x)
    assay = {
        copy: layers.Dense(1, activation="sigmoid", name=f"assay_{copy}")(trunk)
        for copy in assays
    }
    price = layers.Dense(1, name="price")(trunk)
    names = ["price", *assay]
    for one in names:
        if names.count(one) > 1:
            raise ValueError(f"two outputs are named {one}")
    return keras.Model(x, {"price": price, **assay}, name="tasks_of_copies")


def compile_model(model: keras.Model, *, rate=0.001, part=2.0) -> keras.Model:
    """Compile `model` for its tasks; the total loss is the mean of theirs."""
    assay = [one for one in model.output if one != "price"]
    model.compile(
        optimizer=optimizers.AdamW(learning_rate=rate, weight_decay=0.01),
        loss={"price": "mse", **{name: "binary_crossentropy" for name in assay}},
        loss_weights={
            "price": part / 4 / (len(assay) + 1),
            **{name: 1.0 / (len(assay) + 1) for name in assay},
        },
        metrics={
            "price": [],
            **{name: [metrics.AUC(num_thresholds=50, name="auc")] for name in assay},
        },
    )
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: c9b4973352ae00609b800e93960fc5567c07541c8ca5a81b607d8d103cfffd87
