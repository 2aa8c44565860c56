"""Metrics of regions: how much of them overlaps."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from mtlc_spec.values.dtypes import Arithmetic
from mtlc_spec.values.metrics.base import Counted
from mtlc_spec.values.numbers import NonNegativeInt, PositiveInt
from mtlc_spec.values.tagged import conflict

Classes = Annotated[tuple[int, ...], Field(min_length=1)]


def _refuse_unknown_class(classes: tuple[int, ...], number: int) -> None:
    if max(classes) >= number:
        raise conflict("target_class_ids", f"class {max(classes)} is not among {number}")


class _Regions(Counted):
    @property
    def takes_decisions(self) -> bool:
        return bool(getattr(self, "sparse_y_pred", False))

    @property
    def weighs_one_unit(self) -> bool:
        return self.takes_decisions


class IoU(_Regions):
    """The intersection over the union of some classes' regions (Jaccard 1901)."""

    labels = "classes"

    num_classes: NonNegativeInt
    target_class_ids: Classes
    dtype: Arithmetic | None = None
    ignore_class: int | None = None
    sparse_y_true: bool = True
    sparse_y_pred: bool = True
    axis: int = -1

    @model_validator(mode="after")
    def _classes_are_known(self) -> Self:
        _refuse_unknown_class(self.target_class_ids, self.num_classes)
        return self


class BinaryIoU(Counted):
    """The intersection over the union of what is on one side of a threshold."""

    for_logits = "threshold: 0"

    target_class_ids: Classes = (0, 1)
    threshold: float = 0.5
    dtype: Arithmetic | None = None

    @property
    def weighs_one_unit(self) -> bool:
        return True

    @property
    def wants_probabilities(self) -> bool:
        return 0 < self.threshold < 1

    @model_validator(mode="after")
    def _classes_are_known(self) -> Self:
        _refuse_unknown_class(self.target_class_ids, 2)
        return self


class MeanIoU(_Regions):
    """The mean over all classes of the intersection over the union."""

    labels = "classes"

    num_classes: PositiveInt
    dtype: Arithmetic | None = None
    ignore_class: int | None = None
    sparse_y_true: bool = True
    sparse_y_pred: bool = True
    axis: int = -1


class OneHotIoU(_Regions):
    """The intersection over the union of some classes, where labels are one-hot."""

    labels = "one-hot"

    num_classes: NonNegativeInt
    target_class_ids: Classes
    dtype: Arithmetic | None = None
    ignore_class: int | None = None
    sparse_y_pred: bool = False
    axis: int = -1

    @model_validator(mode="after")
    def _classes_are_known(self) -> Self:
        _refuse_unknown_class(self.target_class_ids, self.num_classes)
        return self


class OneHotMeanIoU(_Regions):
    """The mean over all classes of the intersection over the union, of one-hot labels."""

    labels = "one-hot"

    num_classes: PositiveInt
    dtype: Arithmetic | None = None
    ignore_class: int | None = None
    sparse_y_pred: bool = False
    axis: int = -1
