"""A metric of the samples that have a label."""

import keras
from keras import metrics, ops


@keras.saving.register_keras_serializable(package="mtlc")
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
