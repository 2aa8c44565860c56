"""Metrics of decisions: what is found, and what is right."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from mtlc_spec.shapes import Shape, show
from mtlc_spec.values.dtypes import Arithmetic
from mtlc_spec.values.metrics.base import Counted, KerasMetric, unknown_class
from mtlc_spec.values.numbers import Fraction, NonNegativeInt, PositiveInt
from mtlc_spec.values.tagged import conflict, refused


def _read_thresholds(value: Any) -> Any:
    """One threshold or a list; Keras takes a tuple for a single one, and fails."""
    is_list = isinstance(value, list | tuple)
    items = value if is_list else (value,)
    if not all(type(one) in (int, float) and 0 <= one <= 1 for one in items):
        raise refused("must be a number from 0 to 1, or a list of such")
    return [float(one) for one in items] if is_list else float(items[0])


Thresholds = Annotated[
    float | list[float],
    BeforeValidator(_read_thresholds, json_schema_input_type=Fraction | tuple[Fraction, ...]),
]


class _Count(Counted):
    for_logits = "thresholds: 0"

    thresholds: Thresholds | None = None
    dtype: Arithmetic | None = None

    @property
    def wants_probabilities(self) -> bool:
        return self.thresholds != 0


class TruePositives(_Count):
    """How many are rightly found."""


class TrueNegatives(_Count):
    """How many are rightly left."""


class FalsePositives(_Count):
    """How many are wrongly found."""


class FalseNegatives(_Count):
    """How many are wrongly left."""


class _Share(Counted):
    for_logits = "thresholds: 0"

    thresholds: Thresholds | None = None
    top_k: int | None = None
    class_id: int | None = None
    dtype: Arithmetic | None = None

    def problem(self, shape: Shape) -> str | None:
        units = shape[-1]
        if self.top_k is not None and units is not None and self.top_k > units:
            return f"wants the first {self.top_k} of {units} classes"
        return unknown_class(self.class_id, shape)

    @property
    def wants_probabilities(self) -> bool:
        return self.thresholds != 0 and self.top_k is None


class Precision(_Share):
    """The share of what is found that is right."""


class Recall(_Share):
    """The share of what is right that is found."""


class _Best(Counted):
    def problem(self, shape: Shape) -> str | None:
        return unknown_class(getattr(self, "class_id", None), shape)

    @property
    def wants_probabilities(self) -> bool:
        return True


class SensitivityAtSpecificity(_Best):
    """The best sensitivity at a given specificity."""

    specificity: Fraction
    num_thresholds: PositiveInt = 200
    class_id: int | None = None
    dtype: Arithmetic | None = None


class SpecificityAtSensitivity(_Best):
    """The best specificity at a given sensitivity."""

    sensitivity: Fraction
    num_thresholds: PositiveInt = 200
    class_id: int | None = None
    dtype: Arithmetic | None = None


class PrecisionAtRecall(_Best):
    """The best precision at a given recall."""

    recall: Fraction
    num_thresholds: PositiveInt = 200
    class_id: int | None = None
    dtype: Arithmetic | None = None


class RecallAtPrecision(_Best):
    """The best recall at a given precision."""

    precision: Fraction
    num_thresholds: PositiveInt = 200
    class_id: int | None = None
    dtype: Arithmetic | None = None


class AUC(Counted):
    """The area under a curve: ROC, or precision and recall (Davis and Goadrich 2006)."""

    forgets = frozenset({"label_weights"})
    for_logits = "from_logits: true"

    num_thresholds: int = 200
    curve: Literal["ROC", "PR", "PRGAIN", "roc", "pr", "prgain"] = "ROC"
    summation_method: Literal[
        "interpolation", "majoring", "minoring", "Interpolation", "Majoring", "Minoring"
    ] = "interpolation"
    dtype: Arithmetic | None = None
    thresholds: tuple[float, ...] | None = None
    multi_label: bool = False
    num_labels: NonNegativeInt | None = None
    label_weights: tuple[float, ...] | None = None
    from_logits: bool = False

    @model_validator(mode="after")
    def _arguments_go_together(self) -> Self:
        if self.thresholds is None and self.num_thresholds < 2:
            raise conflict(
                "num_thresholds", "there must be at least 2, or a list of `thresholds`"
            )
        if self.num_labels and not self.multi_label:
            raise conflict("num_labels", "`num_labels` is for `multi_label` alone")
        return self

    @property
    def wants_probabilities(self) -> bool:
        return self.thresholds is None and not self.from_logits

    def problem(self, shape: Shape) -> str | None:
        units = shape[-1] if len(shape) > 1 else 1
        if self.multi_label and len(shape) != 2 and not (self.num_labels and len(shape) == 1):
            return f"with `multi_label` wants predictions of (batch, labels), not {show(shape)}"
        if self.num_labels and len(shape) == 2 and units not in (1, self.num_labels, None):
            return f"counts {self.num_labels} labels, and there are {units}"
        weights = 1 if self.label_weights is None else len(self.label_weights)
        fits = weights in (1, units) or units is None or (self.multi_label and units == 1)
        return None if fits else f"weighs {weights} labels, and there are {units}"


class FBetaScore(KerasMetric):
    """A mean of precision and recall in which recall counts `beta` times."""

    floats = frozenset({"beta", "threshold"})

    average: Literal["micro", "macro", "weighted"] | None = None
    beta: Annotated[float, Field(gt=0)] = 1.0
    threshold: Annotated[float, Field(gt=0, le=1)] | None = None
    dtype: Arithmetic | None = None

    @property
    def wants_probabilities(self) -> bool:
        return self.threshold is not None

    def triviality(self, units: int) -> str | None:
        none = units == 1 and self.threshold is None
        return "without a `threshold` the only unit is always found" if none else None

    def problem(self, shape: Shape) -> str | None:
        if len(shape) == 2:
            return None
        return f"wants predictions of (batch, units), not of {show(shape)}"


class F1Score(KerasMetric):
    """The harmonic mean of precision and recall."""

    floats = frozenset({"threshold"})

    average: Literal["micro", "macro", "weighted"] | None = None
    threshold: Annotated[float, Field(gt=0, le=1)] | None = None
    dtype: Arithmetic | None = None

    @property
    def wants_probabilities(self) -> bool:
        return self.threshold is not None

    def triviality(self, units: int) -> str | None:
        none = units == 1 and self.threshold is None
        return "without a `threshold` the only unit is always found" if none else None

    def problem(self, shape: Shape) -> str | None:
        if len(shape) == 2:
            return None
        return f"wants predictions of (batch, units), not of {show(shape)}"
