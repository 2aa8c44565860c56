"""Gradients as any backend computes them, seen by an optimizer that changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import keras

ops: Any = keras.ops


class Watch(keras.optimizers.Optimizer):  # type: ignore[misc]
    """Keeps the largest gradient of every weight, and leaves the weights as they are."""

    def build(self, variables: list[Any]) -> None:
        super().build(variables)
        self.seen: list[Any] = [
            self.add_variable_from_reference(one, name="seen", initializer="zeros")
            for one in variables
        ]

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        seen: Any = self.seen[self._get_variable_index(variable)]
        size = ops.cast(ops.abs(ops.convert_to_tensor(gradient)), seen.dtype)
        self.assign(seen, ops.maximum(seen, size))

    def largest(self, variable: Any) -> float:
        """The largest of a weight so far."""
        return float(ops.max(self.seen[self._get_variable_index(variable)]))


def without_gradient(
    model: Any, weights: list[Any], batches: Iterable[tuple[Any, Any]]
) -> list[Any]:
    """Those weights whose gradient is 0 in every batch."""
    if not weights:
        return []
    optimizer, watch = model.optimizer, Watch(learning_rate=1.0)
    model.optimizer, model.train_function = watch, None
    try:
        for inputs, labels in batches:
            model.train_on_batch(inputs, labels)
            weights = [one for one in weights if not watch.largest(one) > 0]
            if not weights:
                break
    finally:
        model.optimizer, model.train_function = optimizer, None
    return weights
