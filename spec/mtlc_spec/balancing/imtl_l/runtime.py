"""Losses brought to one scale by factors that are learnt."""

import keras
from keras import ops

from mtlc_spec.balancing.model.runtime import BalancedModel


@keras.saving.register_keras_serializable(package="mtlc")
class IMTLLModel(BalancedModel):
    """A model that learns a scale for the loss of each of its tasks.

    Liu et al., "Towards Impartial Multi-Task Learning" (ICLR 2021), section 3.2, IMTL-L:
    the total is the sum of exp(s) L - s over the tasks. Where it is least, every
    exp(s) L is 1.
    """

    def build_balance(self):
        self.add_task_weight("log_scales", trainable=True)
        # In mixed precision the optimizer is one around another.
        own = getattr(self.optimizer, "inner_optimizer", self.optimizer)
        own.exclude_from_weight_decay([self.log_scales])

    def balance(self, losses, present, training):
        factors = ops.exp(self.log_scales)
        total = ops.sum(present * (factors * losses - self.log_scales))
        return total, ops.stop_gradient(factors)
