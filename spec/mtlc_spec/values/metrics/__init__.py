"""The metrics of Keras.

A name stays as it is written, since it is what the metric is called in logs: `mae` and
`MAE` are one class under two names, and `{MeanAbsoluteError: }` is a third,
`mean_absolute_error`. `accuracy` and `acc`, in any case, are no class: `compile` chooses
one of three by the shapes of labels and predictions, and so `Accuracy` alone is never the
class of that name, but `{Accuracy: }` is.

Keras looks up names of classes, and the abbreviations of some, but no functions: `huber`,
`kld` and `logcosh`, the default name of `LogCoshError`, are no metrics.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from mtlc_spec.values.metrics.decisions import (
    AUC,
    F1Score,
    FalseNegatives,
    FalsePositives,
    FBetaScore,
    Precision,
    PrecisionAtRecall,
    Recall,
    RecallAtPrecision,
    SensitivityAtSpecificity,
    SpecificityAtSensitivity,
    TrueNegatives,
    TruePositives,
)
from mtlc_spec.values.metrics.means import (
    Accuracy,
    BinaryAccuracy,
    BinaryCrossentropy,
    CategoricalAccuracy,
    CategoricalCrossentropy,
    CategoricalHinge,
    ConcordanceCorrelation,
    CosineSimilarity,
    Hinge,
    KLDivergence,
    LogCoshError,
    Mean,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    PearsonCorrelation,
    Poisson,
    R2Score,
    RootMeanSquaredError,
    SparseCategoricalAccuracy,
    SparseCategoricalCrossentropy,
    SparseTopKCategoricalAccuracy,
    SquaredHinge,
    Sum,
    TopKCategoricalAccuracy,
)
from mtlc_spec.values.metrics.regions import BinaryIoU, IoU, MeanIoU, OneHotIoU, OneHotMeanIoU
from mtlc_spec.values.tagged import Tagged, tagged_or_name

KINDS: dict[str, type[Tagged]] = {
    "mean": Mean,
    "sum": Sum,
    "mean_squared_error": MeanSquaredError,
    "root_mean_squared_error": RootMeanSquaredError,
    "mean_absolute_error": MeanAbsoluteError,
    "mean_absolute_percentage_error": MeanAbsolutePercentageError,
    "mean_squared_logarithmic_error": MeanSquaredLogarithmicError,
    "log_cosh_error": LogCoshError,
    "cosine_similarity": CosineSimilarity,
    "r2_score": R2Score,
    "pearson_correlation": PearsonCorrelation,
    "concordance_correlation": ConcordanceCorrelation,
    "hinge": Hinge,
    "squared_hinge": SquaredHinge,
    "categorical_hinge": CategoricalHinge,
    "kl_divergence": KLDivergence,
    "poisson": Poisson,
    "binary_crossentropy": BinaryCrossentropy,
    "categorical_crossentropy": CategoricalCrossentropy,
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
    "accuracy": Accuracy,
    "binary_accuracy": BinaryAccuracy,
    "categorical_accuracy": CategoricalAccuracy,
    "sparse_categorical_accuracy": SparseCategoricalAccuracy,
    "top_k_categorical_accuracy": TopKCategoricalAccuracy,
    "sparse_top_k_categorical_accuracy": SparseTopKCategoricalAccuracy,
    "true_positives": TruePositives,
    "true_negatives": TrueNegatives,
    "false_positives": FalsePositives,
    "false_negatives": FalseNegatives,
    "precision": Precision,
    "recall": Recall,
    "sensitivity_at_specificity": SensitivityAtSpecificity,
    "specificity_at_sensitivity": SpecificityAtSensitivity,
    "precision_at_recall": PrecisionAtRecall,
    "recall_at_precision": RecallAtPrecision,
    "auc": AUC,
    "f_beta_score": FBetaScore,
    "f1_score": F1Score,
    "io_u": IoU,
    "binary_io_u": BinaryIoU,
    "mean_io_u": MeanIoU,
    "one_hot_io_u": OneHotIoU,
    "one_hot_mean_io_u": OneHotMeanIoU,
}
"""Every name that Keras knows a metric by, its own name for it first."""

KINDS |= {kind.__name__: kind for kind in KINDS.values()} | {
    "bce": BinaryCrossentropy,
    "BCE": BinaryCrossentropy,
    "mse": MeanSquaredError,
    "MSE": MeanSquaredError,
    "mae": MeanAbsoluteError,
    "MAE": MeanAbsoluteError,
    "mape": MeanAbsolutePercentageError,
    "MAPE": MeanAbsolutePercentageError,
    "msle": MeanSquaredLogarithmicError,
    "MSLE": MeanSquaredLogarithmicError,
}

CHOSEN: dict[str, tuple[type[Tagged], ...]] = dict.fromkeys(
    ("accuracy", "acc"), (BinaryAccuracy, SparseCategoricalAccuracy, CategoricalAccuracy)
)
"""Words, in any case, for which `compile` chooses: the first where there is one prediction,
the second where labels are numbers of classes."""

read = tagged_or_name("a metric", lambda: KINDS, chosen=CHOSEN)
"""A metric, or the name of one as it is written."""

Metric = Annotated[str | Tagged, BeforeValidator(read)]
