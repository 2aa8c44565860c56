"""Labels that may be missing, and samples that are weighed by their class."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.shapes import Shapes
from mtlc.analysis.training.subjects import Subject, subjects, word
from mtlc.analysis.training_problems import NoLabels, UnweightedClasses
from mtlc.graph import Graph
from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.labels import is_chosen, metric_of
from mtlc_spec.tasks import Imported
from mtlc_spec.values.metrics.base import KerasMetric

_CHOSEN = "Keras chooses what it is by the shapes of labels"
_UNKNOWN = "it is imported, and not known"
_VARIES = "Keras chooses what it is by the number of units, which params may decide"
_COMPUTED = "params decide what it is"


def check_missing(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Refuse to leave samples out of, or to weigh them in, what cannot do without them."""
    for one in subjects(graph, shapes):
        task = one.task
        if task.missing is not None:
            yield from _check_loss(one)
            for number, metric in enumerate(task.metrics):
                found = metric_of(metric, one.tensor, one.loss)
                reason = None
                if isinstance(metric, Imported):
                    reason = _UNKNOWN
                elif one.computed & {"metrics", f"metrics.{number}"}:
                    reason = _COMPUTED
                elif one.varies and is_chosen(metric):
                    reason = _VARIES
                elif found is None:
                    reason = _CHOSEN
                elif not _leaves_out(found, one.units) and not one.gives_rows_to(found):
                    reason = "Keras has no weights for its samples"
                if reason is not None:
                    place = one.place("metrics", str(number))
                    yield NoLabels(span=place, what=word(metric), reason=reason)
        if task.class_weight is not None and task.loss is not None:
            yield from _check_weights(one)


def _leaves_out(metric: KerasMetric, units: int | None) -> bool:
    """Whether samples, whose labels are 0 then, can be left out of a metric."""
    weighs = units == 1 or not metric.weighs_one_unit
    return metric.leaves_out and metric.defined_for_zeros and weighs


def _check_loss(one: Subject) -> Iterator[Diagnostic]:
    if one.task.loss is None:
        return
    reason = None
    if isinstance(one.task.loss, Imported):
        reason = _UNKNOWN
    elif "loss" in one.computed:
        reason = _COMPUTED
    elif one.varies and is_chosen(one.task.loss):
        reason = _VARIES
    elif one.loss is None:
        reason = _CHOSEN
    elif getattr(one.loss, "ignore_class", None) is not None and not one.loss.leaves_out:
        reason = "its `ignore_class` leaves out others"
    elif not (one.loss.leaves_out and one.loss.is_aligned):
        reason = "it judges all of them at once"
    if reason is not None:
        yield NoLabels(span=one.place("loss"), what=one.loss_word, reason=reason)


def _check_weights(one: Subject) -> Iterator[Diagnostic]:
    reason = None
    if isinstance(one.task.loss, Imported):
        reason = f"`{one.loss_word}` is imported, and not known"
    elif "loss" in one.computed:
        reason = "params decide what the loss is"
    elif one.varies and is_chosen(one.task.loss):
        reason = _VARIES.replace("what it is", f"what `{one.loss_word}` is")
    elif one.loss is None:
        reason = _CHOSEN.replace("what it is", f"what `{one.loss_word}` is")
    elif not one.loss.leaves_out:
        reason = f"`{one.loss_word}` judges all samples at once"
    elif one.loss.labels not in ("classes", "one-hot") and one.units not in (1, None):
        reason = f"the labels of `{one.name}` are {one.units} numbers each"
    if reason is not None:
        yield UnweightedClasses(
            span=one.place("class_weight"), loss=one.loss_word, reason=reason
        )
