"""The strategies as their papers have them, in numpy: two linear tasks under plain SGD.

Written from the formulas, and not from the code that is judged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

RATE = 0.1


def softmax(values: Vector) -> Vector:
    parts = np.exp(values - values.max())
    return np.asarray(parts / parts.sum())


@dataclass
class Tasks:
    """Predictions `x @ columns[k]` of labels, with squared errors."""

    x: Vector
    labels: Vector
    columns: Vector
    state: Vector = field(default_factory=lambda: np.zeros(2))

    def losses(self) -> Vector:
        return np.asarray(np.mean(np.square(self.x @ self.columns - self.labels), axis=0))

    def descend(self, factors: Vector) -> None:
        """One step along the gradient of the losses, each times its factor."""
        errors = self.x @ self.columns - self.labels
        gradients = 2 * self.x.T @ errors / len(self.x)
        self.columns = self.columns - RATE * factors * gradients


def uncertainty(tasks: Tasks) -> Vector:
    """d/dL and d/ds of (exp(-s) L + s) / 2."""
    losses, s = tasks.losses(), tasks.state
    factors = np.exp(-s) / 2
    tasks.descend(factors)
    tasks.state = s - RATE * (1 - np.exp(-s) * losses) / 2
    return np.asarray(factors)


def imtl_l(tasks: Tasks) -> Vector:
    """d/dL and d/ds of exp(s) L - s."""
    losses, s = tasks.losses(), tasks.state
    factors = np.exp(s)
    tasks.descend(factors)
    tasks.state = s - RATE * (np.exp(s) * losses - 1)
    return np.asarray(factors)


def geometric(tasks: Tasks) -> Vector:
    """The derivatives of the square root of a product."""
    losses = tasks.losses()
    factors = np.sqrt(losses.prod()) / (2 * losses)
    tasks.descend(factors)
    return np.asarray(factors)


def smooth_tchebycheff(tasks: Tasks, mu: float = 0.5, ideal: float = 0.1) -> Vector:
    """The derivatives of mu log sum exp((L - z) / mu)."""
    factors = softmax((tasks.losses() - ideal) / mu)
    tasks.descend(factors)
    return factors


def famo(tasks: Tasks, step_size: float = 0.025, decay: float = 0.001) -> Vector:
    """Algorithm 1 of the paper; the state are the logits."""
    before, logits = tasks.losses(), tasks.state
    z = softmax(logits)
    factors = z / before / np.sum(z / before)
    tasks.descend(factors)
    jacobian = np.diag(z) - np.outer(z, z)
    change = jacobian @ (np.log(before) - np.log(tasks.losses()))
    tasks.state = logits - step_size * (change + decay * logits)
    return np.asarray(factors)


STEPS: dict[str, Callable[[Tasks], Vector]] = {
    "uncertainty": uncertainty,
    "imtl_l": imtl_l,
    "geometric": geometric,
    "smooth_tchebycheff": smooth_tchebycheff,
    "famo": famo,
}
"""One step of each strategy that takes one: it gives the factors of the losses."""

STATES = {"uncertainty": "log_variances", "imtl_l": "log_scales", "famo": "logits"}
"""What the variable of a strategy is called."""


def average(means: list[Vector], temperature: float) -> Vector:
    """The weights of an epoch by the mean losses of those before (Liu et al. 2019)."""
    if len(means) < 2:
        return np.ones(2)
    return 2 * softmax(means[-1] / means[-2] / temperature)
