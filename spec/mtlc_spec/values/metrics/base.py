"""What metrics have in common."""

from __future__ import annotations

from mtlc_spec.values.dtypes import Arithmetic
from mtlc_spec.values.numbers import Axes
from mtlc_spec.values.tagged import Tagged


class KerasMetric(Tagged):
    module = "metrics"


class Plain(KerasMetric):
    """A metric without arguments, or one whose own come after `dtype`."""

    dtype: Arithmetic | None = None


class AlongAxis(Plain):
    axis: Axes = -1
