"""The tasks of a compiled model, and batches to train them on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mtlc.verify.child.forward import Forward, by_name, structure
from mtlc.verify.child.labels import make_labels


@dataclass(frozen=True)
class Task:
    """An output that has a loss."""

    name: str
    loss: Any
    weight: float
    """Of its loss in the total."""
    tensor: Any
    """What it is of the model, without values."""


def tasks_of(model: Any, names: tuple[str, ...]) -> tuple[Task, ...]:
    """The tasks of a compiled model; what is passed bare belongs to its only output."""
    losses = _named(model.loss, names)
    config = model.get_compile_config() or {}
    weights = _named(config.get("loss_weights"), names)
    return tuple(
        Task(name, losses[name], 1.0 if weights[name] is None else weights[name], tensor)
        for name, tensor in by_name(structure(model), names).items()
        if losses[name] is not None
    )


def _named(given: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return given if isinstance(given, dict) else dict.fromkeys(names, given)


@dataclass(frozen=True)
class Batches:
    """Random inputs, and labels that the losses of the tasks take."""

    forward: Forward
    tasks: tuple[Task, ...]

    def make(self, seed: int) -> tuple[Any, Any]:
        """The same batch for the same seed."""
        random = np.random.default_rng(seed)
        shapes = {name: one.shape for name, one in self.forward.arrays.items()}
        labels = {
            task.name: make_labels(task.loss, shapes[task.name], random) for task in self.tasks
        }
        if isinstance(self.forward.outputs, dict):
            # What has no loss takes labels all the same, and does not look at them.
            unlabelled = {name: np.zeros(shapes[name], "float32") for name in shapes}
            return self.forward.maker.make(seed), unlabelled | labels
        (only,) = labels.values()
        return self.forward.maker.make(seed), only
