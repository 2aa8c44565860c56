"""The metrics of the catalogue are those of Keras, and are called what they are there."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras.src.metrics import ALL_OBJECTS_DICT
from pydantic import TypeAdapter, ValidationError

from mtlc_spec.values import metrics
from mtlc_spec.values.metrics.base import KerasMetric
from tests.catalogue.objects import (
    Case,
    compiled,
    labels_of_any_form,
    made,
    no,
    predictions_of,
    to_keras,
    yes,
)

NOT_DATA = {"Metric", "metric", "MeanMetricWrapper", "mean_metric_wrapper"}
"""The abstract base, and what wraps a function."""

DTYPES = ("float16", "bfloat16", "float64", "mixed_float16", "int16", "uint64", "complex64")
OF_DTYPE = sorted(
    kind.__name__
    for kind in {*metrics.KINDS.values()}
    if next(iter(kind.model_fields)) == "dtype"
)
COUNTS = ["TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives"]
SHARES = ["Precision", "Recall"]
AT = ["SensitivityAtSpecificity", "SpecificityAtSensitivity"]
AT += ["PrecisionAtRecall", "RecallAtPrecision"]
IOUS = ["IoU", "OneHotIoU"]
MEAN_IOUS = ["MeanIoU", "OneHotMeanIoU"]

CASES = [
    *[
        case
        for kind in OF_DTYPE
        for case in (
            *yes(kind, None, *[{"dtype": one} for one in DTYPES]),
            *no(kind, {"dtype": "int8"}, {"dtype": "half"}, {"axes": 1}),
        )
    ],
    *yes("CosineSimilarity", [1, 2], {"axis": None}, 0),
    *yes("PearsonCorrelation", [1, 2], {"axis": None}, 0),
    *yes("ConcordanceCorrelation", [1, 2], {"axis": None}, 0),
    *yes("R2Score", None, {"class_aggregation": None}, "variance_weighted_average"),
    *yes("R2Score", {"num_regressors": 2}),
    *no("R2Score", "sum", {"num_regressors": -1}),
    *yes("BinaryCrossentropy", True, {"label_smoothing": 1.5}, {"label_smoothing": 0}),
    *yes("CategoricalCrossentropy", True, {"label_smoothing": -1, "axis": [1, 2]}),
    *yes("SparseCategoricalCrossentropy", True, {"ignore_class": -1, "axis": 0}),
    *yes("BinaryAccuracy", 0.7, -2, 7),
    *yes("TopKCategoricalAccuracy", None, 3, 0, -1),
    *no("TopKCategoricalAccuracy", {"from_sorted_ids": True}, {"dtype": "int8"}),
    *yes("SparseTopKCategoricalAccuracy", None, 3, {"k": 1, "from_sorted_ids": True}),
    *no("SparseTopKCategoricalAccuracy", {"top": 1}, {"dtype": "int8"}),
    *[
        case
        for kind in COUNTS + SHARES
        for case in (
            *yes(kind, None, 0, 1, 0.5, [0.1, 0.9], [0.9, 0.1], [], {"thresholds": None}),
            *no(kind, 1.5, -0.1, [0.1, 2], [None], {"threshold": 0.5}, {"dtype": "int8"}),
        )
    ],
    *[
        case
        for kind in SHARES
        for case in yes(kind, {"top_k": 2, "class_id": 1}, {"top_k": 0}, {"class_id": -1})
    ],
    *[
        case
        for kind in AT
        for case in (
            *yes(kind, 0, 1, 0.5),
            *no(kind, None, 1.1, -0.1),
        )
    ],
    *yes("PrecisionAtRecall", {"recall": 0.5, "num_thresholds": 1, "class_id": -3}),
    *no("PrecisionAtRecall", {"recall": 0.5, "num_thresholds": 0}),
    *no("RecallAtPrecision", {"precision": 0.5, "num_thresholds": 2.0}),
    *yes("AUC", None, 2, {"curve": "pr"}, {"curve": "PRGAIN"}, {"curve": "roc"}),
    *yes("AUC", {"summation_method": "Majoring"}, {"summation_method": "minoring"}),
    *yes("AUC", {"thresholds": [1.5, -2]}, {"thresholds": []}, {"thresholds": [0, 1]}),
    *yes("AUC", {"thresholds": [0.5], "num_thresholds": 0}, {"label_weights": [1, 2]}),
    *yes("AUC", {"num_labels": 0}, {"num_labels": 3, "multi_label": True}),
    *yes("AUC", {"num_labels": 3, "multi_label": True, "label_weights": [1.0, -2.0]}),
    *no("AUC", 1, 0, 200.0, {"curve": "Pr"}, {"summation_method": "MINORING"}),
    *no("AUC", {"num_labels": 3}, {"num_labels": -3, "multi_label": True}),
    *no("AUC", {"thresholds": 0.5}, {"thresholds": ["a"]}),
    *yes("FBetaScore", None, "micro", {"beta": 2.5}, {"threshold": 1.0}),
    *no("FBetaScore", "Micro", {"beta": 0.0}, {"beta": -1.0}, {"threshold": 0.0}),
    *yes("F1Score", None, "weighted", {"threshold": 0.5}),
    *no("F1Score", "mean", {"threshold": 1.5}, {"beta": 1.0}),
    *[
        case
        for kind in IOUS
        for case in (
            *yes(kind, {"num_classes": 2, "target_class_ids": [0]}),
            *yes(kind, {"num_classes": 2, "target_class_ids": [0, 0, -1]}),
            *yes(kind, {"num_classes": 0, "target_class_ids": [-1]}),
            *no(kind, None, 2, {"num_classes": 2, "target_class_ids": [2]}),
            *no(kind, {"num_classes": 2, "target_class_ids": []}),
            *no(kind, {"num_classes": -1, "target_class_ids": [-2]}),
        )
    ],
    *yes("BinaryIoU", None, [0], [1], [-1], {"threshold": -2}),
    *no("BinaryIoU", [2], [], 1),
    *[
        case
        for kind in MEAN_IOUS
        for case in (*yes(kind, 1, 5, {"num_classes": 2, "axis": 1}), *no(kind, None, 0, -1))
    ],
    *[
        Case(kind, arguments, differs="a whole number is read as the float that Keras wants")
        for kind, arguments in [
            ("FBetaScore", {"beta": 1}),
            ("FBetaScore", {"threshold": 1}),
            ("F1Score", {"threshold": 1}),
        ]
    ],
    *[
        Case(kind, arguments, accepted=False, differs=why)
        for kind, arguments, why in [
            ("Mean", {"dtype": "bool"}, "there are no means of booleans"),
            ("Mean", {"dtype": "string"}, "there are no means of strings"),
            ("Mean", {"dtype": "int8_from_float32"}, "there are no weights to quantize"),
            ("PrecisionAtRecall", True, "a boolean is no number"),
            ("Precision", [True], "a boolean is no number"),
            ("AUC", {"label_weights": 1.0}, "one weight is no list of weights"),
            ("AUC", {"num_thresholds": 2.0, "thresholds": [0.5]}, "no whole number"),
            ("TopKCategoricalAccuracy", 5.0, "no whole number: Keras fails when it is called"),
            ("R2Score", {"num_regressors": 1.5}, "no whole number"),
            ("BinaryAccuracy", {"threshold": None}, "Keras fails when it is called"),
            ("BinaryIoU", {"threshold": None}, "Keras fails when it is called"),
            ("OneHotMeanIoU", {"num_classes": 2, "axis": None}, "Keras fails when called"),
            ("BinaryCrossentropy", {"label_smoothing": None}, "null is no number"),
            ("BinaryCrossentropy", {"from_logits": "no"}, "a string is no boolean"),
        ]
    ],
]

METRIC: TypeAdapter[Any] = TypeAdapter(metrics.Metric)


def test_metrics_have_the_names_of_keras() -> None:
    theirs = {
        name: kind.__name__ for name, kind in ALL_OBJECTS_DICT.items() if name not in NOT_DATA
    }

    assert {name: kind.__name__ for name, kind in metrics.KINDS.items()} == theirs


def logged(metric: Any) -> tuple[str, str]:
    """The class that `compile` makes, and what it calls it."""
    model = compiled(metrics=[metric])
    results = model.compute_metrics(None, np.zeros((2, 2)), np.zeros((2, 2)))
    (called,) = results.keys() - {"loss"}
    (found,) = (one for group in model.metrics for one in getattr(group, "metrics", ()))
    return type(found).__name__, called


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("mae", "mae"),
        ("MAE", "MAE"),
        ("MeanAbsoluteError", "MeanAbsoluteError"),
        ({"MeanAbsoluteError": None}, "mean_absolute_error"),
        ({"mae": {"dtype": "float64"}}, "mean_absolute_error"),
        ("log_cosh_error", "log_cosh_error"),
        ({"log_cosh_error": None}, "logcosh"),
        ("AUC", "AUC"),
    ],
    ids=str,
)
def test_metric_is_called_as_it_is_written(written: Any, called: str) -> None:
    read = METRIC.validate_python(written)

    assert isinstance(read, str) == isinstance(written, str)
    (name,) = written if isinstance(written, dict) else (written,)
    assert logged(to_keras(read)) == (metrics.KINDS[name].__name__, called)


@pytest.mark.parametrize("word", ["accuracy", "acc", "ACC", "Accuracy"])
def test_accuracy_is_chosen_by_shapes(word: str) -> None:
    assert METRIC.validate_python(word) == word
    kind, called = logged(word)
    assert (kind, called) == ("CategoricalAccuracy", word)
    assert kind in {one.__name__ for one in metrics.CHOSEN[word.lower()]}


def test_an_object_is_no_word() -> None:
    read = METRIC.validate_python({"Accuracy": None})

    assert logged(to_keras(read)) == ("Accuracy", "accuracy")


@pytest.mark.parametrize(
    "word", ["huber", "logcosh", "kld", "Auc", "crossentropy", "io_u", "IoU", "metric_"]
)
def test_what_keras_finds_by_no_name_is_refused(word: str) -> None:
    with pytest.raises(ValidationError):
        METRIC.validate_python(word)
    with pytest.raises((ValueError, TypeError)):
        keras.metrics.get(word)


@pytest.mark.parametrize("kind", ["Mean", "Sum"])
@pytest.mark.parametrize("shape", [(2,), (2, 1), (2, 3, 4)], ids=str)
def test_a_metric_of_values_judges_no_predictions(kind: str, shape: tuple[int, ...]) -> None:
    model = compiled(metrics=[to_keras(METRIC.validate_python({kind: None}))])

    with pytest.raises(TypeError, match="multiple values for argument 'sample_weight'"):
        model.compute_metrics(None, np.ones(shape), np.ones(shape))


NEEDED: dict[str, Any] = {
    "SensitivityAtSpecificity": {"specificity": 0.5},
    "SpecificityAtSensitivity": {"sensitivity": 0.5},
    "PrecisionAtRecall": {"recall": 0.5},
    "RecallAtPrecision": {"precision": 0.5},
    "IoU": {"num_classes": 4, "target_class_ids": (0, 1)},
    "MeanIoU": {"num_classes": 4},
    "OneHotIoU": {"num_classes": 4, "target_class_ids": (0, 1)},
    "OneHotMeanIoU": {"num_classes": 4},
}
ALL = sorted({kind.__name__ for kind in metrics.KINDS.values()})


@pytest.mark.parametrize("kind", ALL)
def test_a_counted_metric_is_numbered(kind: str) -> None:
    ours = METRIC.validate_python({kind: NEEDED.get(kind)})

    first, second = (to_keras(ours).name for _ in range(2))

    assert (first != second) == ours.named_by_counter


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        *[(kind, NEEDED.get(kind, {})) for kind in ALL if kind not in ("Mean", "Sum")],
        *[
            (kind, {"axis": 0})
            for kind in ("CosineSimilarity", "PearsonCorrelation", "ConcordanceCorrelation")
        ],
        ("CategoricalCrossentropy", {"axis": 0}),
        ("SparseCategoricalCrossentropy", {"ignore_class": 0}),
        ("MeanIoU", {"num_classes": 4, "ignore_class": 0}),
        ("MeanIoU", {"num_classes": 8, "sparse_y_pred": False}),
        ("IoU", {"num_classes": 8, "target_class_ids": (0, 1), "sparse_y_pred": False}),
        ("R2Score", {"num_regressors": 1}),
        ("AUC", {"multi_label": True}),
        ("F1Score", {"average": "weighted"}),
        ("Precision", {"class_id": 1}),
        ("Recall", {"top_k": 2}),
    ],
    ids=str,
)
def test_samples_are_left_out_of_what_leaves_them_out(
    kind: str, arguments: dict[str, Any]
) -> None:
    ours = METRIC.validate_python({kind: arguments})
    random = np.random.default_rng(7)
    labelled = np.array([1, 0, 1, 1, 0, 1, 1, 1]) == 1
    predictions = random.dirichlet(np.ones(8), 8).astype("float32")
    labels: Any = np.eye(8, dtype="float32")[random.integers(0, 4, 8)]
    if kind.startswith("Sparse"):
        labels = labels.argmax(-1)
    elif kind in ("IoU", "MeanIoU"):
        labels = labels.argmax(-1)
        if ours.takes_decisions:
            predictions = random.integers(0, 4, 8)
    elif kind == "BinaryIoU":
        labels, predictions = labels[:, :1], predictions[:, :1]
    alone, weighted = to_keras(ours), to_keras(ours)

    alone.update_state(labels[labelled], predictions[labelled])
    weighted.update_state(labels, predictions, sample_weight=labelled.astype("float32"))

    same = np.allclose(alone.result(), weighted.result(), rtol=1e-4)
    assert same == ours.leaves_out


@pytest.mark.parametrize("kind", ["MeanIoU", "IoU"])
@pytest.mark.parametrize("shape", [(8,), (8, 1)], ids=str)
def test_a_metric_of_decisions_fails_on_rows(kind: str, shape: tuple[int, ...]) -> None:
    ours = METRIC.validate_python({kind: NEEDED[kind]})
    random = np.random.default_rng(7)

    assert ours.takes_decisions
    with pytest.raises(tf.errors.InvalidArgumentError, match="Incompatible shapes"):
        to_keras(ours).update_state(random.integers(0, 4, shape), random.random((8, 4)))


OF_PROBABILITIES = [
    kind
    for kind in ALL
    if METRIC.validate_python({kind: NEEDED.get(kind, {})}).wants_probabilities
]


@pytest.mark.parametrize("kind", OF_PROBABILITIES)
def test_logits_are_no_probabilities(kind: str) -> None:
    """Another number comes out of them, unless the metric is told."""
    ours = METRIC.validate_python({kind: NEEDED.get(kind, {})})
    random = np.random.default_rng(1)
    shape = (400, 3) if "Categorical" in kind or kind == "KLDivergence" else (400, 1)
    logits = (5 * random.normal(size=shape)).astype("float32")
    labels: Any = (random.normal(size=shape) + logits / 5 > 0).astype("float32")
    if shape[1] == 3:
        labels = np.eye(3, dtype="float32")[labels.argmax(-1)]
        probabilities = keras.ops.softmax(logits)
    else:
        probabilities = keras.ops.sigmoid(logits)
    if kind.startswith("Sparse"):
        labels = labels.argmax(-1)

    def value(metric: Any, predictions: Any) -> float:
        made = to_keras(metric)
        made.update_state(labels, predictions)
        return float(np.mean(made.result()))

    right = value(ours, probabilities)
    assert value(ours, logits) != pytest.approx(right, rel=1e-3)
    if ours.for_logits:
        name, _, given = ours.for_logits.partition(": ")
        told = METRIC.validate_python({kind: {name: {"true": True, "0": 0}[given]}})
        assert not told.wants_probabilities
        assert value(told, logits) == pytest.approx(right, rel=1e-3)


@pytest.mark.parametrize("kind", ["F1Score", "FBetaScore", "SparseCategoricalAccuracy"])
def test_of_one_unit_some_say_nothing(kind: str) -> None:
    """The same comes out of good predictions and of bad ones."""
    ours = METRIC.validate_python({kind: {}})
    labels = np.array([[0], [1], [1]], "float32")
    found = []
    for predictions in (0.8 * labels + 0.1, 0.9 - 0.8 * labels):
        metric = to_keras(ours)
        metric.update_state(labels, predictions)
        found.append(float(np.mean(metric.result())))

    assert ours.triviality(1)
    assert found[0] == found[1]


SHAPES = [(4,), (4, 1), (4, 3), (4, 5, 3)]
AXES = [*range(-4, 4), None, [0, 1], [1, -1], [-1], [0, 5], []]
OF_AXES = [
    *("CosineSimilarity", "PearsonCorrelation", "ConcordanceCorrelation"),
    *("CategoricalCrossentropy", "SparseCategoricalCrossentropy"),
]
WEIGHTS = [[1.0], [1.0, 2.0], [1.0, 2.0, 3.0], []]
COMPUTED = [
    *[(kind, {"axis": axis}) for kind in OF_AXES for axis in AXES],
    *[(kind, {}) for kind in ("R2Score", "F1Score", "TopKCategoricalAccuracy")],
    ("SparseTopKCategoricalAccuracy", {}),
    *[("AUC", {"multi_label": True, "num_labels": number}) for number in (None, 1, 3)],
    *[
        ("AUC", {"multi_label": several, "label_weights": weights})
        for several in (False, True)
        for weights in WEIGHTS
    ],
]


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [one for one in COMPUTED if made(metrics.KINDS[one[0]], one[1]) is not None],
    ids=str,
)
def test_predictions_that_a_metric_takes(kind: str, arguments: dict[str, Any]) -> None:
    ours = made(metrics.KINDS[kind], arguments)
    assert isinstance(ours, KerasMetric)
    for shape in SHAPES:
        predictions = predictions_of(shape)
        computes = False
        for labels in labels_of_any_form(shape):
            try:
                metric = to_keras(ours)
                metric.update_state(labels, predictions)
                metric.result()
            except Exception:
                continue
            computes = True
            break
        assert (ours.problem(shape) is None) == computes, shape


@pytest.mark.parametrize("kind", ["MeanIoU", "IoU"])
def test_a_metric_of_decisions_makes_one_class_of_probabilities(kind: str) -> None:
    ours = METRIC.validate_python({kind: {**NEEDED[kind], "num_classes": 2}})
    labels = np.array([[0], [1], [1], [0]], "float32")
    found = []
    for predictions in (0.8 * labels + 0.1, 0.9 - 0.8 * labels):
        metric = to_keras(ours)
        metric.update_state(labels, predictions)
        found.append(float(metric.result()))

    assert ours.takes_decisions
    assert found[0] == found[1]
