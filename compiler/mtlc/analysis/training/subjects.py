"""The outputs that are trained, each with its task as far as it is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mtlc.analysis.shapes import Shapes
from mtlc.analysis.training.sizes import may_vary
from mtlc.graph import Graph, OutputNode
from mtlc_spec.document import Places
from mtlc_spec.labels import loss_of
from mtlc_spec.shapes import Tensor
from mtlc_spec.source import Span
from mtlc_spec.tasks import Imported, TaskArguments
from mtlc_spec.values.losses import KerasLoss
from mtlc_spec.values.metrics.base import KerasMetric


class Subject(NamedTuple):
    """An output and its task; `loss` is None where it is not known what it is like."""

    node: OutputNode
    task: TaskArguments
    places: Places
    computed: frozenset[str]
    tensor: Tensor | None
    loss: KerasLoss | None
    varies: bool
    """Params may decide how many units it has."""

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def units(self) -> int | None:
        """The size of the last axis."""
        shape = () if self.tensor is None else self.tensor.shape
        return shape[-1] if len(shape) > 1 else None

    @property
    def loss_word(self) -> str:
        """The loss as it is written."""
        return word(self.task.loss)

    def classes(self, loss: KerasLoss) -> int | None:
        """How many classes its labels tell; None if they tell none, or that is not known."""
        if loss.labels == "binary":
            return 2 if self.units == 1 else None
        return self.units if loss.labels in ("classes", "one-hot") else None

    def gives_rows_to(self, metric: KerasMetric) -> bool:
        """Whether a metric wants numbers of classes, and gets a row of all of them."""
        if not metric.takes_decisions or self.loss is None or self.units in (1, None):
            return False
        wanted = "classes" if getattr(metric, "sparse_y_true", False) else "one-hot"
        return self.loss.labels == wanted

    def place(self, *path: str) -> Span:
        """Where an argument is written, or what it is an argument of."""
        return place_of(self.places, path, self.node.span)


def subjects(graph: Graph, shapes: Shapes) -> Iterator[Subject]:
    """Every output with a task that could be understood."""
    for node in graph.outputs:
        task = None if node.task is None else node.task.arguments
        if node.task is not None and task is not None:
            tensor = shapes.of(node.value)
            given = node.task
            loss = loss_of(task, tensor)
            varies = may_vary(graph, shapes, node.value)
            yield Subject(node, task, given.places, given.computed, tensor, loss, varies)


def place_of(places: Places, path: tuple[str, ...], otherwise: Span) -> Span:
    """Where an argument is written; the first one has no name in the short form."""
    at: tuple[str, ...] = ()
    for part in path:
        at = (*at, part if (*at, part) in places else "")
        if at not in places:
            at = at[:-1]
            break
    return places[at] if at else otherwise


def word(value: object) -> str:
    """A loss, a metric or an optimizer as it is written."""
    if isinstance(value, Imported):
        return f"{value.alias}.{value.name}"
    return value if isinstance(value, str) else type(value).__name__
