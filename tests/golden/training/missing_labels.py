"""missing_labels: compiled by mtlc 0.1.0 from missing_labels.yaml. Change the spec, not this file.

Samples without a label count neither in the loss of a task nor in its metrics.
"""

import keras
from keras import layers, losses, metrics, ops


@keras.saving.register_keras_serializable(package="missing_labels")
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


@keras.saving.register_keras_serializable(package="missing_labels")
class LabelledMetric(metrics.Metric):
    """A metric of the samples that have a label; `missing` is the label of the others."""

    def __init__(self, metric, missing, name=None):
        super().__init__(name=name or metric.name)
        self.metric = metric
        self.missing = missing

    def update_state(self, y_true, y_pred, sample_weight=None):
        y_true = ops.convert_to_tensor(y_true, dtype=self.dtype)
        if self.missing != self.missing:  # it is NaN
            unlabelled = ops.isnan(y_true)
        else:
            unlabelled = ops.equal(y_true, self.missing)
        y_true = ops.where(unlabelled, 0.0, y_true)
        if len(y_true.shape) == len(y_pred.shape):
            unlabelled = ops.any(unlabelled, axis=-1)
        weight = 1.0 - ops.cast(unlabelled, self.dtype)
        if sample_weight is not None:
            sample_weight = ops.cast(sample_weight, self.dtype)
            if len(sample_weight.shape) > len(weight.shape):
                sample_weight = ops.squeeze(sample_weight, axis=-1)
            axes = len(weight.shape) - len(sample_weight.shape)
            shape = ops.shape(sample_weight) + (1,) * axes
            weight *= ops.reshape(sample_weight, shape)
        self.metric.update_state(y_true, y_pred, sample_weight=weight)

    def result(self):
        return self.metric.result()

    def reset_state(self):
        self.metric.reset_state()

    def get_config(self):
        metric = keras.saving.serialize_keras_object(self.metric)
        return {"metric": metric, "missing": self.missing, "name": self.name}

    @classmethod
    def from_config(cls, config):
        metric = keras.saving.deserialize_keras_object(config.pop("metric"))
        return cls(metric, **config)


def build_model() -> keras.Model:
    """Build `missing_labels`: (batch, 8), (batch, 6) -> (batch, 1), (batch, 3), (batch, 6, 5), 141 parameters."""
    x = keras.Input((8,), name="x")
    words = keras.Input((6,), dtype="int32", name="words")
    price = layers.Dense(1, name="price")(x)
    kind = layers.Dense(3, activation="softmax", name="kind")(x)
    word = layers.Embedding(20, 4, name="word")(words)
    tag = layers.Dense(5, activation="softmax", name="tag")(word)
    return keras.Model(
        [x, words], {"price": price, "kind": kind, "tag": tag}, name="missing_labels"
    )


def compile_model(model: keras.Model) -> keras.Model:
    """Compile `model` for its 3 tasks; the total loss is the sum of theirs."""
    model.compile(
        loss={
            "price": LabelledLoss(losses.MeanSquaredError(), float("nan")),
            "kind": LabelledLoss(
                losses.CategoricalCrossentropy(label_smoothing=0.1), -1
            ),
            "tag": LabelledLoss(losses.SparseCategoricalCrossentropy(), -1),
        },
        metrics={
            "price": [
                LabelledMetric(metrics.MeanAbsoluteError(name="mae"), float("nan")),
                LabelledMetric(
                    metrics.RootMeanSquaredError(name="RootMeanSquaredError"),
                    float("nan"),
                ),
            ],
            "kind": [LabelledMetric(metrics.CategoricalAccuracy(name="accuracy"), -1)],
            "tag": [LabelledMetric(metrics.SparseCategoricalAccuracy(name="acc"), -1)],
        },
    )
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: 1bf6f1cd69ff48209b6689d247a07b2edc10c7fff5c5d29d0a113eec2f02f61a
