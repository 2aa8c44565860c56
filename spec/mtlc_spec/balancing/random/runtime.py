"""Losses weighed by numbers that are drawn in each step."""

import keras
from keras import ops

from mtlc_spec.balancing.model.runtime import BalancedModel


@keras.saving.register_keras_serializable(package="mtlc")
class RandomModel(BalancedModel):
    """A model that draws the weights of its losses anew in each step.

    Lin et al., "Reasonable Effectiveness of Random Weighting: A Litmus Test for
    Multi-Task Learning" (TMLR 2022), random loss weighting: the weights are the softmax
    of numbers from a standard normal distribution. Evaluation weighs all tasks alike.
    """

    balance_arguments = ("seed",)

    def compile(self, *args, seed=None, **kwargs):
        self.seed = seed
        super().compile(*args, **kwargs)

    def build_balance(self):
        if hasattr(self, "draws"):
            del self.draws
        self.generator = keras.random.SeedGenerator(self.seed)
        # As a weight of the model it is saved, so that the draws go on where they were.
        self.draws = self.generator.state

    def balance(self, losses, present, training):
        factors = ops.full_like(losses, 1.0 / len(self.tasks))
        if training:
            numbers = keras.random.normal(losses.shape, seed=self.generator)
            factors = ops.softmax(ops.cast(numbers, losses.dtype))
        return ops.sum(factors * losses), factors
