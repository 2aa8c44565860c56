"""Rows for the core layers."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.catalogue.drawing.table import ANYTHING, FLOATS, Table, chance
from tests.catalogue.drawing.values import ACTIVATIONS, KERNEL, LORA, weight
from tests.catalogue.judge import Row


def _reverse(rng: Random, row: Row) -> dict[str, Any]:
    return {"reverse": True} if chance(rng, 50) else {}


TABLES = {
    "Dense": Table(
        {"units": [3, 1, 8, 4, 0]},
        {**KERNEL, "activation": ACTIVATIONS, **LORA},
        (1, 2, 3),
        dtypes=ANYTHING,
    ),
    "Embedding": Table(
        {"input_dim": [5, 2, 9, 0], "output_dim": [3, 2, 4, -1]},
        {**weight("embeddings"), "mask_zero": [True], **LORA},
        (1, 2),
        dtypes=(*("int32",) * 6, "int64", "uint8", *FLOATS, "bool", "string"),
    ),
    "ReversibleEmbedding": Table(
        {"input_dim": [5, 2, 9, 5, 0], "output_dim": [3, 2, 4, 3, -1]},
        {
            **weight("embeddings"),
            "mask_zero": [True],
            **LORA,
            "tie_weights": [False],
            "reverse_dtype": ["float64", "float16", "float32"],
            "logit_soft_cap": [2.0, 30],
        },
        (1, 2),
        (3, 4, 2, 3, None),
        dtypes=(*("int32",) * 6, "int64", "uint8", *FLOATS, "bool", "string"),
        call=_reverse,
    ),
    "Masking": Table({}, {"mask_value": [0.5, -1, "x"]}, (1, 2, 3), dtypes=ANYTHING),
    "Identity": Table({}, {}, (1, 0, 2, 3), dtypes=ANYTHING),
}
