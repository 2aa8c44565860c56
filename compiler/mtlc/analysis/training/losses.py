"""Losses and the outputs that they judge."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.endings import Ending, ending
from mtlc.analysis.shapes import Shapes
from mtlc.analysis.training.subjects import Subject, subjects
from mtlc.analysis.training_problems import (
    LogitsOfProbabilities,
    MissingClass,
    NoProbabilities,
    NotComputable,
    OneClass,
    SeveralClasses,
    UnfitActivation,
    UnknownClass,
    UselessWeight,
)
from mtlc.graph import Graph
from mtlc_spec.diagnostics import Diagnostic, Label
from mtlc_spec.values.activations import NEVER_NEGATIVE, PROBABILITIES
from mtlc_spec.values.losses import KerasLoss


def check_losses(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Warn of losses that do not fit the numbers that an output gives."""
    for one in subjects(graph, shapes):
        if one.loss is None:
            continue
        problem = None if one.tensor is None else one.loss.problem(one.tensor.shape)
        if problem is not None:
            path = ("loss", "axis") if hasattr(one.loss, "axis") else ("loss",)
            yield NotComputable(span=one.place(*path), what=one.loss_word, problem=problem)
            continue
        found = ending(graph, one.node.value)
        yield from _check_classes(one, one.loss, found)
        if found is not None:
            yield from _check_ending(one, one.loss, found)
        yield from _check_numbers(one, one.loss)


def _check_classes(one: Subject, loss: KerasLoss, found: Ending | None) -> Iterator[Diagnostic]:
    single = one.tensor is not None and len(one.tensor.shape) == 1
    if one.units != 1 and not single:
        return
    softmax = found is not None and found.activation in ("softmax", "sparsemax")
    if loss.labels in ("classes", "one-hot"):
        given = "a number for each sample" if single else "one unit"
        yield OneClass(span=one.place("loss"), what=one.loss_word, output=one.name, given=given)
    elif softmax and found is not None:
        label = Label(found.span, "this gives one unit, which is always 1")
        yield OneClass(
            span=one.place("loss"), what=found.activation, output=one.name, labels=(label,)
        )


def _check_ending(one: Subject, loss: KerasLoss, found: Ending) -> Iterator[Diagnostic]:
    activation = found.activation
    shown = "has no activation" if activation == "linear" else f"ends with {activation}"
    labels = (Label(found.span, f"this {shown}"),)
    place = one.place("loss")
    if one.units == 1 and activation in ("softmax", "sparsemax"):
        return
    if getattr(loss, "from_logits", False):
        if activation in PROBABILITIES:
            yield LogitsOfProbabilities(
                span=one.place("loss", "from_logits"),
                output=one.name,
                activation=activation,
                labels=labels,
            )
    elif loss.predictions == "probabilities":
        if activation not in PROBABILITIES:
            yield NoProbabilities(
                span=place,
                loss=one.loss_word,
                output=one.name,
                activation=activation,
                logits=_for_logits(loss),
                labels=labels,
            )
        elif loss.labels == "binary" and activation in ("softmax", "sparsemax"):
            yield SeveralClasses(span=place, loss=one.loss_word, output=one.name, labels=labels)
    elif loss.predictions == "scores" and activation in NEVER_NEGATIVE:
        wanted = "scores on both sides of 0"
        yield _unfit(one, activation, wanted, labels)
    elif loss.predictions == "rates" and activation not in NEVER_NEGATIVE:
        yield _unfit(one, activation, "positive rates", labels)


def _for_logits(loss: KerasLoss) -> str:
    """The loss as it is written for logits; empty if it takes none."""
    if not hasattr(loss, "from_logits"):
        return ""
    more = ", …" if loss.model_fields_set - {"from_logits"} else ""
    return f"{{{type(loss).__name__}: {{from_logits: true{more}}}}}"


def _unfit(
    one: Subject, activation: str, wanted: str, labels: tuple[Label, ...]
) -> UnfitActivation:
    return UnfitActivation(
        span=one.place("loss"),
        loss=one.loss_word,
        output=one.name,
        activation=activation,
        wanted=wanted,
        labels=labels,
    )


def _check_numbers(one: Subject, loss: KerasLoss) -> Iterator[Diagnostic]:
    """Warn of classes that the output cannot tell, and of those that do not count."""
    classes = one.classes(loss)
    least = -1 if loss.of_signs else 0
    for number, weight in (one.task.class_weight or {}).items():
        place = one.place("class_weight", str(number))
        if classes is not None and not least <= number < classes:
            yield UnknownClass(
                span=place,
                argument="class_weight",
                number=number,
                output=one.name,
                classes=classes,
                of_signs=loss.of_signs,
            )
        elif weight <= 0:
            yield UselessWeight(span=place, weight=weight, number=number)
    missing = one.task.missing
    if missing is not None and _is_label(missing, loss, classes):
        place = one.place("missing")
        yield MissingClass(span=place, number=missing, loss=one.loss_word)


def _is_label(number: float, loss: KerasLoss, classes: int | None) -> bool:
    """Whether a number is surely the label of a class."""
    if loss.of_signs:
        return number == 1  # the other class is 0 or -1
    match loss.labels:
        case "binary" | "one-hot":
            return number in (0, 1)
        case "classes":
            return number == 0 or (classes is not None and number in range(classes))
    return False
