"""Rows for the activation layers."""

from __future__ import annotations

from random import Random
from typing import Any

from mtlc_spec.shapes import Tensor
from tests.catalogue.drawing.table import ANYTHING, NUMBERS, Table, chance
from tests.catalogue.drawing.values import ACTIVATIONS, weight
from tests.catalogue.judge import Row, tensors

MOSTLY_KNOWN = (3, 1, 2, 4, 5, 4, 3, None)

EVERY_ACTIVATION = [
    *ACTIVATIONS,
    *("celu", "leaky_relu", "linear", "log_sigmoid", "mish", "relu6", "selu", "silu", "swish"),
    *("hard_shrink", "hard_sigmoid", "hard_silu", "hard_tanh", "soft_shrink", "softplus"),
    *("softsign", "sparse_plus", "sparse_sigmoid", "squareplus", "tanh_shrink", "threshold"),
]


def _mask(rng: Random, row: Row) -> dict[str, Any]:
    if not chance(rng, 15):
        return {}
    (x,) = tensors(row, row.inputs)
    shape = x.shape if chance(rng, 70) else x.shape[1:] if chance(rng, 50) else (2, *x.shape)
    return {"mask": Tensor(shape, "bool")}


TABLES = {
    "Activation": Table({"activation": EVERY_ACTIVATION}, {}, (1, 2), dtypes=ANYTHING),
    "ReLU": Table(
        {},
        {
            "max_value": [6, 0, -1],
            "negative_slope": [0.1, 1, -1],
            "threshold": [0.5, 1, -1],
        },
        dtypes=ANYTHING,
    ),
    "LeakyReLU": Table({}, {"negative_slope": [0.1, 0, 3, -1]}, dtypes=ANYTHING),
    "ELU": Table({}, {"alpha": [0.1, 0, -1, 3, "x"]}, dtypes=ANYTHING),
    "PReLU": Table(
        {},
        {
            **weight("alpha"),
            "shared_axes": [1, [1], [1, 2], [2], [], 0, -1, [3], [1, 1]],
        },
        (1, 2, 3),
        MOSTLY_KNOWN,
        NUMBERS,
    ),
    "Softmax": Table(
        {},
        {"axis": [0, 1, -2, 3, [0, 1], [-1], [1, -1], [], "x"]},
        (1, 2, 3),
        dtypes=ANYTHING,
        call=_mask,
    ),
}
