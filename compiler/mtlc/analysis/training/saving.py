"""What Keras does not bring back when a saved model is loaded."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.shapes import Shapes
from mtlc.analysis.training.subjects import Subject, subjects
from mtlc.analysis.training_problems import ForgottenArgument
from mtlc.graph import Graph
from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.values.tagged import Tagged


def check_saving(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Warn of arguments of losses and metrics that a loaded model does not have."""
    for one in subjects(graph, shapes):
        yield from _check(one, one.task.loss, "loss")
        for number, metric in enumerate(one.task.metrics):
            yield from _check(one, metric, "metrics", str(number))


def _check(one: Subject, made: object, *path: str) -> Iterator[Diagnostic]:
    if not isinstance(made, Tagged):
        return
    for name in sorted(made.forgets):
        if getattr(made, name) != type(made).model_fields[name].default:
            place = one.place(*path, name)
            yield ForgottenArgument(span=place, kind=type(made).__name__, argument=name)
