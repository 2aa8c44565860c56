"""The geometric mean of losses."""

import keras
from keras import ops

from mtlc_spec.balancing.model.runtime import BalancedModel


@keras.saving.register_keras_serializable(package="mtlc")
class GeometricModel(BalancedModel):
    """A model that is trained on the geometric mean of its losses.

    Chennupati et al., "MultiNet++: Multi-Stream Feature Aggregation and Geometric Loss
    Strategy for Multi-Task Learning" (CVPR Workshops 2019): the total is the n-th root
    of the product of n losses, which must be positive. n counts the tasks that take
    part in a step.
    """

    def balance(self, losses, present, training):
        count = ops.maximum(ops.sum(present), 1.0)
        logs = ops.log(ops.where(present > 0, losses, 1.0))
        mean = ops.exp(ops.sum(logs) / count)
        # Without any task the product is empty, and there is nothing to train.
        total = ops.where(ops.any(present > 0), mean, 0.0)
        factors = ops.divide_no_nan(total * present, count * losses)
        return total, ops.stop_gradient(factors)
