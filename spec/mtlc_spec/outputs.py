"""Outputs as written: a reference, a list of them, or each with a name."""

from __future__ import annotations

from collections import abc
from typing import TypeGuard

from mtlc_spec.diagnostics import Report
from mtlc_spec.document import Output, OutputForm, Reference
from mtlc_spec.expressions import Expr
from mtlc_spec.names import check_name
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence
from mtlc_spec.references import read_reference, wrong_form
from mtlc_spec.tasks import TASK_KEYS
from mtlc_spec.word_problems import UnknownKey

Imports = abc.Mapping[str, str]
"""Modules by their aliases."""


_OF_KERAS = {
    **dict.fromkeys(("loss_weight", "loss_weights"), "weight"),
    **dict.fromkeys(("mask_value", "missing_value", "ignore_index"), "missing"),
}
"""What others call the keys of a task."""


def read_outputs(
    node: Node | None, report: Report, imports: Imports | None = None
) -> tuple[tuple[Output, ...] | None, OutputForm]:
    """The outputs, and how they are written; None where they are left to the chain's end.

    `imports` are the modules of a document, whose outputs may have losses; those of a block
    have none.
    """
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return None, "one"
    if isinstance(node, Scalar):
        return _unnamed([node], report), "one"
    if not node.items if isinstance(node, Sequence) else not node.entries:
        report.add(wrong_form(node, "outputs", "at least one reference"))
        return (Output("_", None, node.span),), "one"
    if isinstance(node, Sequence):
        return _unnamed(node.items, report), "list"
    found = []
    for key, value in node:
        name = check_name(key, report)
        reference = _reference(key, value, report, imports is not None)
        task = None
        if imports is not None and reference is not None and _has_task(value):
            from mtlc_spec.training import TrainingReader  # many specs train nothing

            task = TrainingReader(report, imports).task(key, value)
        found.append(Output(name or "_", reference, key.span, task))
    return tuple(found), "dict"


def _in_loss(argument: str, task: Mapping) -> str | None:
    """How an argument of the loss is written that stands beside it; None if it is none."""
    from mtlc_spec.values import losses

    loss = task.get("loss")
    if isinstance(loss, Mapping) and len(loss.entries) == 1:
        (loss,) = [key for key, _ in loss]
    word = str(loss.value) if isinstance(loss, Scalar) else ""
    known = losses.KINDS.get(word)
    kinds = (known,) if known is not None else losses.CHOSEN.get(word.lower(), ())
    given = task.get(argument)
    shown = given.span.text if isinstance(given, Scalar) else "…"
    for kind in kinds:
        if argument in kind.model_fields:
            return f"loss: {{{kind.__name__}: {{{argument}: {shown}}}}}"
    return None


def _has_task(node: Node) -> TypeGuard[Mapping]:
    return isinstance(node, Mapping) and any(name != "from" for name in node.entries)


def _unnamed(items: list[Node], report: Report) -> tuple[Output, ...]:
    found = [(_listed(item, report), item.span) for item in items]
    return tuple(Output(_name(reference), reference, span) for reference, span in found)


def _listed(item: Node, report: Report) -> Reference | None:
    if isinstance(item, Mapping):
        wanted = "references; tasks are written by name, `outputs: {price: {loss: mse}}`"
        report.add(wrong_form(item, "a list of outputs", f"a list of {wanted}"))
        return None
    return read_reference(item, report)


def _name(reference: Reference | None) -> str:
    parts = () if reference is None else reference.path
    if any(isinstance(part, Expr) for part in parts):
        return ""
    return "_".join(str(part) for part in parts if part != "*")


def _reference(key: Scalar, value: Node, report: Report, tasks: bool) -> Reference | None:
    own = Reference((str(key.value),), key.source, key.start, key.end)
    if isinstance(value, Scalar) and value.empty:
        return own
    if not isinstance(value, Mapping):
        return read_reference(value, report)
    known = ("from", *TASK_KEYS) if tasks else ("from",)
    unknown = [name for name, _ in value if name.value not in known]
    for name in unknown:
        word = str(name.value)
        meant = _OF_KERAS.get(word) if tasks else None
        inside = _in_loss(word, value) if tasks else None
        report.add(
            UnknownKey(
                span=name.span,
                name=word,
                where="an output",
                known=known,
                meant=meant,
                elsewhere=inside,
            )
        )
    if unknown:
        return None
    written = value.get("from")
    return own if written is None else read_reference(written, report)
