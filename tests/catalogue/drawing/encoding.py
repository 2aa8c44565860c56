"""Rows for the layers that encode categories."""

from random import Random
from typing import Any

from mtlc_spec.shapes import Tensor
from tests.catalogue.drawing.table import ANYTHING, Table, chance, one_input
from tests.catalogue.drawing.values import ENCODED, REGULARIZERS
from tests.catalogue.judge import Row, tensors

WHOLE = (*("int32",) * 6, *("int64",) * 4, "uint8", "float32", "bool")
HASHED = (*("string",) * 6, *("int32",) * 4, *ANYTHING)
CROSSED = (*("string",) * 4, *("int32", "int64", "uint8", "int8") * 3, "float32", "bool")
SIZES = (3, 1, 2, 4, None)
MODES = ["one_hot", "multi_hot", "count", "x"]


def weights(rng: Random, row: Row) -> dict[str, Any]:
    """Weights that fit the input, at times."""
    if not chance(rng, 20) and row.arguments.get("output_mode") != "count":
        return {}
    if chance(rng, 30):
        return {}
    (x,) = tensors(row, row.inputs)
    shape = x.shape if chance(rng, 70) else (*x.shape[:-1], rng.choice((1, 3)))
    return {"count_weights": Tensor(shape, rng.choice(("float32", "float32", "int32")))}


def pair(rng: Random) -> list[Any]:
    """Two inputs of one value each, or something near."""
    shape = rng.choice(((1,), (), (1,), (None,), (3,)))
    other = shape if not chance(rng, 10) else rng.choice(((1,), (), (2,)))
    return [(one, rng.choice(CROSSED)) for one in (shape, other)]


def values(rng: Random) -> list[Any]:
    return [one_input(rng, (1, 0, 2), SIZES, HASHED)]


def one_way(rng: Random, arguments: dict[str, Any]) -> None:
    """Either boundaries or a number of bins."""
    if chance(rng, 50):
        arguments.pop("bin_boundaries", None)
        arguments.setdefault("num_bins", rng.choice([3, 2, 1, 5]))
    else:
        arguments.pop("num_bins", None)
        arguments.setdefault("bin_boundaries", [0.5, 1.5])
    arguments.pop("trainable", None)
    if arguments.get("output_mode", "int") == "int":
        arguments.pop("sparse", None)
    elif chance(rng, 30):
        arguments["sparse"] = True


TABLES = {
    "CategoryEncoding": Table(
        {"num_tokens": [4, 1, 2, 5, 0]},
        {
            "output_mode": ["one_hot", "count", "binary", "multi_hot", "int"],
            "sparse": [True],
            **ENCODED,
        },
        (1, 0, 2, 3),
        SIZES,
        WHOLE,
        call=weights,
    ),
    "Discretization": Table(
        {},
        {
            "bin_boundaries": [[0.5, 1.5], [1, 2, 3], [], [1.0, 1.0], [2.0, 1.0]],
            "num_bins": [3, 2, 1, 5, 0],
            "epsilon": [0.1, 0.5, 1, 0],
            "output_mode": MODES,
            "sparse": [True],
            **ENCODED,
            "trainable": [False, True],
        },
        (1, 0, 2, 3),
        SIZES,
        ANYTHING,
        arrange=one_way,
        often=30,
    ),
    "HashedCrossing": Table(
        {"num_bins": [4, 1, 2, 0, -1]},
        {
            "output_mode": ["one_hot", "int", "multi_hot"],
            "sparse": [True],
            "activity_regularizer": REGULARIZERS,
            **ENCODED,
        },
        inputs=pair,
    ),
    "Hashing": Table(
        {"num_bins": [4, 1, 2, 0, -1]},
        {
            "mask_value": ["a", "", 0, 3, 1.5],
            "salt": [3, [1, 2], -1, [1], "x"],
            "activity_regularizer": ["l1", {"L2": 0.1}, {"L1L2": {"l1": 0.1}}, "l3"],
            "output_mode": MODES,
            "sparse": [True],
            **ENCODED,
        },
        inputs=values,
        often=30,
    ),
}
