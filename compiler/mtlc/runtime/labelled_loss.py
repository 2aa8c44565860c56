"""A loss of the samples that have a label."""

import keras
from keras import losses, ops


@keras.saving.register_keras_serializable(package="mtlc")
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
