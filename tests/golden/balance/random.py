"""random: compiled by mtlc 0.1.0 from random.yaml. Change the spec, not this file.

Two tasks whose losses are balanced while they are trained.
"""

import keras
from keras import layers, losses, metrics, ops, optimizers


@keras.saving.register_keras_serializable(package="random")
class FunctionLoss(losses.Loss):
    """A function as a loss, as `compile` takes it."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def call(self, y_true, y_pred):
        if len(y_true.shape) + 1 == len(y_pred.shape) and y_pred.shape[-1] == 1:
            if len(y_true.shape) == 1:
                y_true = ops.expand_dims(y_true, axis=-1)
            else:
                y_pred = ops.squeeze(y_pred, axis=-1)
        return self.function(y_true, y_pred)


class Task:
    """What `compile` says of an output that has a loss, and what is logged of it."""

    def __init__(self, name, loss, loss_weight):
        self.name = name
        self.given = loss
        self.weight = 1.0 if loss_weight is None else float(loss_weight)
        self.loss_tracker = metrics.Mean(name=f"{name}_loss")
        self.weight_tracker = metrics.Mean(name=f"{name}_weight")

    def loss(self, y_true, y_pred, sample_weight):
        """The loss of a batch as one number, whatever its reduction."""
        value = self._function(y_true, y_pred)(y_true, y_pred, sample_weight)
        return ops.cast(ops.mean(value), keras.config.floatx())

    def _function(self, y_true, y_pred):
        loss = self.given
        if str(loss).lower() in ("crossentropy", "ce"):
            # As `compile` chooses, by the shapes.
            if y_pred.shape[-1] == 1:
                loss = losses.BinaryCrossentropy()
            elif len(y_true.shape) < len(y_pred.shape) or y_true.shape[-1] == 1:
                loss = losses.SparseCategoricalCrossentropy()
            else:
                loss = losses.CategoricalCrossentropy()
        loss = losses.get(loss)
        return loss if isinstance(loss, losses.Loss) else FunctionLoss(loss)


class BalancedModel(keras.Model):
    """A functional model whose tasks are weighed anew in each step.

    It is a base class: `balance` makes one loss of those of the tasks. The tasks are
    the outputs that `compile` gives a loss, and `loss_weights` multiply a task's loss
    before it is balanced. A task whose loss is 0 in a batch, since nothing in it has a
    label, takes no part in that step. The logs have `NAME_loss`, as those of any model,
    and `NAME_weight`, the factor of that loss in the total, averaged over the batches
    that the task takes part in. `compile` starts anew what a strategy has learnt.
    """

    balance_arguments = ()
    tasks = ()

    def compile(self, optimizer="rmsprop", loss=None, loss_weights=None, **kwargs):
        # The tasks' losses are computed here: Keras gives their sum alone.
        super().compile(optimizer=optimizer, **kwargs)
        self.loss = loss
        self.loss_weights = loss_weights
        names = [*self.output] if isinstance(self.output, dict) else []
        for given in (loss or {}, loss_weights or {}):
            if not isinstance(given, dict) or not set(given) <= set(names):
                raise ValueError(
                    "Losses and loss weights must be dictionaries by the names of "
                    f"outputs, of {names}, not {given}"
                )
        weights = loss_weights or {}
        self.tasks = tuple(
            Task(name, loss[name], weights.get(name))
            for name in names
            if (loss or {}).get(name) is not None
        )
        if not self.tasks:
            raise ValueError(f"None of the outputs {names} has a loss")
        self.build_balance()

    def build_balance(self):
        """Make the variables of a strategy; there are none by default."""

    def balance(self, losses, present, training):
        """The total of the losses, and the factor of each in it, without gradient.

        `losses` holds one number for each task, and `present` is 1 for tasks that take
        part, 0 for the others. Variables may change where `training` is true.
        """
        raise NotImplementedError

    def add_task_weight(self, name, trainable=False):
        """Make a variable that holds one number for each task, 0 at first."""
        if hasattr(self, name):
            delattr(self, name)
        variable = self.add_weight(
            shape=(len(self.tasks),),
            initializer="zeros",
            dtype=keras.config.floatx(),
            trainable=trainable,
            autocast=False,
            name=name,
        )
        setattr(self, name, variable)
        return variable

    def by_name(self, given, what):
        """What is given for the outputs, by their names, the order of a list in Keras."""
        names = sorted(self.output)
        found = type(given).__name__
        if isinstance(given, (list, tuple)):
            if len(given) == len(names):
                return dict(zip(names, given, strict=True))
            found = f"a list of {len(given)}"
        elif isinstance(given, dict):
            if set(given) <= set(names):
                return given
            found = f"one of {sorted(given)}"
        raise ValueError(
            f"{what} must be a dictionary by the names of outputs, or a list in the "
            f"order {names}, not {found}"
        )

    def task_losses(self, y, y_pred, sample_weight=None):
        """The loss of each task, before weights."""
        y = self.by_name(y, "Labels")
        without = [task.name for task in self.tasks if y.get(task.name) is None]
        if without:
            raise ValueError(f"There are no labels for the outputs {without}")
        weights = dict.fromkeys(self.output, sample_weight)
        if isinstance(sample_weight, (dict, list, tuple)):
            weights = self.by_name(sample_weight, "Sample weights")
        values = [
            task.loss(y[task.name], y_pred[task.name], weights.get(task.name))
            for task in self.tasks
        ]
        return ops.stack(values)

    def weighted(self, losses):
        """Losses as they are balanced, and 1 for each task that takes part."""
        weights = [task.weight for task in self.tasks]
        losses = losses * ops.convert_to_tensor(weights, dtype=losses.dtype)
        return losses, ops.cast(ops.not_equal(losses, 0.0), losses.dtype)

    def compute_loss(
        self,
        x=None,
        y=None,
        y_pred=None,
        sample_weight=None,
        training=True,
    ):
        values = self.task_losses(y, y_pred, sample_weight)
        losses, present = self.weighted(values)
        total, factors = self.balance(losses, present, training)
        for number, task in enumerate(self.tasks):
            # As Keras logs it: by the size of the batch, where that is known.
            size = y_pred[task.name].shape[0]
            task.loss_tracker.update_state(values[number], sample_weight=size)
            task.weight_tracker.update_state(
                factors[number] * task.weight, sample_weight=present[number]
            )
        for loss in self.losses:
            total += ops.cast(ops.sum(loss), total.dtype)
        return total

    @property
    def metrics(self):
        logged = list(super().metrics)
        logged += [task.loss_tracker for task in self.tasks]
        return logged + [task.weight_tracker for task in self.tasks]

    def get_compile_config(self):
        config = super().get_compile_config()
        if not self.tasks:
            return config
        own = {"loss": self.loss, "loss_weights": self.loss_weights}
        own |= {name: getattr(self, name) for name in self.balance_arguments}
        return config | keras.saving.serialize_keras_object(own)

    def compile_from_config(self, config):
        self.compile(**keras.saving.deserialize_keras_object(config))
        self.optimizer.build(self.trainable_variables)


@keras.saving.register_keras_serializable(package="random")
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


@keras.saving.register_keras_serializable(package="random")
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


def build_model() -> keras.Model:
    """Build `random`: (batch, 8) -> 2 x (batch, 1), 178 parameters."""
    x = keras.Input((8,), name="x")
    trunk = layers.Dense(16, activation="relu", name="trunk")(x)
    price = layers.Dense(1, name="price")(trunk)
    risk = layers.Dense(1, activation="sigmoid", name="risk")(trunk)
    return RandomModel(x, {"price": price, "risk": risk}, name="random")


def compile_model(model: keras.Model) -> keras.Model:
    """Compile `model` for its 2 tasks; `RandomModel` balances their losses."""
    model.compile(
        optimizer=optimizers.Adam(learning_rate=0.01),
        loss={"price": "mse", "risk": LabelledLoss(losses.BinaryCrossentropy(), -1)},
        loss_weights={"price": 0.5, "risk": 1.0},
        metrics={"price": ["mae"], "risk": []},
        seed=7,
    )
    return model


if __name__ == "__main__":
    build_model().summary()
# mtlc: format 1, sha256 of the lines above: b7cd2617df5832f1d5743e3ca278ee8d1c2be691cb6d16d4707cf8b5503f200a
