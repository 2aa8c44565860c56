"""Losses weighed by how they fell in the epochs before."""

import keras
from keras import ops

from mtlc_spec.balancing.model.runtime import BalancedModel


@keras.saving.register_keras_serializable(package="mtlc")
class DWAModel(BalancedModel):
    """A model that weighs those of its losses more that fell less.

    Liu, Johns and Davison, "End-to-End Multi-Task Learning with Attention" (CVPR 2019),
    equation 7, dynamic weight average: the weights of K tasks are K softmax(r / T), where
    r is a loss's mean over the last epoch as a part of that over the one before. In the
    first two epochs all weights are 1. An epoch is one of `fit`; other loops call
    `end_epoch` between theirs.
    """

    balance_arguments = ("temperature",)

    def compile(self, *args, temperature=2.0, **kwargs):
        self.temperature = temperature
        super().compile(*args, **kwargs)

    def build_balance(self):
        self.add_task_weight("loss_sums")
        self.add_task_weight("batch_counts")
        self.add_task_weight("last_means")
        self.add_task_weight("means_before")

    def balance(self, losses, present, training):
        if training:
            self.loss_sums.assign_add(ops.stop_gradient(losses))
            self.batch_counts.assign_add(present)
        ratios = ops.where(
            self.means_before == 0,
            1.0,
            ops.divide_no_nan(self.last_means, self.means_before),
        )
        factors = len(self.tasks) * ops.softmax(ratios / self.temperature)
        return ops.sum(factors * losses), factors

    def end_epoch(self):
        """Take the means of the losses since the last call as those of an epoch.

        A task without any label in the epoch keeps those that it has.
        """
        counts = ops.convert_to_tensor(self.batch_counts)
        last = ops.convert_to_tensor(self.last_means)
        before = ops.convert_to_tensor(self.means_before)
        means = ops.divide_no_nan(self.loss_sums, counts)
        self.means_before.assign(ops.where(counts > 0, last, before))
        self.last_means.assign(ops.where(counts > 0, means, last))
        self.loss_sums.assign(ops.zeros_like(counts))
        self.batch_counts.assign(ops.zeros_like(counts))

    def fit(
        self,
        x=None,
        y=None,
        batch_size=None,
        epochs=1,
        verbose="auto",
        callbacks=None,
        *args,
        **kwargs,
    ):
        # An epoch ends where the next one begins, so that a model that is saved between
        # them goes on as if it had not been.
        ending = keras.callbacks.LambdaCallback(
            on_epoch_begin=lambda epoch, logs: self.end_epoch()
        )
        if isinstance(callbacks, keras.callbacks.CallbackList):
            callbacks.append(ending)
        elif isinstance(callbacks, keras.callbacks.Callback):
            callbacks = [callbacks, ending]
        else:
            callbacks = [*(callbacks or []), ending]
        given = (x, y, batch_size, epochs, verbose, callbacks, *args)
        return super().fit(*given, **kwargs)
