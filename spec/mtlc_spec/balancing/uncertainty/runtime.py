"""Losses weighed by the uncertainty of their tasks."""

import keras
from keras import ops

from mtlc_spec.balancing.model.runtime import BalancedModel


@keras.saving.register_keras_serializable(package="mtlc")
class UncertaintyModel(BalancedModel):
    """A model that learns how uncertain each of its tasks is.

    Kendall, Gal and Cipolla, "Multi-Task Learning Using Uncertainty to Weigh Losses for
    Scene Geometry and Semantics" (CVPR 2018), equation 7 with s = log sigma^2: the total
    is the sum of (exp(-s) L + s) / 2 over the tasks. Where it is least, s is log L.
    """

    def build_balance(self):
        self.add_task_weight("log_variances", trainable=True)
        # In mixed precision the optimizer is one around another.
        own = getattr(self.optimizer, "inner_optimizer", self.optimizer)
        own.exclude_from_weight_decay([self.log_variances])

    def balance(self, losses, present, training):
        factors = 0.5 * ops.exp(-self.log_variances)
        total = ops.sum(present * (factors * losses + 0.5 * self.log_variances))
        return total, ops.stop_gradient(factors)
