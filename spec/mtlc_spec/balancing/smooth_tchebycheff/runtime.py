"""A smooth maximum of losses."""

import keras
from keras import ops

from mtlc_spec.balancing.model.runtime import BalancedModel


@keras.saving.register_keras_serializable(package="mtlc")
class SmoothTchebycheffModel(BalancedModel):
    """A model that is trained on a smooth maximum of its losses.

    Lin et al., "Smooth Tchebycheff Scalarization for Multi-Objective Optimization"
    (ICML 2024): the total is mu log sum exp(lambda (L - z) / mu), at most mu log K above
    the largest lambda (L - z) of K tasks, and never below it. The preferences lambda are
    the `loss_weights`, and `ideal` is z, one number for all tasks.
    """

    balance_arguments = ("mu", "ideal")

    def compile(self, *args, mu=1.0, ideal=0.0, **kwargs):
        self.mu = mu
        self.ideal = ideal
        super().compile(*args, **kwargs)

    def balance(self, losses, present, training):
        preferences = [task.weight for task in self.tasks]
        ideal = self.ideal * ops.convert_to_tensor(preferences, dtype=losses.dtype)
        gaps = ops.where(present > 0, (losses - ideal) / self.mu, -1e30)
        smooth = self.mu * ops.logsumexp(gaps)
        total = ops.where(ops.any(present > 0), smooth, 0.0)
        return total, ops.stop_gradient(present * ops.softmax(gaps))
