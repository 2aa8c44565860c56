"""How the losses of all tasks come together."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.training_problems import (
    KeyWithoutLoss,
    NothingToTrain,
    OutputWithoutLoss,
    UndecidedNames,
    UselessWeight,
)
from mtlc.graph import Graph, OutputNode
from mtlc_spec.diagnostics import Diagnostic

_OF_A_LOSS = ("weight", "class_weight")
_OF_THE_MODEL = {"seed"}
"""What `training` says even of a model that is not trained."""


def check_totals(graph: Graph) -> Iterator[Diagnostic]:
    """Warn of outputs that nothing trains, and of what is said for nothing."""
    tasks = graph.tasks
    for node in {one.number: one for one in graph.outputs}.values():
        task = None if node.task is None else node.task.arguments
        if node.task is not None and task is None:
            continue
        if task is None or task.loss is None:
            if tasks:
                yield OutputWithoutLoss(span=node.span, name=_written(node))
            yield from _for_nothing(node)
        elif task.weight <= 0 and node.task is not None:
            place = node.task.places.get(("weight",), node.span)
            yield UselessWeight(span=place, weight=task.weight)
    if graph.training is not None and not tasks and not _may_have_more(graph):
        said = {path[0] for path in graph.training.places}
        if said - _OF_THE_MODEL:
            yield NothingToTrain(span=graph.training.span)
    if tasks:
        yield from _undecided(graph)


def _may_have_more(graph: Graph) -> bool:
    """Whether an output or its task could not be understood."""
    unknown = (one.task is not None and one.task.arguments is None for one in graph.outputs)
    return graph.incomplete or any(unknown)


def _for_nothing(node: OutputNode) -> Iterator[Diagnostic]:
    if node.task is None or node.task.arguments is None:
        return
    keys = _OF_A_LOSS if node.task.arguments.metrics else (*_OF_A_LOSS, "missing")
    for key in keys:
        if (key,) in node.task.places:
            yield KeyWithoutLoss(span=node.task.places[(key,)], key=key)


def _undecided(graph: Graph) -> Iterator[Diagnostic]:
    """Refuse several bundles of outputs whose names params decide."""
    open_ = {one.number: one for one in graph.outputs if one.members == "open"}
    first = next(iter(open_.values()), None)
    for one in open_.values():
        if first is not None and one is not first:
            yield UndecidedNames(span=one.span, first=_written(first), second=_written(one))


def _written(node: OutputNode) -> str:
    return node.span.text
