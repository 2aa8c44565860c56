"""The losses of the catalogue are those of Keras, and a name is as good as its class."""

import inspect
from typing import Any

import keras
import numpy as np
import pytest
from keras.src.losses import ALL_OBJECTS_DICT

from mtlc_spec.values import losses
from mtlc_spec.values.tagged import Tagged
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

ABSTRACT = {"Loss", "LossFunctionWrapper"}
"""The base, whose `call` is not there, and what wraps a function."""

ANY_REDUCTION = ("sum", "none", {"reduction": None}, "mean", "mean_with_sample_weight")
PLAIN = sorted(
    kind.__name__
    for kind in {*losses.KINDS.values()}
    if next(iter(kind.model_fields)) == "reduction"
)
DTYPES = ("float16", "bfloat16", "float64", "mixed_float16", "int16", "uint64", "complex64")

CASES = [
    *[
        case
        for kind in PLAIN
        for case in (
            *yes(kind, None, *ANY_REDUCTION, *[{"dtype": one} for one in DTYPES]),
            *no(kind, "auto", "Sum", {"dtype": "int8"}, {"dtype": "half"}, {"axes": 1}),
        )
    ],
    *yes("CosineSimilarity", 1, [1, 2], {"axis": None}, {"reduction": "sum"}),
    *no("CosineSimilarity", {"reduction": "max"}, {"dtype": "float8"}),
    *yes("Huber", 0.5, 2, 0.0, -1.0, {"delta": 3.0, "reduction": None}),
    *no("Huber", {"reduction": "average"}, {"delta": 1.0, "axis": -1}),
    *yes("BinaryCrossentropy", True, {"label_smoothing": 1.5}, {"axis": [1, 2]}),
    *yes("BinaryCrossentropy", {"label_smoothing": -1}, {"axis": None}, {"dtype": "float16"}),
    *no("BinaryCrossentropy", {"alpha": 0.5}, {"reduction": "no"}),
    *yes("CategoricalCrossentropy", True, {"label_smoothing": 0.1, "axis": 1}),
    *no("CategoricalCrossentropy", {"ignore_class": 1}, {"dtype": "int4"}),
    *yes("SparseCategoricalCrossentropy", True, {"ignore_class": -1, "axis": 1}),
    *no("SparseCategoricalCrossentropy", {"label_smoothing": 0.1}, {"reduction": "all"}),
    *yes("BinaryFocalCrossentropy", True, {"alpha": 2, "gamma": -1.0}, {"gamma": [1.0, 2.0]}),
    *no("BinaryFocalCrossentropy", {"beta": 1.0}, {"reduction": "all"}),
    *yes("CategoricalFocalCrossentropy", 0.5, [0.1, 0.9], {"gamma": [1, 2]}),
    *no("CategoricalFocalCrossentropy", {"apply_class_balancing": True}, {"dtype": "int4"}),
    *yes("CategoricalGeneralizedCrossEntropy", 0.001, 0.999),
    *no("CategoricalGeneralizedCrossEntropy", 0, 1, -0.5, 1.5),
    *yes("Dice", {"axis": [1, 2]}, {"axis": 1}),
    *no("Dice", {"alpha": 1.0}, {"reduction": "all"}),
    *yes("Tversky", -0.5, {"alpha": 0.3, "beta": 7, "axis": [1]}),
    *no("Tversky", {"gamma": 1.0}, {"reduction": "all"}),
    *yes("Circle", 0, {"margin": -1, "remove_diagonal": False}),
    *no("Circle", {"alpha": 1.0}, {"reduction": "all"}),
    *[
        Case(kind, arguments, accepted=False, differs=why)
        for kind, arguments, why in [
            ("MeanSquaredError", {"dtype": "bool"}, "there are no differences of booleans"),
            ("MeanSquaredError", {"dtype": "string"}, "there are no differences of strings"),
            ("MeanSquaredError", {"dtype": "int8_from_float32"}, "no weights to quantize"),
            ("Huber", {"delta": None}, "null is no number: Keras fails when it is called"),
            ("Huber", True, "a boolean is no number"),
            ("BinaryCrossentropy", {"from_logits": 1}, "a number is no boolean"),
            ("BinaryCrossentropy", {"label_smoothing": None}, "null is no number"),
            ("BinaryFocalCrossentropy", {"alpha": [0.1]}, "Keras fails when it is called"),
            ("SparseCategoricalCrossentropy", {"axis": None}, "Keras fails when it is called"),
            ("Dice", {"axis": "all"}, "a string is no axis: Keras fails when it is called"),
        ]
    ],
]

FUNCTIONS = [name for name, one in ALL_OBJECTS_DICT.items() if not inspect.isclass(one)]
"""Names for which Keras has a function; `CTC` and the like make the object themselves."""


def class_of(name: str) -> str:
    found = ALL_OBJECTS_DICT[name]
    if inspect.isclass(found):
        return found.__name__
    (kind,) = {
        kind.__name__
        for kind in losses.KINDS.values()
        if getattr(keras.losses, kind.__name__)().fn is found
    }
    return kind


def test_losses_have_the_names_of_keras() -> None:
    theirs = {name: class_of(name) for name in ALL_OBJECTS_DICT if name not in ABSTRACT}
    ours = {
        name: kind.__name__ for name, kind in losses.KINDS.items() if kind not in losses.UNNAMED
    }

    assert ours == theirs


@pytest.mark.parametrize("kind", sorted(losses.UNNAMED, key=str))
def test_keras_finds_it_by_no_name(kind: type[Tagged]) -> None:
    with pytest.raises(ValueError, match="Could not interpret loss"):
        keras.losses.get(kind.__name__)


def computed(loss: Any, labels: Any, predictions: Any, weights: Any) -> list[float]:
    model = compiled(loss=loss)
    given = {"y": labels, "y_pred": predictions}
    plain = model.compute_loss(**given)
    return [float(plain), float(model.compute_loss(**given, sample_weight=weights))]


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_is_its_class(name: str) -> None:
    """To the last bit, with weights of samples and without."""
    kind = class_of(name)
    random = np.random.default_rng(7)
    predictions = random.random((4, 5)).astype("float32")
    labels: Any = (random.random((4, 5)) > 0.5).astype("float32")
    if kind in ("SparseCategoricalCrossentropy", "Circle"):
        labels = random.integers(0, 3, 4)
    elif kind == "CTC":
        labels = np.array([[1, 2], [1, 1], [2, 1], [1, 3]])
        predictions = random.random((4, 5, 6)).astype("float32")
    weights = random.random(4).astype("float32")
    loss = getattr(keras.losses, kind)()

    assert computed(name, labels, predictions, weights) == computed(
        loss, labels, predictions, weights
    )


def test_a_word_that_chooses_is_read_in_any_case() -> None:
    """Of the losses that it may become, the one of the shapes."""
    predictions = np.array([[0.2, 0.8], [0.6, 0.4]], "float32")
    weights = np.ones(2, "float32")
    sparse = (np.array([1, 0]), predictions, weights)
    one_hot = (np.array([[0.0, 1.0], [1.0, 0.0]]), predictions, weights)
    binary = (np.array([[0.0], [1.0]]), predictions[:, :1], weights)

    for word in ("crossentropy", "CrossEntropy", "ce", "CE"):
        kinds = losses.CHOSEN[word.lower()]
        for kind, shapes in zip(kinds, (binary, sparse, one_hot), strict=True):
            loss = getattr(keras.losses, kind.__name__)()
            assert computed(word, *shapes) == computed(loss, *shapes)


def shares(kind: str, **arguments: Any) -> tuple[float, float]:
    """A loss of the labelled samples alone, and of all with weights of 0 for the others."""
    random = np.random.default_rng(7)
    labelled = np.array([[1, 0, 1, 1], [0, 1, 1, 0], [1, 1, 0, 0]]) == 1
    predictions = random.dirichlet(np.ones(4), (3, 4)).astype("float32")
    labels: Any = np.eye(4, dtype="float32")[random.integers(0, 4, (3, 4))]
    if kind in ("SparseCategoricalCrossentropy", "CategoricalGeneralizedCrossEntropy"):
        labels = labels.argmax(-1)
    elif kind == "Circle":
        labelled = np.arange(12) % 3 > 0
        predictions, labels = predictions.reshape((12, 4)), labels.reshape((12, 4)).argmax(-1)
    elif kind == "CTC":
        labelled = np.array([True, False, True])
        labels = np.array([[1, 2], [1, 1], [2, 1]])
    loss = getattr(keras.losses, kind)(**arguments)
    weighted = float(loss(labels, predictions, sample_weight=labelled.astype("float32")))
    if arguments.get("reduction") is None:
        weighted *= labelled.size / labelled.sum()
    return float(loss(labels[labelled], predictions[labelled])), weighted


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        *[(kind, {}) for kind in sorted({kind.__name__ for kind in losses.KINDS.values()})],
        *[(kind, {"axis": -1}) for kind in ("Dice", "Tversky")],
        *[(kind, {"axis": 1}) for kind in ("BinaryCrossentropy", "CosineSimilarity", "Dice")],
        ("CosineSimilarity", {"axis": None}),
        ("SparseCategoricalCrossentropy", {"ignore_class": 0}),
        ("SparseCategoricalCrossentropy", {"ignore_class": 0, "reduction": "sum"}),
    ],
    ids=str,
)
def test_samples_are_left_out_of_what_leaves_them_out(
    kind: str, arguments: dict[str, Any]
) -> None:
    ours = made(losses.KINDS[kind], arguments)
    assert isinstance(ours, losses.KerasLoss)

    alone, weighted = shares(kind, **arguments)

    assert (weighted == pytest.approx(alone, rel=1e-4)) == ours.leaves_out


SHAPES = [(4,), (4, 3), (4, 5, 3)]
AXES = [*range(-4, 4), None, [0, 1], [1, -1], [-1], [0, 5], []]


def keras_computes(loss: Any, shape: tuple[int, ...]) -> bool:
    """Whether there are labels for which Keras has a loss of predictions."""
    predictions = predictions_of(shape)
    for labels in labels_of_any_form(shape):
        try:
            compiled(loss=loss).compute_loss(y=labels, y_pred=predictions)
        except Exception:
            continue
        return True
    return False


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(
    "kind",
    sorted({kind.__name__ for kind in losses.KINDS.values() if "axis" in kind.model_fields}),
)
def test_axes_that_predictions_have(kind: str, shape: tuple[int, ...]) -> None:
    for axis in AXES:
        ours = made(losses.KINDS[kind], {"axis": axis})
        if ours is None:
            continue  # numbers of classes are along one axis
        assert isinstance(ours, losses.KerasLoss)
        theirs = keras_computes(to_keras(ours), shape)
        assert (ours.problem(shape) is None) == theirs, axis


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("kind", sorted({kind.__name__ for kind in losses.KINDS.values()}))
def test_predictions_that_a_loss_takes(kind: str, shape: tuple[int, ...]) -> None:
    ours = made(losses.KINDS[kind], {})
    assert isinstance(ours, losses.KerasLoss)

    assert (ours.problem(shape) is None) == keras_computes(to_keras(ours), shape)
