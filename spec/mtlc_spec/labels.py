"""Which loss or metric a word stands for, and what labels it takes.

`compile` chooses `crossentropy` and `accuracy` by the shapes of predictions and labels:
of three, the first where there is one prediction, the second where labels are numbers of
classes.
"""

from __future__ import annotations

from collections.abc import Mapping

from mtlc_spec.shapes import Tensor
from mtlc_spec.tasks import Imported, TaskArguments
from mtlc_spec.values import losses, metrics
from mtlc_spec.values.losses import KerasLoss, Labels
from mtlc_spec.values.metrics.base import KerasMetric
from mtlc_spec.values.tagged import Tagged

Chosen = Mapping[str, tuple[type[Tagged], ...]]


def loss_of(task: TaskArguments, output: Tensor | None) -> KerasLoss | None:
    """The loss of a task as an object; None for one that is imported, or not known."""
    loss = task.loss
    if isinstance(loss, str):
        form = None  # labels are not known without a loss
        kind = _kind(loss, losses.KINDS, losses.CHOSEN, output, form)
        loss = None if kind is None else kind()
    return loss if isinstance(loss, KerasLoss) else None


def metric_of(
    metric: str | Tagged, output: Tensor | None, loss: KerasLoss | None
) -> KerasMetric | None:
    """A metric as an object; None for one that is imported, or not known."""
    if isinstance(metric, str):
        form = None if loss is None else loss.labels
        kind = _kind(metric, metrics.KINDS, metrics.CHOSEN, output, form)
        return kind() if kind is not None and issubclass(kind, KerasMetric) else None
    return metric if isinstance(metric, KerasMetric) else None


def _kind(
    word: str,
    kinds: Mapping[str, type[Tagged]],
    chosen: Chosen,
    output: Tensor | None,
    form: Labels | None,
) -> type[Tagged] | None:
    if word.lower() not in chosen:
        return kinds[word]
    one, classes, rows = chosen[word.lower()]
    last = None if output is None or not output.shape else output.shape[-1]
    if last == 1:
        return one
    if last is None or form not in ("classes", "one-hot"):
        return None
    return classes if form == "classes" else rows


def is_chosen(value: object) -> bool:
    """Whether Keras chooses what a loss or a metric is by the shapes of predictions."""
    words = losses.CHOSEN.keys() | metrics.CHOSEN.keys()
    return isinstance(value, str) and value.lower() in words


def is_imported(value: object) -> bool:
    """Whether it is not known what a loss or a metric is like."""
    return isinstance(value, Imported)
