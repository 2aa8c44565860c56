"""Metrics and the outputs that they measure."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.endings import Ending, ending
from mtlc.analysis.shapes import Shapes
from mtlc.analysis.training.subjects import Subject, subjects, word
from mtlc.analysis.training_problems import (
    DifferentLabels,
    MetricOfLogits,
    NotComputable,
    TrivialMetric,
)
from mtlc.graph import Graph
from mtlc_spec.diagnostics import Diagnostic, Label
from mtlc_spec.labels import metric_of
from mtlc_spec.source import Span
from mtlc_spec.values.activations import PROBABILITIES
from mtlc_spec.values.metrics.base import KerasMetric

_FORMS = {
    "classes": "numbers of classes",
    "one-hot": "a number for each unit, one-hot",
    "binary": "a number for each unit",
    "numbers": "a number for each unit",
}


def check_metrics(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Refuse metrics that fail on every batch, and warn of those that say nothing."""
    for one in subjects(graph, shapes):
        end = ending(graph, one.node.value)
        for number, metric in enumerate(one.task.metrics):
            found = metric_of(metric, one.tensor, one.loss)
            if found is not None:
                place = one.place("metrics", str(number))
                yield from _check(one, found, word(metric), place)
                if end is not None:
                    yield from _check_ending(one, found, word(metric), place, end)


def _check(one: Subject, metric: KerasMetric, named: str, place: Span) -> Iterator[Diagnostic]:
    shape = () if one.tensor is None else one.tensor.shape
    problem = metric.problem(shape) if shape else None
    way_out = None
    if one.gives_rows_to(metric):
        problem = f"takes numbers of classes, and `{one.name}` gives a row of {one.units}"
        way_out = "write `sparse_y_pred: false`, and the class that leads counts"
    if problem is not None:
        yield NotComputable(span=place, what=named, problem=problem, way_out=way_out)
        return
    reason = None if one.units is None else metric.triviality(one.units)
    if reason is not None:
        yield TrivialMetric(span=place, metric=named, output=one.name, reason=reason)
    if one.loss is None:
        return
    wanted, given = _FORMS[metric.labels], _FORMS[one.loss.labels]
    if (
        "classes" in {metric.labels, one.loss.labels}
        and wanted != given
        and one.units not in (1, None)
    ):
        yield DifferentLabels(
            span=place, metric=named, wanted=wanted, loss=one.loss_word, given=given
        )


def _check_ending(
    one: Subject, metric: KerasMetric, named: str, place: Span, end: Ending
) -> Iterator[Diagnostic]:
    if metric.takes_decisions and one.units == 1 and end.activation in PROBABILITIES:
        reason = "it takes numbers of classes, and makes 0 of every probability"
        yield TrivialMetric(span=place, metric=named, output=one.name, reason=reason)
    loss = one.loss
    of_logits = bool(getattr(loss, "from_logits", False))
    wants_them_too = loss is not None and loss.predictions == "probabilities"
    if end.activation in PROBABILITIES or not metric.wants_probabilities:
        return
    if wants_them_too and not of_logits:
        return  # a loss that does not fit is reported
    way_out = f"{{{type(metric).__name__}: {{{metric.for_logits}}}}}"
    shown = "has no activation" if end.activation == "linear" else f"ends with {end.activation}"
    yield MetricOfLogits(
        span=place,
        metric=named,
        output=one.name,
        activation=end.activation,
        of_logits=of_logits,
        way_out=way_out if metric.for_logits else "",
        labels=(Label(end.span, f"this {shown}"),),
    )
