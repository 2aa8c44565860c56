"""Rows for the convolutions."""

from __future__ import annotations

from typing import Any

from tests.catalogue.drawing.table import FLOATS, Choices, Table
from tests.catalogue.drawing.values import (
    ACTIVATIONS,
    BIAS,
    KERNEL,
    LAYOUT,
    LORA,
    weight,
    windows,
)

DTYPES = (*FLOATS, "int32")
OFTEN = 22


def _sliding(axes: int) -> Choices:
    return {
        "strides": [2, 3, 2, *windows(axes)],
        "padding": ["same", "SAME", "same", "causal" if axes == 1 else "same", "around"],
        **LAYOUT,
        "dilation_rate": [2, 3, 2, *windows(axes)],
        "activation": ACTIVATIONS,
    }


def _kernels(axes: int) -> list[Any]:
    return [2, 1, 2, 3, [2] * axes, [1, 2, 3][:axes], 0]


TABLES: dict[str, Table] = {}

for axes in (1, 2, 3):
    window: Choices = {"filters": [2, 1, 4, 6, 0], "kernel_size": _kernels(axes)}
    TABLES[f"Conv{axes}D"] = Table(
        window,
        {**_sliding(axes), **KERNEL, "groups": [2, 2, 2, 3, 0], **LORA},
        (axes + 1,),
        (4, 2, 3, 5, 6, 8, None),
        DTYPES,
        often=OFTEN,
    )
    TABLES[f"Conv{axes}DTranspose"] = Table(
        window,
        {**_sliding(axes), **KERNEL, "output_padding": [0, 0, 1, [1, 0, 1][:axes], -1]},
        (axes + 1,),
        (3, 1, 2, 4, 5, None),
        DTYPES,
        often=OFTEN,
    )

for axes in (1, 2):
    multiplier: Choices = {"depth_multiplier": [2, 3, 0]}
    sizes = (4, 3, 5, 6, 8, None)
    TABLES[f"DepthwiseConv{axes}D"] = Table(
        {"kernel_size": _kernels(axes)},
        {**_sliding(axes), **BIAS, **weight("depthwise"), **multiplier},
        (axes + 1,),
        sizes,
        DTYPES,
        often=OFTEN,
    )
    TABLES[f"SeparableConv{axes}D"] = Table(
        {"filters": [2, 1, 4, 0], "kernel_size": _kernels(axes)},
        {
            **_sliding(axes),
            **BIAS,
            **weight("depthwise"),
            **weight("pointwise"),
            **multiplier,
        },
        (axes + 1,),
        sizes,
        DTYPES,
        often=OFTEN,
    )
