"""Rows for the attention layers."""

from __future__ import annotations

from random import Random
from typing import Any

from mtlc_spec.shapes import Tensor
from tests.catalogue.drawing.table import Table, chance
from tests.catalogue.drawing.values import KERNEL
from tests.catalogue.judge import Row, tensors


def _query(rng: Random) -> list[Any]:
    width = rng.choice((4, 6))
    lead = rng.choice((5, 3, None))
    shape = (2, lead, width) if chance(rng, 12) else (lead, width)
    if chance(rng, 8):
        shape = (width,)
    return [shape if chance(rng, 90) else (shape, "float16")]


def _call(rng: Random, row: Row) -> dict[str, Any]:
    (query,) = tensors(row, row.inputs)
    steps = rng.choice((7, 3, None))
    lead = query.shape[:-2] if query.rank > 2 else query.shape[:1]
    value = Tensor((*lead, steps, rng.choice((4, 6, None) if chance(rng, 8) else (4, 6))))
    if chance(rng, 5):
        value = Tensor((row.batch, 3))
    call: dict[str, Any] = {"value": value}
    if chance(rng, 25):
        key_steps = 2 if chance(rng, 15) else steps
        call["key"] = Tensor((*lead, key_steps, rng.choice((4, 5))))
    if chance(rng, 15):
        call["use_causal_mask"] = True
    if chance(rng, 20):
        call["return_attention_scores"] = True
    if chance(rng, 15):
        seen = 9 if steps is not None and chance(rng, 20) else steps
        call["attention_mask"] = Tensor((*query.shape[:-1], seen), "bool")
    if chance(rng, 10):
        call["training"] = True
    return call


def _steps(rng: Random) -> list[Any]:
    shape = (rng.choice((5, 3, None)), 4) if chance(rng, 95) else (2, 5, 4)
    return [shape if chance(rng, 90) else (shape, rng.choice(("float16", "int32", "bool")))]


def _grouped_call(rng: Random, row: Row) -> dict[str, Any]:
    (query,) = tensors(row, row.inputs)
    steps = rng.choice((7, 3, None))
    batch = query.shape[0]
    width = 6 if chance(rng, 8) else 4
    call: dict[str, Any] = {"value": Tensor((batch, steps, width))}
    if chance(rng, 25):
        call["key"] = Tensor((batch, 2 if chance(rng, 15) else steps, rng.choice((4, 5))))
    if chance(rng, 15):
        call["use_causal_mask"] = True
    if chance(rng, 20):
        call["return_attention_scores"] = True
    if chance(rng, 15):
        seen = 9 if steps is not None and chance(rng, 20) else steps
        call["attention_mask"] = Tensor((*query.shape[:-1], seen), "bool")
    if chance(rng, 12):
        call["query_mask"] = Tensor(query.shape[:2], rng.choice(("bool", "bool", "int32")))
    if chance(rng, 12):
        call["value_mask"] = Tensor((batch, steps), "bool")
    if chance(rng, 10):
        call["training"] = True
    return call


TABLES = {
    "MultiHeadAttention": Table(
        {"num_heads": [2, 1, 2, 3, 0], "key_dim": [4, 2, 3, 4, 0]},
        {
            **KERNEL,
            "value_dim": [3, 2, 0],
            "dropout": [0.1, 0.5, 1.5],
            "output_shape": [5, [2, 3], 0],
            "attention_axes": [[1], 1, 2, [1, 2], 5],
            "seed": [3],
            "use_gate": [True],
            "sliding_window": [2, 3, 0],
            "flash_attention": [False, True],
        },
        inputs=_query,
        call=_call,
    ),
    "GroupQueryAttention": Table(
        {
            "head_dim": [4, 2, 3, 4, 0],
            "num_query_heads": [4, 2, 4, 6, 3],
            "num_key_value_heads": [2, 1, 2, 0],
        },
        {
            **KERNEL,
            "dropout": [0.1, 0.5, 1.5],
            "seed": [3],
            "use_gate": [True],
            "sliding_window": [2, 3, 0],
            "flash_attention": [False, True],
        },
        inputs=_steps,
        call=_grouped_call,
    ),
}
