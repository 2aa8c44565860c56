"""The tasks of a compiled model, and batches to train them on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from mtlc.verify.child.forward import Forward, to_array
from mtlc.verify.child.labels import make_labels


@dataclass(frozen=True)
class Task:
    """An output that has a loss."""

    name: str
    loss: Any
    weight: float
    """Of its loss in the total."""
    tensor: Any
    shape: tuple[int, ...]
    """Of its predictions for a batch."""


def tasks_of(model: Any, forward: Forward, outputs: list[str]) -> tuple[Task, ...]:
    """The tasks of a model; `outputs` are the spec's names, for one that has none in Keras."""
    weights = model._compile_config.config.get("loss_weights")
    given = forward.outputs
    if not isinstance(given, dict):
        weight = 1.0 if weights is None else float(weights)
        (tensor,) = model.outputs
        shape = to_array(keras.tree.flatten(given)[0]).shape
        return (Task(outputs[0], model.loss, weight, tensor, shape),)
    return tuple(
        Task(
            name,
            model.loss[name],
            1.0 if weights is None or weights[name] is None else float(weights[name]),
            tensor,
            to_array(given[name]).shape,
        )
        for name, tensor in model._outputs_struct.items()
        if model.loss[name] is not None
    )


@dataclass(frozen=True)
class Batches:
    """Random inputs, and labels that the losses of the tasks take."""

    forward: Forward
    tasks: tuple[Task, ...]

    def make(self, seed: int) -> tuple[Any, Any]:
        """The same batch for the same seed."""
        inputs = self.forward.maker.make(seed)
        random = np.random.default_rng(seed)
        labels = {task.name: make_labels(task.loss, task.shape, random) for task in self.tasks}
        if not isinstance(self.forward.outputs, dict):
            return inputs, labels[self.tasks[0].name]
        # An output without a loss takes labels all the same, and does not look at them.
        others = {
            name: np.zeros(to_array(one).shape, "float32")
            for name, one in self.forward.outputs.items()
            if name not in labels
        }
        return inputs, {**labels, **others}
