"""Metrics and the outputs that they measure."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.shapes import Shapes
from mtlc.analysis.training.subjects import Subject, subjects, word
from mtlc.analysis.training_problems import DifferentLabels, TrivialMetric, UnfitMetric
from mtlc.graph import Graph
from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.labels import metric_of
from mtlc_spec.source import Span
from mtlc_spec.values.metrics.base import KerasMetric

_FORMS = {
    "classes": "numbers of classes",
    "one-hot": "a number for each unit",
    "binary": "a number for each unit",
    "numbers": "a number for each unit",
}


def check_metrics(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Refuse metrics that fail on every batch, and warn of those that say nothing."""
    for one in subjects(graph, shapes):
        for number, metric in enumerate(one.task.metrics):
            found = metric_of(metric, one.tensor, one.loss)
            if found is not None:
                place = one.place("metrics", str(number))
                yield from _check(one, found, word(metric), place)


def _check(one: Subject, metric: KerasMetric, named: str, place: Span) -> Iterator[Diagnostic]:
    shape = () if one.tensor is None else one.tensor.shape
    problem = metric.problem(shape) if shape else None
    if problem is not None:
        yield UnfitMetric(span=place, metric=named, problem=problem)
        return
    reason = None if one.units is None else metric.triviality(one.units)
    if reason is not None:
        yield TrivialMetric(span=place, metric=named, reason=reason)
    if one.loss is None:
        return
    wanted, given = _FORMS[metric.labels], _FORMS[one.loss.labels]
    if wanted != given and one.units not in (1, None):
        yield DifferentLabels(
            span=place, metric=named, wanted=wanted, loss=one.loss_word, given=given
        )
