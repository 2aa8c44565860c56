"""The dense layer on any axes: hand-written rows, each judged by Keras."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogue.judge import Row, check


def dense(
    equation: str, shape: Any, x: Any, *given: Any, parameters: int = 0, **rest: Any
) -> Row:
    more = {name: rest.pop(name) for name in [*rest] if name in _ARGUMENTS}
    arguments = {"equation": equation, "output_shape": shape, **more}
    outputs = None if "refused" in rest else [*given]
    return Row("EinsumDense", arguments, [x], outputs, parameters=parameters, **rest)


_ARGUMENTS = ("bias_axes", "activation", "lora_rank", "kernel_constraint", "dtype", "trainable")

ROWS = [
    dense("ab,bc->ac", 64, (32,), (64,), parameters=2048),
    dense("ab,bc->ac", [64], (32,), (64,), parameters=2112, bias_axes="c"),
    dense("abc,cd->abd", [None, 4], (5, 3), (None, 4), parameters=16, bias_axes="d"),
    dense("abc,cd->abd", [5, 4], (5, 3), (5, 4), parameters=32, bias_axes="bd"),
    dense("abc,cd->abd", [5, 4], (5, 3), (5, 4), parameters=17, bias_axes="b"),
    dense("abc,cd->abd", [None, 4], (None, 3), (None, 4), parameters=12),
    dense("...x,xy->...y", 4, (5, 3), (5, 4), parameters=16, bias_axes="y"),
    # Keras turns the order of what `...` stands for around.
    dense("...x,xy->...y", 4, (7, 5, 3), (5, 7, 4), parameters=12),
    dense("...x,xy->...y", 4, (None, 3), (None, 4), parameters=12),
    dense("abc...,cd->abd...", [5, 4], (5, 3, 2), (5, 4, 2), parameters=16, bias_axes="d"),
    dense("abc,cde->abde", [None, 4, 2], (5, 3), (None, 4, 2), parameters=24),
    dense("abc,cd->adb", [4, 5], (5, 3), (4, 5), parameters=12),
    dense("abc,bc->ab", 5, (5, 3), (5,), parameters=15),
    dense("abc,cd->abd", [5, 4], ((5, 3), "int32"), (5, 4), parameters=12),
    dense("abc,cd->abd", [5, 4], ((5, 3), "float64"), (5, 4), parameters=12),
    dense("ab,bc->ac", 4, (3,), ((4,), "float16"), parameters=12, dtype="mixed_float16"),
    dense("ab,bc->ac", 4, (3,), (4,), parameters=12, activation="softmax"),
    dense("ab,bc->ac", 4, (3,), (4,), parameters=26, frozen=12, lora_rank=2),
    dense("ab,bc->ac", 4, (3,), (4,), parameters=12, frozen=12, trainable=False),
    dense("ab,bc->ac", 4, (3,), (4,), parameters=12, again=[(3,)]),
    dense("ABc,cd->ABd", [5, 4], (5, 3), (5, 4), parameters=12),
    dense("ab,bc->ac", 4, (3, 2), refused="MTL3003"),
    dense("abc,cd->abd", [5, 4], (3,), refused="MTL3003"),
    dense("abc,cd->abd", 4, (5, 3), refused="MTL3003"),
    dense("abc,cd->abd", [6, 4], (5, 3), refused="MTL3002"),
    dense("abc,cd->abd", [5, 4], (None, 3), refused="MTL3002"),
    dense("abc,cd->abd", [None, 4], (5, None), refused="MTL3004"),
    dense("abc,cd->abd", [None, None], (5, 3), refused="MTL3004"),
    dense("abc,cd->abd", [None, 4], (5, 3), refused="MTL3004", bias_axes="b"),
    dense("ab,bc->ac", 4, ((3,), "string"), refused="MTL3006"),
    dense("ab,bc->ac", 4, (3,), refused="MTL3008", again=[(5,)]),
    dense("ab,bc", 4, (3,), refused="argument"),
    dense("ab, bc -> ac", 4, (3,), refused="argument"),
    dense("a...,bc->c...", 4, (3,), refused="argument"),
    dense("ab,bc->az", 4, (3,), refused="argument"),
    dense("ab,bcz->ac", 4, (3,), refused="argument"),
    dense("ab,bc->aac", 4, (3,), refused="argument"),
    dense("ab,bc->ac", 4, (3,), refused="argument", bias_axes="b"),
    dense("ab,bc->ac", 4, (3,), refused="argument", bias_axes=""),
    dense("ab,bc->ac", 4, (3,), refused="argument", lora_rank=2, kernel_constraint="non_neg"),
    dense("ab,bc->ac", "4", (3,), refused="argument"),
    Row("EinsumDense", "ab,bc->ac", [(3,)], refused="argument"),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
