"""What metrics have in common."""

from __future__ import annotations

from typing import ClassVar

from mtlc_spec.shapes import Shape
from mtlc_spec.values.dtypes import Arithmetic
from mtlc_spec.values.losses import Labels
from mtlc_spec.values.numbers import Axes
from mtlc_spec.values.tagged import Tagged


class KerasMetric(Tagged):
    module = "metrics"

    labels: ClassVar[Labels] = "numbers"
    leaves_out: ClassVar[bool] = True
    """Samples can be left out of it, by a weight of 0."""
    named_by_counter: ClassVar[bool] = False
    """Keras calls the second one of a program `auc_1` unless it is given a name."""

    def problem(self, shape: Shape) -> str | None:
        """Why it fails on all predictions of a shape; None if it does not."""
        return None

    def triviality(self, units: int) -> str | None:
        """Why it is always 1 for so many units; None if it is not."""
        return None


class Counted(KerasMetric):
    """A metric that is called after its class, and numbered."""

    named_by_counter = True


class Plain(KerasMetric):
    """A metric without arguments, or one whose own come after `dtype`."""

    dtype: Arithmetic | None = None


class AlongAxis(Plain):
    axis: Axes = -1
