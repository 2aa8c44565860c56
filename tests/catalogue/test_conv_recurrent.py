"""Recurrent layers of images: hand-written rows, each judged by Keras."""

from collections.abc import Iterator
from typing import Any

import pytest

from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Row, check

SIZES = (4, 5, 6)
GIVEN = (3, 4, 5)
"""What a window of two leaves of these sizes."""


def rows_of(rank: int) -> Iterator[Row]:
    """What all three do, along so many axes; of 3 filters on 2 channels."""
    kind = f"ConvLSTM{rank}D"
    sizes, given = SIZES[:rank], GIVEN[:rank]
    x, y = (2, *sizes, 2), (*given, 3)
    total = 2**rank * (2 + 3) * 12 + 12
    state = Tensor((None, *y))
    ones = (1,) * rank

    def of(arguments: Any, *outputs: Any, x: Any = x, **rest: Any) -> Row:
        made = {"filters": 3, "kernel_size": 2, **arguments}
        return Row(kind, made, [x], outputs or (y,), **{"parameters": total, **rest}, unknown=3)

    def refused(arguments: Any, code: str = "argument", x: Any = x, **rest: Any) -> Row:
        made = {"filters": 3, "kernel_size": 2, **arguments}
        return Row(kind, made, [x], refused=code, **rest)

    yield of({})
    yield of({}, batch=2)
    yield of({}, x=(None, *sizes, 2))
    yield of({"return_sequences": True}, (2, *y))
    yield of({"return_sequences": True}, (None, *y), x=(None, *sizes, 2))
    yield of({"return_state": True}, y, y, y)
    yield of({"stateful": True, "go_backwards": True}, batch=2)
    yield of({"unroll": True, "zero_output_for_mask": True})
    yield of({"padding": "SAME"}, (*sizes, 3))
    yield of({"strides": 2}, (*(size // 2 for size in sizes), 3))
    yield of({"dilation_rate": 2}, (*(size - 2 for size in sizes), 3))
    yield of({"kernel_size": [2] * rank, "use_bias": False}, parameters=total - 12)
    yield of({"dtype": "mixed_float16"}, (y, "float16"))
    yield of({"trainable": False, "unit_forget_bias": False})
    yield of({"activation": None, "activity_regularizer": "l2", "dropout": 0.3, "seed": 1})
    yield of({"dropout": 0.3, "recurrent_dropout": 0.2}, call={"training": True})
    yield of({}, x=(x, "float64"))
    yield of({"data_format": "channels_first"}, (3, *given), x=(2, 2, *sizes))
    yield of({}, call={"mask": Tensor((None, 2), "bool")})
    yield of({}, call={"mask": Tensor((None, 2, *given), "bool")})
    yield of({"unroll": True}, call={"mask": Tensor((None, 2, *ones, 1), "bool")})
    yield of({}, call={"initial_state": (state, state)})
    yield of({}, call={"initial_state": (Tensor((None, *ones, 3)), Tensor((None, *ones, 1)))})
    yield of({}, again=[(9, *sizes, 2)])
    yield refused({}, "MTL3008", again=[(2, *sizes, 3)])
    yield refused({}, "MTL3010", call={"initial_state": (state,)})
    yield refused({}, "MTL3010", call={"initial_state": (Tensor((None, *sizes, 3)),) * 2})
    yield refused({}, "MTL3010", call={"mask": Tensor((None, 3), "bool")})
    yield refused({"unroll": True}, "MTL3010", call={"mask": Tensor((None, 2, *given), "bool")})
    yield refused({"stateful": True}, "MTL3004")
    yield of({"stateful": True}, batch=3, again=[Tensor((None, *x))])
    yield refused({"stateful": True}, "MTL3008", batch=3, again=[Tensor((4, *x))])
    yield refused({}, "MTL3004", x=(2, None, *sizes[1:], 2))
    yield refused({}, "MTL3004", x=(2, *sizes, None))
    yield refused({}, "MTL3003", x=(*sizes, 2))
    yield refused({}, "MTL3006", x=(x, "int32"))
    yield refused({}, "MTL3005", x=(0, *sizes, 2))
    yield refused({"kernel_size": 9}, "MTL3001")
    yield refused({"filters": 0})
    yield refused({"kernel_size": [2] * (rank + 1)})
    yield refused({"strides": 2, "dilation_rate": 2})
    yield refused({"padding": "causal"})
    yield refused({"use_cudnn": True})
    yield refused({"return_state": 1}, keras_differs="a number for a boolean")


ROWS = [row for rank in (1, 2, 3) for row in rows_of(rank)]


@pytest.mark.proof
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
