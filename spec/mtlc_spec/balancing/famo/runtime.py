"""Losses weighed so that all of them fall at one rate."""

import keras
from keras import ops

from mtlc_spec.balancing.model.runtime import BalancedModel


@keras.saving.register_keras_serializable(package="mtlc")
class FAMOModel(BalancedModel):
    """A model that weighs its losses so that their logarithms fall alike.

    Liu, Feng, Stone and Liu, "FAMO: Fast Adaptive Multitask Optimization" (NeurIPS
    2023), algorithm 1: with z the softmax of the logits xi, a step follows the gradient
    of c sum z log L, c = 1 / sum(z / L). Then the losses of the same batch are computed
    again, and xi <- xi - beta (J (log L - log L') + gamma xi), where J is the Jacobian
    of the softmax, beta the `step_size` and gamma the `decay`. The authors' code steps
    with Adam instead. Losses must be positive.
    """

    balance_arguments = ("step_size", "decay")

    def compile(self, *args, step_size=0.025, decay=0.001, **kwargs):
        if keras.backend.backend() != "tensorflow":
            raise ValueError(
                "FAMO computes the losses again after each step, which is written for "
                f"the backend tensorflow, not for {keras.backend.backend()}"
            )
        self.step_size = step_size
        self.decay = decay
        super().compile(*args, **kwargs)

    def build_balance(self):
        self.add_task_weight("logits")
        self.add_task_weight("losses_before")

    def balance(self, losses, present, training):
        if training:
            self.losses_before.assign(ops.stop_gradient(losses))
        known = ops.where(present > 0, losses, 1.0)
        weights = self.simplex(present)
        ratios = weights / ops.stop_gradient(known)
        scale = ops.divide_no_nan(1.0, ops.sum(ratios))
        return scale * ops.sum(weights * ops.log(known)), scale * ratios

    def simplex(self, present):
        """The softmax of the logits over the tasks that take part."""
        weights = present * ops.exp(self.logits - ops.max(self.logits))
        return ops.divide_no_nan(weights, ops.sum(weights))

    def train_step(self, data):
        logs = super().train_step(data)
        x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(data)
        values = self.task_losses(y, self(x, training=True), sample_weight)
        losses, present = self.weighted(values)
        before = ops.convert_to_tensor(self.losses_before)
        present *= ops.cast(ops.not_equal(before, 0.0), present.dtype)
        fallen = ops.log(ops.where(present > 0, before / losses, 1.0))
        weights = self.simplex(present)
        change = weights * (fallen - ops.sum(weights * fallen))
        change += self.decay * present * self.logits
        self.logits.assign_sub(self.step_size * change)
        return logs
