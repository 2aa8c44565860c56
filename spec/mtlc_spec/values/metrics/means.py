"""Metrics that are sums and means over samples."""

from __future__ import annotations

from typing import Literal

from mtlc_spec.shapes import Shape, show
from mtlc_spec.values.along import axis_problem, last_axis_problem
from mtlc_spec.values.dtypes import Arithmetic
from mtlc_spec.values.metrics.base import AlongAxis, KerasMetric, Plain
from mtlc_spec.values.numbers import Axes, NonNegativeInt

# --- sums -----------------------------------------------------------------------------


class Mean(Plain):
    """The mean of all values."""

    def problem(self, shape: Shape) -> str:
        return "takes one tensor, and Keras gives it labels and predictions"


class Sum(Plain):
    """The sum of all values."""

    def problem(self, shape: Shape) -> str:
        return "takes one tensor, and Keras gives it labels and predictions"


# --- errors of numbers ----------------------------------------------------------------


class MeanSquaredError(Plain):
    """The mean of the squares of errors."""


class RootMeanSquaredError(Plain):
    """The root of the mean of the squares of errors."""


class MeanAbsoluteError(Plain):
    """The mean of the absolute values of errors."""


class MeanAbsolutePercentageError(Plain):
    """The mean of errors as percentages of the labels."""


class MeanSquaredLogarithmicError(Plain):
    """The mean of the squares of errors between logarithms."""


class LogCoshError(Plain):
    """The logarithm of the hyperbolic cosine of errors."""


class CosineSimilarity(AlongAxis):
    """The cosine of the angle between labels and predictions."""

    forgets = frozenset({"axis"})


class R2Score(KerasMetric):
    """The share of the variance that is explained."""

    class_aggregation: Literal["uniform_average", "variance_weighted_average"] | None = (
        "uniform_average"
    )
    num_regressors: NonNegativeInt = 0
    dtype: Arithmetic | None = None

    @property
    def leaves_out(self) -> bool:
        """What `num_regressors` corrects is corrected by the number of all samples."""
        return not self.num_regressors

    def problem(self, shape: Shape) -> str | None:
        if len(shape) in (1, 2) or (len(shape) == 3 and shape[-1] in (1, None)):
            return None
        return f"wants predictions of (batch, units), not of {show(shape)}"


class PearsonCorrelation(AlongAxis):
    """The linear correlation of labels and predictions (Pearson 1895)."""

    defined_for_zeros = False


class ConcordanceCorrelation(AlongAxis):
    """The correlation of labels and predictions about the diagonal (Lin 1989)."""


# --- margins and distributions --------------------------------------------------------


class Hinge(Plain):
    """How far labels of -1 and 1 are from being predicted with a margin of 1."""


class SquaredHinge(Plain):
    """The square of the hinge loss."""


class CategoricalHinge(Plain):
    """How far the right class is from leading by a margin of 1."""

    labels = "one-hot"


class KLDivergence(Plain):
    """How far one distribution is from another (Kullback and Leibler 1951)."""

    @property
    def wants_probabilities(self) -> bool:
        return True


class Poisson(Plain):
    """The loss of counts from a Poisson distribution."""


class _Likelihood(Plain):
    for_logits = "from_logits: true"

    @property
    def wants_probabilities(self) -> bool:
        return not getattr(self, "from_logits", False)


class BinaryCrossentropy(_Likelihood):
    """The cross-entropy between labels and predictions of yes and no."""

    from_logits: bool = False
    label_smoothing: float = 0


class CategoricalCrossentropy(_Likelihood):
    """The cross-entropy between labels and predictions of classes, one-hot."""

    labels = "one-hot"

    from_logits: bool = False
    label_smoothing: float = 0
    axis: Axes = -1

    def problem(self, shape: Shape) -> str | None:
        return axis_problem(self.axis, shape, len(shape))


class SparseCategoricalCrossentropy(_Likelihood):
    """The cross-entropy between the numbers of classes and their predictions."""

    labels = "classes"

    from_logits: bool = False
    ignore_class: int | None = None
    axis: int = -1

    @property
    def leaves_out(self) -> bool:
        """An ignored class takes the place of the weights."""
        return self.axis == -1 and self.ignore_class is None

    def problem(self, shape: Shape) -> str | None:
        return _without_classes(shape) or last_axis_problem(self.axis, shape, len(shape))


# --- accuracy -------------------------------------------------------------------------


class Accuracy(Plain):
    """How often predictions equal labels."""


class BinaryAccuracy(Plain):
    """How often predictions are on the label's side of a threshold."""

    for_logits = "threshold: 0"

    threshold: float = 0.5

    @property
    def wants_probabilities(self) -> bool:
        return 0 < self.threshold < 1


class CategoricalAccuracy(Plain):
    """How often the right class leads, where labels are one-hot."""

    labels = "one-hot"

    def triviality(self, units: int) -> str | None:
        return "of one class it is always the right one" if units == 1 else None


class SparseCategoricalAccuracy(Plain):
    """How often the right class leads, where labels are numbers of classes."""

    labels = "classes"

    def triviality(self, units: int) -> str | None:
        return "of one class the first always leads" if units == 1 else None


class _Leading(KerasMetric):
    k: int = 5

    def problem(self, shape: Shape) -> str | None:
        return _without_classes(shape)

    def triviality(self, units: int) -> str | None:
        return f"all {units} classes are among the first {self.k}" if self.k >= units else None


class TopKCategoricalAccuracy(_Leading):
    """How often the right class is among the first, where labels are one-hot."""

    labels = "one-hot"

    dtype: Arithmetic | None = None


class SparseTopKCategoricalAccuracy(_Leading):
    """How often the right class is among the first, where labels are numbers of classes."""

    labels = "classes"

    dtype: Arithmetic | None = None
    from_sorted_ids: bool = False


def _without_classes(shape: Shape) -> str | None:
    if len(shape) > 1:
        return None
    return f"wants a row of classes for each sample, and predictions are {show(shape)}"
