"""The losses of Keras.

A name is as good as its class. `compile(loss="mse")` wraps the function
`mean_squared_error` in a loss with the reduction, the dtype and the arguments that
`MeanSquaredError()` has, and both give the same number to the last bit, with weights of
samples and without; this holds for all names of functions. What differs is how a saved
model writes it down. A name stays as it is written.

`crossentropy` and `ce`, in any case, are no names of a loss: `compile` chooses one of
three by the shapes of labels and predictions. `CategoricalGeneralizedCrossEntropy` is
exported, but `keras.losses.get` does not know it, so that its name becomes an object.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from mtlc_spec.shapes import Shape, show
from mtlc_spec.values.along import axis_problem, expanded, last_axis_problem
from mtlc_spec.values.dtypes import Arithmetic
from mtlc_spec.values.numbers import Axes
from mtlc_spec.values.tagged import Tagged, tagged_or_name

Reduction = Literal["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"]
"""How the losses of samples become one; `none`, as null, leaves them."""


Labels = Literal["numbers", "binary", "classes", "one-hot"]
"""What labels are: any numbers, yes or no, numbers of classes, or a row of all classes."""


Predictions = Literal["any", "probabilities", "scores", "rates"]
"""What predictions are: any numbers, from 0 to 1, of both signs, or positive."""


class KerasLoss(Tagged):
    """What losses have in common."""

    module = "losses"

    labels: ClassVar[Labels] = "numbers"
    predictions: ClassVar[Predictions] = "any"
    of_signs: ClassVar[bool] = False
    """Its labels are -1 and 1, which Keras makes of 0 and 1."""
    may_be_negative: ClassVar[bool] = False
    is_aligned: ClassVar[bool] = True
    """Labels and predictions of a sample have the same steps."""
    by_sample: ClassVar[bool] = True
    """It is a mean over samples, so that some can be left out."""

    sees_logits: ClassVar[bool] = False
    """Of what a softmax or sigmoid has just given, Keras takes what that was given."""

    is_mean: ClassVar[bool] = False
    """The loss of a sample is the mean of one term for each number on the last axis."""

    @property
    def averages(self) -> bool:
        """Whether it is the mean over the columns of what it would be of each alone."""
        return self.is_mean and getattr(self, "axis", -1) == -1

    @property
    def leaves_out(self) -> bool:
        """Whether samples can be left out of it, by a weight of 0."""
        return self.by_sample and getattr(self, "axis", -1) == -1

    def problem(self, shape: Shape) -> str | None:
        """Why it fails on all predictions of a shape; None if it does not."""
        return axis_problem(getattr(self, "axis", None), shape, expanded(shape))


class _Plain(KerasLoss):
    forgets = frozenset({"dtype"})

    reduction: Reduction | None = "sum_over_batch_size"
    dtype: Arithmetic | None = None


class MeanSquaredError(_Plain):
    """The mean of the squares of errors."""

    is_mean = True


class MeanAbsoluteError(_Plain):
    """The mean of the absolute values of errors."""

    is_mean = True


class MeanAbsolutePercentageError(_Plain):
    """The mean of errors as percentages of the labels."""

    is_mean = True


class MeanSquaredLogarithmicError(_Plain):
    """The mean of the squares of errors between logarithms."""

    is_mean = True


class LogCosh(_Plain):
    """The logarithm of the hyperbolic cosine of errors."""

    is_mean = True


class Hinge(_Plain):
    """How far labels of -1 and 1 are from being predicted with a margin of 1."""

    is_mean = True
    labels = "binary"
    predictions = "scores"
    of_signs = True


class SquaredHinge(_Plain):
    """The square of the hinge loss."""

    is_mean = True
    labels = "binary"
    predictions = "scores"
    of_signs = True


class CategoricalHinge(_Plain):
    """How far the right class is from leading by a margin of 1."""

    labels = "one-hot"
    predictions = "scores"


class KLDivergence(_Plain):
    """How far one distribution is from another (Kullback and Leibler 1951)."""

    predictions = "probabilities"


class Poisson(_Plain):
    """The loss of counts from a Poisson distribution."""

    is_mean = True
    predictions = "rates"
    may_be_negative = True


class CTC(_Plain):
    """The loss of a sequence whose alignment is not known (Graves et al. 2006)."""

    is_aligned = False

    def problem(self, shape: Shape) -> str | None:
        if len(shape) == 3:
            return None
        return f"wants predictions of (batch, steps, classes), not of {show(shape)}"


class CosineSimilarity(KerasLoss):
    """The negative cosine of the angle between labels and predictions."""

    forgets = frozenset({"axis"})
    may_be_negative = True

    axis: Axes = -1
    reduction: Reduction | None = "sum_over_batch_size"
    dtype: Arithmetic | None = None


class Huber(KerasLoss):
    """Squares of small errors, absolute values of large ones (Huber 1964)."""

    is_mean = True
    forgets = frozenset({"delta"})

    delta: float = 1.0
    reduction: Reduction | None = "sum_over_batch_size"
    dtype: Arithmetic | None = None


class BinaryCrossentropy(KerasLoss):
    """The cross-entropy between labels and predictions of yes and no."""

    is_mean = True
    labels = "binary"
    predictions = "probabilities"
    sees_logits = True
    forgets = frozenset({"dtype"})

    from_logits: bool = False
    label_smoothing: float = 0.0
    axis: Axes = -1
    reduction: Reduction | None = "sum_over_batch_size"
    dtype: Arithmetic | None = None


class CategoricalCrossentropy(KerasLoss):
    """The cross-entropy between labels and predictions of classes, one-hot."""

    labels = "one-hot"
    predictions = "probabilities"
    sees_logits = True

    from_logits: bool = False
    label_smoothing: float = 0.0
    axis: Axes = -1
    reduction: Reduction | None = "sum_over_batch_size"
    dtype: Arithmetic | None = None


class SparseCategoricalCrossentropy(KerasLoss):
    """The cross-entropy between the numbers of classes and their predictions."""

    labels = "classes"
    predictions = "probabilities"
    sees_logits = True
    forgets = frozenset({"axis"})

    from_logits: bool = False
    ignore_class: int | None = None
    reduction: Reduction | None = "sum_over_batch_size"
    axis: int = -1
    dtype: Arithmetic | None = None

    def problem(self, shape: Shape) -> str | None:
        return last_axis_problem(self.axis, shape, expanded(shape))

    @property
    def leaves_out(self) -> bool:
        """Whether samples can be left out: means count only those of no ignored class."""
        return self.ignore_class is None or self.reduction in (
            None,
            "none",
            "sum",
            "mean_with_sample_weight",
        )


class BinaryFocalCrossentropy(KerasLoss):
    """Binary cross-entropy that looks away from what is easy (Lin et al. 2017)."""

    is_mean = True
    labels = "binary"
    predictions = "probabilities"

    apply_class_balancing: bool = False
    alpha: float = 0.25
    gamma: float | tuple[float, ...] = 2.0
    from_logits: bool = False
    label_smoothing: float = 0.0
    axis: Axes = -1
    reduction: Reduction | None = "sum_over_batch_size"
    dtype: Arithmetic | None = None


class CategoricalFocalCrossentropy(KerasLoss):
    """Categorical cross-entropy that looks away from what is easy (Lin et al. 2017)."""

    labels = "one-hot"
    predictions = "probabilities"

    alpha: float | tuple[float, ...] = 0.25
    gamma: float | tuple[float, ...] = 2.0
    from_logits: bool = False
    label_smoothing: float = 0.0
    axis: Axes = -1
    reduction: Reduction | None = "sum_over_batch_size"
    dtype: Arithmetic | None = None


class CategoricalGeneralizedCrossEntropy(KerasLoss):
    """Between cross-entropy and absolute error, for noisy labels (Zhang and Sabuncu 2018)."""

    labels = "classes"
    predictions = "probabilities"

    q: Annotated[float, Field(gt=0, lt=1)] = 0.5
    reduction: Reduction | None = "sum_over_batch_size"
    dtype: Arithmetic | None = None


class Dice(KerasLoss):
    """How little two regions overlap, by the Dice coefficient (Milletari et al. 2016)."""

    predictions = "probabilities"
    forgets = frozenset({"dtype"})

    reduction: Reduction | None = "sum_over_batch_size"
    axis: Axes = None
    dtype: Arithmetic | None = None


class Tversky(KerasLoss):
    """Dice with a weight for each way of being wrong (Salehi et al. 2017)."""

    predictions = "probabilities"

    alpha: float = 0.5
    beta: float = 0.5
    reduction: Reduction | None = "sum_over_batch_size"
    axis: Axes = None
    dtype: Arithmetic | None = None


class Circle(KerasLoss):
    """Pulls together what has the same label, and parts the rest (Sun et al. 2020)."""

    by_sample = False

    def problem(self, shape: Shape) -> str | None:
        if len(shape) in (1, 2):
            return None
        return f"wants predictions of (batch, features), not of {show(shape)}"

    gamma: float = 80.0
    margin: float = 0.4
    remove_diagonal: bool = True
    reduction: Reduction | None = "sum_over_batch_size"
    dtype: Arithmetic | None = None


KINDS: dict[str, type[Tagged]] = {
    "mean_squared_error": MeanSquaredError,
    "mean_absolute_error": MeanAbsoluteError,
    "mean_absolute_percentage_error": MeanAbsolutePercentageError,
    "mean_squared_logarithmic_error": MeanSquaredLogarithmicError,
    "log_cosh": LogCosh,
    "hinge": Hinge,
    "squared_hinge": SquaredHinge,
    "categorical_hinge": CategoricalHinge,
    "kl_divergence": KLDivergence,
    "poisson": Poisson,
    "ctc": CTC,
    "cosine_similarity": CosineSimilarity,
    "huber": Huber,
    "binary_crossentropy": BinaryCrossentropy,
    "categorical_crossentropy": CategoricalCrossentropy,
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
    "binary_focal_crossentropy": BinaryFocalCrossentropy,
    "categorical_focal_crossentropy": CategoricalFocalCrossentropy,
    "CategoricalGeneralizedCrossEntropy": CategoricalGeneralizedCrossEntropy,
    "dice": Dice,
    "tversky": Tversky,
    "circle": Circle,
}
"""Every name that Keras knows a loss by, the name of its function first."""

KINDS |= {kind.__name__: kind for kind in KINDS.values()} | {
    "bce": BinaryCrossentropy,
    "BCE": BinaryCrossentropy,
    "kld": KLDivergence,
    "KLD": KLDivergence,
    "mae": MeanAbsoluteError,
    "MAE": MeanAbsoluteError,
    "mse": MeanSquaredError,
    "MSE": MeanSquaredError,
    "mape": MeanAbsolutePercentageError,
    "MAPE": MeanAbsolutePercentageError,
    "msle": MeanSquaredLogarithmicError,
    "MSLE": MeanSquaredLogarithmicError,
}

CHOSEN: dict[str, tuple[type[Tagged], ...]] = dict.fromkeys(
    ("crossentropy", "ce"),
    (BinaryCrossentropy, SparseCategoricalCrossentropy, CategoricalCrossentropy),
)
"""Words, in any case, for which `compile` chooses: the first where there is one prediction,
the second where labels are numbers of classes."""

UNNAMED: frozenset[type[Tagged]] = frozenset({CategoricalGeneralizedCrossEntropy})
"""Classes that `keras.losses.get` finds by no name."""

read = tagged_or_name("a loss", lambda: KINDS, chosen=CHOSEN, unnamed=UNNAMED)
"""A loss, or the name of one as it is written."""

Loss = Annotated[str | Tagged, BeforeValidator(read)]
