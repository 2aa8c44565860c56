"""Attention without projections: hand-written rows, each judged by Keras."""

from __future__ import annotations

from typing import Any

import pytest

from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Row, check

Q, V = (5, 4), (7, 4)


def mask(*shape: int | None, dtype: str = "bool") -> Tensor:
    return Tensor((None, *shape), dtype)


def rows(kind: str, of_scale: int) -> list[Row]:
    """What both kinds of attention agree on."""

    def row(arguments: Any, inputs: Any, *outputs: Any, **rest: Any) -> Row:
        rest.setdefault("parameters", of_scale if outputs else 0)
        return Row(kind, arguments, inputs, outputs or None, **rest)

    return [
        row({}, [Q, V], Q),
        row({}, [Q, (7, 3), V], (5, 3)),
        row({}, [Q, V], Q, (5, 7), call={"return_attention_scores": True}),
        row({}, [Q, V], Q, call={"use_causal_mask": True}),
        row({}, [(None, 4), (None, 4)], (None, 4)),
        row({}, [(2, 5, 4), (2, 7, 4)], (2, 5, 4)),
        row({}, [(2, 5, 4), V], (2, 5, 4), batch=2),
        row({}, [(4,), (4,)], (4,)),
        row({"dropout": 0.5, "seed": 3}, [Q, V], Q, call={"training": True}),
        row({"dropout": 1.5}, [Q, V], Q),
        row({"dtype": "mixed_float16"}, [Q, V], (Q, "float16")),
        row({}, [Q, V], Q, call={"mask": (mask(5), mask(7))}),
        row({}, [Q, V], Q, call={"mask": (None, mask(7))}),
        row({}, [Q, V], Q, call={"mask": (mask(5), mask(5, 7))}),
        row({}, [Q, V], Q, call={"mask": (mask(5), mask(7)), "use_causal_mask": True}),
        row({}, [Q, V], Q, again=[(3, 4), (2, 4)]),
        row({}, [Q], refused="arity"),
        row({}, [Q, V, V, V], refused="arity"),
        row({}, [Q, (7, 3), (6, 4)], refused="MTL3002"),
        row({}, [(Q, "string"), (V, "string")], refused="MTL3006"),
        row({}, [(Q, "bool"), (V, "bool")], refused="MTL3006"),
        row({}, [(), V], refused="MTL3003"),
        row({}, [Q, V], refused="MTL3010", call={"mask": (mask(7), mask(5))}),
        row({}, [Q, V], refused="MTL3010", call={"mask": (mask(5), mask(6))}),
        row({}, [(None, 4), V], (None, 4), call={"mask": (mask(5), mask(5, 7))}),
        row({}, [(None, 4), V], refused="MTL3010", call={"mask": (mask(5), mask(6, 7))}),
        row({"dropout": 1.5}, [Q, V], refused="MTL3010", call={"training": True}),
        row({"dropout": 0.5, "seed": 2**70}, [Q, V], refused="argument"),
        row({"dropout": "0.5"}, [Q, V], refused="argument"),
        row({"scale": True}, [Q, V], refused="argument"),
    ]


ROWS = [
    *rows("Attention", 0),
    *rows("AdditiveAttention", 4),
    Row("Attention", {"use_scale": True}, [Q, V], [Q], parameters=1),
    Row("Attention", {"score_mode": "concat"}, [Q, V], [Q], parameters=1),
    Row("Attention", {"score_mode": "concat", "use_scale": True}, [Q, V], [Q], parameters=2),
    Row("Attention", {"score_mode": "concat"}, [Q, (7, 1)], [(5, 1)], parameters=1),
    Row("Attention", {}, [Q, (V, "int32")], [Q]),
    Row("Attention", {}, [Q, (7, 3)], refused="MTL3002"),
    Row("Attention", {}, [(Q, "int32"), (V, "int32")], refused="MTL3006"),
    Row("Attention", {"score_mode": "sum"}, [Q, V], refused="argument"),
    Row("AdditiveAttention", {"use_scale": False}, [Q, V], [Q]),
    Row("AdditiveAttention", {}, [Q, (7, 1)], [(5, 1)], parameters=4),
    Row("AdditiveAttention", {}, [(Q, "int32"), (V, "int32")], [Q], parameters=4),
    Row("AdditiveAttention", {}, [Q, (7, 3)], refused="MTL3010"),
    Row("AdditiveAttention", {}, [Q, (V, "int32")], refused="MTL3006"),
    Row("AdditiveAttention", {}, [(5, None), V], refused="MTL3004"),
    Row("AdditiveAttention", {}, [Q, V], refused="MTL3008", again=[(5, 3), (7, 3)]),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
