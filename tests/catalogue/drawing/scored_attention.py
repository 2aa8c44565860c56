"""Rows for attention without projections."""

from __future__ import annotations

from random import Random
from typing import Any

from mtlc_spec.shapes import Tensor
from tests.catalogue.drawing.table import Table, chance
from tests.catalogue.judge import Row, tensors

_DTYPES = ("float32",) * 9 + ("float16", "int32", "bool", "string")


def _inputs(rng: Random) -> list[Any]:
    lead = (2,) if chance(rng, 12) else ()
    width = rng.choice((4, 3, 1))
    steps = rng.choice((7, 3, None))
    dtype = rng.choice(_DTYPES)
    shapes = [(*lead, rng.choice((5, 3, None)), width), (*lead, steps, width)]
    if chance(rng, 35):
        shapes[1] = (*lead, steps, rng.choice((2, 5)))
        key_steps = 6 if chance(rng, 15) else steps
        shapes.append((*lead, key_steps, width))
    if chance(rng, 8):
        shapes[1] = (*shapes[1][:-1], 8)
    if chance(rng, 4):
        shapes = shapes[:1]
    other = rng.choice(_DTYPES) if chance(rng, 8) else dtype
    return [(shape, dtype if at == 0 else other) for at, shape in enumerate(shapes)]


def _call(rng: Random, row: Row) -> dict[str, Any]:
    query, *rest = tensors(row, row.inputs)
    call: dict[str, Any] = {}
    if chance(rng, 15):
        call["use_causal_mask"] = True
    if chance(rng, 20):
        call["return_attention_scores"] = True
    if chance(rng, 15):
        call["training"] = True
    if rest and chance(rng, 25):
        of_query = Tensor(query.shape[:-1], "bool")
        of_value = Tensor(rest[0].shape[:-1], rng.choice(("bool", "float32")))
        given = [(of_query, of_value), (None, of_value), (of_query, None), (of_value, of_query)]
        call["mask"] = rng.choice(given)
    return call


_COMMON = {"dropout": [0.5, 0.1, 1, 1.5], "seed": [3]}

TABLES = {
    "Attention": Table(
        {},
        {**_COMMON, "use_scale": [True], "score_mode": ["concat", "concat", "dot", "x"]},
        inputs=_inputs,
        call=_call,
    ),
    "AdditiveAttention": Table(
        {},
        {**_COMMON, "use_scale": [False], "score_mode": ["concat"]},
        inputs=_inputs,
        call=_call,
    ),
}
