"""class_weights: compiled by mtlc 0.1.0 from class_weights.yaml. Change the spec, not this file.

Samples count by their class, for each task of its own.
"""

import keras
from keras import layers, losses, ops


@keras.saving.register_keras_serializable(package="class_weights")
class ClassWeightedLoss(losses.Loss):
    """A loss that counts each sample by the weight of its class, 1 if it has none.

    Labels are numbers of classes, or one-hot, as `fit(class_weight=...)` takes them
    for models of one output.
    """

    def __init__(self, loss, class_weight, name=None):
        super().__init__(name or loss.name, reduction=loss.reduction, dtype=loss.dtype)
        self.loss = loss
        self.class_weight = {int(one): class_weight[one] for one in class_weight}

    def __call__(self, y_true, y_pred, sample_weight=None):
        y_true = ops.convert_to_tensor(y_true, dtype=self.dtype)
        classes = y_true
        if len(y_true.shape) == len(y_pred.shape):
            if y_true.shape[-1] == 1:
                classes = ops.squeeze(y_true, axis=-1)
            else:
                classes = ops.cast(ops.argmax(y_true, axis=-1), self.dtype)
        weight = ops.ones_like(classes)
        for one, factor in self.class_weight.items():
            weight = ops.where(ops.equal(classes, one), factor, weight)
        if sample_weight is not None:
            sample_weight = ops.cast(sample_weight, self.dtype)
            if len(sample_weight.shape) > len(weight.shape):
                sample_weight = ops.squeeze(sample_weight, axis=-1)
            axes = len(weight.shape) - len(sample_weight.shape)
            shape = ops.shape(sample_weight) + (1,) * axes
            weight *= ops.reshape(sample_weight, shape)
        return self.loss(y_true, y_pred, weight)

    def call(self, y_true, y_pred):
        return self.loss.call(y_true, y_pred)

    def get_config(self):
        loss = keras.saving.serialize_keras_object(self.loss)
        return {"loss": loss, "class_weight": self.class_weight, "name": self.name}

    @classmethod
    def from_config(cls, config):
        loss = keras.saving.deserialize_keras_object(config.pop("loss"))
        return cls(loss, **config)


@keras.saving.register_keras_serializable(package="class_weights")
class LabelledLoss(losses.Loss):
    """A loss of the samples that have a label; `missing` is the label of the others.

    The mean is over the samples with a label; without any it is 0. A label of
    several numbers is missing where one of them is.
    """

    def __init__(self, loss, missing, name=None):
        super().__init__(name or loss.name, dtype=loss.dtype)
        self.loss = loss
        self.missing = missing

    def call(self, y_true, y_pred):
        """1 for each sample that has a label, and 0 for the others."""
        unlabelled = self._is_missing(y_true)
        if len(y_true.shape) == len(y_pred.shape):
            unlabelled = ops.any(unlabelled, axis=-1)
        return 1.0 - ops.cast(unlabelled, self.dtype)

    def __call__(self, y_true, y_pred, sample_weight=None):
        y_true = ops.convert_to_tensor(y_true, dtype=self.dtype)
        weight = self.call(y_true, y_pred)
        if sample_weight is not None:
            sample_weight = ops.cast(sample_weight, self.dtype)
            if len(sample_weight.shape) > len(weight.shape):
                sample_weight = ops.squeeze(sample_weight, axis=-1)
            axes = len(weight.shape) - len(sample_weight.shape)
            shape = ops.shape(sample_weight) + (1,) * axes
            weight *= ops.reshape(sample_weight, shape)
        known = ops.where(self._is_missing(y_true), 0.0, y_true)
        loss = self.loss(known, y_pred, weight)
        if self.loss.reduction in ("sum_over_batch_size", "mean"):
            loss = ops.divide_no_nan(loss, super().__call__(y_true, y_pred))
        return loss

    def _is_missing(self, y_true):
        if self.missing != self.missing:  # it is NaN
            return ops.isnan(y_true)
        return ops.equal(y_true, self.missing)

    def get_config(self):
        loss = keras.saving.serialize_keras_object(self.loss)
        return {"loss": loss, "missing": self.missing, "name": self.name}

    @classmethod
    def from_config(cls, config):
        loss = keras.saving.deserialize_keras_object(config.pop("loss"))
        return cls(loss, **config)


def build_model() -> keras.Model:
    """Build `class_weights`: (batch, 8) -> (batch, 1), (batch, 3), 36 parameters."""
    x = keras.Input((8,), name="x")
    risk = layers.Dense(1, name="risk")(x)
    kind = layers.Dense(3, activation="softmax", name="kind")(x)
    return keras.Model(x, {"risk": risk, "kind": kind}, name="class_weights")


def compile_model(model: keras.Model) -> keras.Model:
    """Compile `model` for its 2 tasks; the total loss is the sum of theirs."""
    model.compile(
        loss={
            "risk": LabelledLoss(
                ClassWeightedLoss(
                    losses.BinaryCrossentropy(from_logits=True), {0: 1.0, 1: 5.0}
                ),
                float("nan"),
            ),
            "kind": ClassWeightedLoss(losses.SparseCategoricalCrossentropy(), {2: 0.5}),
        },
        metrics={"risk": [], "kind": ["accuracy"]},
    )
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: dafa74d47aee7daf6636f5f6a4ffc7053354653f9534144ac34824817b956cb5
