"""What one task is compiled with: its loss, its weight and its metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mtlc import pysrc
from mtlc.lower.formulas import value
from mtlc.lower.objects import Objects
from mtlc.pysrc import Expression, call, literal
from mtlc_spec.document import Task
from mtlc_spec.expressions import Expr
from mtlc_spec.labels import loss_of, metric_of
from mtlc_spec.shapes import Tensor
from mtlc_spec.tasks import TaskArguments
from mtlc_spec.templates import Template

LABELLED_LOSS = ("labelled_loss", "LabelledLoss")
LABELLED_METRIC = ("labelled_metric", "LabelledMetric")
CLASS_WEIGHTED_LOSS = ("class_weighted_loss", "ClassWeightedLoss")


class TaskWriter:
    """One task, for every output that has it; `output` is a sample of these."""

    def __init__(
        self, arguments: TaskArguments, task: Task, output: Tensor | None, objects: Objects
    ) -> None:
        self.arguments = arguments
        self.output = output
        self.objects = objects
        written = task.arguments
        self.written: Mapping[str, object] = (
            written.value if isinstance(written, Template) else {}
        )

    @property
    def has_weight(self) -> bool:
        """Its weight is another than 1, or may be."""
        return self.arguments.weight != 1 or self.weight_is_computed

    @property
    def weight_is_computed(self) -> bool:
        return isinstance(self.written.get("weight"), Expr)

    def loss(self) -> Expression:
        """The loss, of the samples that count, each by its weight."""
        task = self.arguments
        written = self.written.get("loss")
        if task.loss is None:
            return literal(None)
        if task.missing is None and task.class_weight is None:
            return self.objects.made(task.loss, written)
        loss = loss_of(task, self.output)
        assert loss is not None
        made = self.objects.made(loss, written)
        if task.class_weight is not None:
            weights = self._value("class_weight")
            made = call(self.objects.uses(*CLASS_WEIGHTED_LOSS), made, weights)
        if task.missing is not None:
            made = call(self.objects.uses(*LABELLED_LOSS), made, self._value("missing"))
        return made

    def weight(self) -> Expression:
        """The weight of the loss in the total, which Keras divides and wants as a float."""
        return self._value("weight")

    def metrics(self) -> Expression:
        """The metrics, of the samples that have a label."""
        given = self.written.get("metrics")
        if isinstance(given, Expr):
            return pysrc.list_([pysrc.starred(value(given, self.objects.lookup))])
        return pysrc.list_(self._metrics(given))

    def _metrics(self, given: object) -> list[Expression]:
        task = self.arguments
        written: Sequence[object] = (
            given if isinstance(given, tuple) else [None] * len(task.metrics)
        )
        loss = loss_of(task, self.output)
        found = []
        for metric, one in zip(task.metrics, written, strict=True):
            if task.missing is None:
                found.append(
                    literal(metric)
                    if isinstance(metric, str)
                    else self.objects.metric(metric, one)
                )
                continue
            kind = metric_of(metric, self.output, loss)
            assert kind is not None
            called = metric if isinstance(metric, str) else None
            made = self.objects.metric(kind, one, called)
            found.append(
                call(self.objects.uses(*LABELLED_METRIC), made, self._value("missing"))
            )
        return found

    def _value(self, key: str) -> Expression:
        own = getattr(self.arguments, key)
        written = self.written.get(key, own)
        return value(written if _is_computed(written) else own, self.objects.lookup)


def _is_computed(written: object) -> bool:
    if isinstance(written, Mapping):
        return any(isinstance(one, Expr) for one in written.values())
    return isinstance(written, Expr)
