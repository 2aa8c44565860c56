"""Rows for the dense layer on any axes."""

from __future__ import annotations

from tests.catalogue.drawing.table import ANYTHING, Table
from tests.catalogue.drawing.values import ACTIVATIONS, KERNEL, LORA

_OPTIONAL = {name: values for name, values in KERNEL.items() if name != "use_bias"}

TABLES = {
    "EinsumDense": Table(
        {
            "equation": [
                *("abc,cd->abd",) * 5,
                *("abc,cd->adb", "abc,cb->ab", "...bc,cd->...bd", "ABc,cd->ABd"),
                *("abc,cd->abd", "abc,cde->abde", "...c,cd->...d", "abc...,cd->abd..."),
                *("abc,cd", "ab c,cd->abd", "abc,cd->abz", "abc,dc->ab"),
            ],
            "output_shape": [*([None, 4],) * 5, 4, [5, 4], [4, 5], [None, 4, 3], [None, None]],
        },
        {
            **_OPTIONAL,
            "bias_axes": ["d", "d", "d", "d", "b", "bd", "c", "z", ""],
            "activation": ACTIVATIONS,
            **LORA,
            "gptq_unpacked_column_size": [4],
            "lora_rank": [2, 1, 0],
        },
        (2, 2, 2, 2, 1, 3),
        (5, 3, 4, 5, 3, 4, None),
        dtypes=("float32",) * 20 + ANYTHING,
    ),
}
