"""What metrics have in common."""

from __future__ import annotations

from typing import ClassVar

from mtlc_spec.shapes import Shape
from mtlc_spec.values.along import axis_problem, expanded
from mtlc_spec.values.dtypes import Arithmetic
from mtlc_spec.values.losses import Labels
from mtlc_spec.values.numbers import Axes
from mtlc_spec.values.tagged import Tagged


class KerasMetric(Tagged):
    module = "metrics"

    labels: ClassVar[Labels] = "numbers"
    for_logits: ClassVar[str] = ""
    """The argument by which it takes logits, and no probabilities."""
    defined_for_zeros: ClassVar[bool] = True
    """It is a number for samples whose labels are all 0."""
    named_by_counter: ClassVar[bool] = False
    """Keras calls the second one of a program `auc_1` unless it is given a name."""

    @property
    def weighs_one_unit(self) -> bool:
        """Whether Keras has weights for its samples where predictions have one unit alone."""
        return False

    @property
    def takes_decisions(self) -> bool:
        """Whether a prediction is the number of a class, and no row of all classes."""
        return False

    @property
    def wants_probabilities(self) -> bool:
        """Whether it compares with thresholds between 0 and 1, or takes logarithms."""
        return False

    @property
    def leaves_out(self) -> bool:
        """Whether a weight of 0 leaves out a sample; not if it is compared with others."""
        return getattr(self, "axis", -1) == -1

    def problem(self, shape: Shape) -> str | None:
        """Why it fails on all predictions of a shape; None if it does not."""
        return None

    def triviality(self, units: int) -> str | None:
        """Why it says nothing of so many units; None if it says something."""
        return None


class Counted(KerasMetric):
    """A metric that is called after its class, and numbered."""

    named_by_counter = True


class Plain(KerasMetric):
    """A metric without arguments, or one whose own come after `dtype`."""

    dtype: Arithmetic | None = None


class AlongAxis(Plain):
    axis: Axes = -1

    def problem(self, shape: Shape) -> str | None:
        return axis_problem(self.axis, shape, expanded(shape))


def unknown_class(number: int | None, shape: Shape) -> str | None:
    """Why a class cannot be looked at; None if it can, or none is."""
    units = shape[-1]
    if number is None or units is None or -units <= number < units:
        return None
    return f"looks at the class {number}, and there are {units}, counted from 0"
