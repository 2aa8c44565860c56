"""Metrics that are sums and means over samples."""

from __future__ import annotations

from typing import Literal

from mtlc_spec.values.dtypes import Arithmetic
from mtlc_spec.values.metrics.base import AlongAxis, KerasMetric, Plain
from mtlc_spec.values.numbers import Axes, NonNegativeInt

# --- sums -----------------------------------------------------------------------------


class Mean(Plain):
    """The mean of all values."""


class Sum(Plain):
    """The sum of all values."""


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


class PearsonCorrelation(AlongAxis):
    """The linear correlation of labels and predictions (Pearson 1895)."""


class ConcordanceCorrelation(AlongAxis):
    """The correlation of labels and predictions about the diagonal (Lin 1989)."""


# --- margins and distributions --------------------------------------------------------


class Hinge(Plain):
    """How far labels of -1 and 1 are from being predicted with a margin of 1."""


class SquaredHinge(Plain):
    """The square of the hinge loss."""


class CategoricalHinge(Plain):
    """How far the right class is from leading by a margin of 1."""


class KLDivergence(Plain):
    """How far one distribution is from another (Kullback and Leibler 1951)."""


class Poisson(Plain):
    """The loss of counts from a Poisson distribution."""


class BinaryCrossentropy(Plain):
    """The cross-entropy between labels and predictions of yes and no."""

    from_logits: bool = False
    label_smoothing: float = 0


class CategoricalCrossentropy(Plain):
    """The cross-entropy between labels and predictions of classes, one-hot."""

    from_logits: bool = False
    label_smoothing: float = 0
    axis: Axes = -1


class SparseCategoricalCrossentropy(Plain):
    """The cross-entropy between the numbers of classes and their predictions."""

    from_logits: bool = False
    ignore_class: int | None = None
    axis: int = -1


# --- accuracy -------------------------------------------------------------------------


class Accuracy(Plain):
    """How often predictions equal labels."""


class BinaryAccuracy(Plain):
    """How often predictions are on the label's side of a threshold."""

    threshold: float = 0.5


class CategoricalAccuracy(Plain):
    """How often the right class leads, where labels are one-hot."""


class SparseCategoricalAccuracy(Plain):
    """How often the right class leads, where labels are numbers of classes."""


class TopKCategoricalAccuracy(KerasMetric):
    """How often the right class is among the first, where labels are one-hot."""

    k: int = 5
    dtype: Arithmetic | None = None


class SparseTopKCategoricalAccuracy(KerasMetric):
    """How often the right class is among the first, where labels are numbers of classes."""

    k: int = 5
    dtype: Arithmetic | None = None
    from_sorted_ids: bool = False
