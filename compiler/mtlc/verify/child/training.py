"""A step of training: losses are finite, and the weights behind them move."""

from __future__ import annotations

import math
import types
from dataclasses import dataclass
from typing import Any

from mtlc.verify.child.forward import Forward
from mtlc.verify.child.gradients import without_gradient
from mtlc.verify.child.reach import weights_behind
from mtlc.verify.child.reporting import Finding, Reporter
from mtlc.verify.child.tasks import Batches, tasks_of

BATCHES = 6
"""How many are tried before something is said not to move: a unit may be off for one."""


@dataclass(frozen=True)
class Trained:
    """The last step: its losses, and the weights that have moved since the first."""

    total: float
    losses: dict[str, float]
    moved: set[int]

    @property
    def is_finite(self) -> bool:
        return all(map(math.isfinite, (self.total, *self.losses.values())))


def check_training(
    module: types.ModuleType,
    model: Any,
    forward: Forward,
    reporter: Reporter,
) -> bool:
    """Train the model for its tasks, as the generated module compiles it; say if it did."""
    trained = batches = None
    with reporter.check("training") as check:
        module.compile_model(model)
        batches = Batches(forward, tasks_of(model, forward.names))
        trained = _train(model, batches)
        check.detail = f"the total loss is {trained.total:.6g}"
        if not math.isfinite(trained.total):
            check.fail(check.detail)
        elif not trained.moved:
            check.fail(f"no weight moves in {BATCHES} steps")
    if trained is None or batches is None:
        return False
    for name, loss in trained.losses.items():
        reporter.add(f"loss of {name}", _loss(loss))
    if not trained.is_finite:
        return False
    with reporter.check("weights") as weights:
        _check_weights(model, batches, trained.moved, weights)
    return check.status == "ok"


def _train(model: Any, batches: Batches) -> Trained:
    """Train until something moves: a rate may begin with 0, a scaled loss be too large."""
    weights = model.trainable_weights
    start = [one.numpy().copy() for one in weights]
    trained = Trained(0.0, {}, set())
    for seed in range(BATCHES):
        inputs, labels = batches.make(seed)
        logs = model.train_on_batch(inputs, labels, return_dict=True)
        total = float(logs["loss"])
        losses = {
            task.name: float(logs.get(f"{task.name}_loss", total)) for task in batches.tasks
        }
        moved = {
            id(weight)
            for weight, old in zip(weights, start, strict=True)
            if (weight.numpy() != old).any()
        }
        trained = Trained(total, losses, moved)
        if moved or not trained.is_finite:
            break
    return trained


def _loss(loss: float) -> Finding:
    finding = Finding(detail=f"{loss:.6g}")
    if not math.isfinite(loss):
        finding.fail(f"it is {loss}")
    return finding


def _check_weights(model: Any, batches: Batches, moved: set[int], check: Finding) -> None:
    """Every weight that a loss depends on moves, or would with a smaller step."""
    trained = [task.tensor for task in batches.tasks if task.weight]
    wanted = weights_behind(trained)
    # Decay moves weights that nothing depends on.
    known = set() if getattr(model.optimizer, "weight_decay", None) else moved
    doubtful = [one for key, one in wanted.items() if key not in known]
    still = without_gradient(model, doubtful, map(batches.make, range(BATCHES)))
    still = _dead(model, still, batches)
    for one in still:
        check.fail(f"`{one.path}` never moves: its gradient is 0 in {2 * BATCHES} batches")
    check.detail = f"{len(wanted) - len(still)} of {len(wanted)} that losses depend on move"
    own = {id(one) for layer in model.layers for one in layer.trainable_weights}
    if others := len(own - {*wanted}):
        check.detail += f"; on {others} more no loss depends"


def _dead(model: Any, doubtful: list[Any], batches: Batches) -> list[Any]:
    """Those that do not move with positive weights either: a rectifier may be off."""
    if not doubtful:
        return []
    kept = [(one, one.numpy()) for one in model.trainable_weights]
    for one, value in kept:
        one.assign(abs(value) + 0.01)
    still = without_gradient(model, doubtful, map(batches.make, range(BATCHES, 2 * BATCHES)))
    for one, value in kept:
        one.assign(value)
    return still
