"""Strategies that balance the losses of several tasks."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.shapes import Shapes
from mtlc.analysis.training.subjects import subjects
from mtlc.analysis.training_problems import NegativeLoss, NothingToBalance, TotalOfBalance
from mtlc.graph import Graph
from mtlc_spec.balancing.base import Strategy
from mtlc_spec.diagnostics import Diagnostic


def check_balance(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Refuse to balance what is not several losses, or has a total already."""
    training = graph.training
    if training is None or not isinstance(training.arguments.balance, Strategy):
        return
    strategy = training.arguments.balance
    name = strategy.kind()
    place = training.places.get(("balance",), training.span)
    count = len(graph.tasks)
    maybe = {one.number for one in graph.outputs} == {0} and any(
        one.members == "open" for one in graph.outputs
    )
    unknown = graph.incomplete or any(
        one.task is not None and one.task.arguments is None for one in graph.outputs
    )
    if (count < 2 or maybe) and not unknown:
        yield NothingToBalance(span=place, strategy=name, tasks=count, maybe=count > 1)
    if training.arguments.total != "sum":
        total = training.places.get(("total",), training.span)
        yield TotalOfBalance(span=total, strategy=name)
    if strategy.wants_positive:
        for one in subjects(graph, shapes):
            if one.loss is not None and one.loss.may_be_negative:
                yield NegativeLoss(span=one.place("loss"), strategy=name, loss=one.loss_word)
