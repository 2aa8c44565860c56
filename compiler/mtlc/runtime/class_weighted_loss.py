"""A loss that counts samples by their class."""

import keras
from keras import losses, ops


@keras.saving.register_keras_serializable(package="mtlc")
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
