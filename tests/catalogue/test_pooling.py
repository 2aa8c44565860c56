"""Pooling layers: hand-written rows, each judged by Keras."""

from collections.abc import Iterator
from typing import Any

import pytest

from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Row, check

RANKS = (1, 2, 3)


def image(rank: int, size: int | None = 4, channels: int | None = 3) -> tuple[int | None, ...]:
    return (*(size,) * rank, channels)


def channels_first(rank: int, size: int = 4, channels: int = 3) -> tuple[int, ...]:
    return (channels, *(size,) * rank)


def pooling(kind: str, rank: int) -> Iterator[Row]:
    """What is the same for windows of the largest value and of the mean."""
    name = f"{kind}Pooling{rank}D"
    yield Row(name, 2, [image(rank)], [image(rank, 2)])
    yield Row(name, {"pool_size": 3, "strides": 1}, [image(rank)], [image(rank, 2)])
    yield Row(name, {"pool_size": [2] * rank}, [image(rank, 5)], [image(rank, 2)])
    yield Row(name, {"pool_size": 2, "strides": 5}, [image(rank)], [image(rank, 1)])
    yield Row(name, {"pool_size": 2, "padding": "same"}, [image(rank, 5)], [image(rank, 3)])
    yield Row(name, {"pool_size": 9, "padding": "same"}, [image(rank)], [image(rank, 1)])
    yield Row(name, {"pool_size": 2, "padding": "same"}, [image(rank, 0)], [image(rank, 0)])
    yield Row(name, 2, [image(rank, None, None)], [image(rank, None, None)])
    yield Row(name, 2, [image(rank)], [image(rank, 2)], batch=7)
    yield Row(
        name,
        {"pool_size": 2, "data_format": "channels_first"},
        [channels_first(rank)],
        [channels_first(rank, 2)],
    )
    yield Row(
        name, {"pool_size": 2, "data_format": "Channels_Last"}, [image(rank)], [image(rank, 2)]
    )
    yield Row(name, 2, [(image(rank), "float64")], [image(rank, 2)])
    yield Row(
        name,
        {"pool_size": 2, "dtype": "mixed_bfloat16"},
        [image(rank)],
        [(image(rank, 2), "bfloat16")],
    )
    yield Row(
        name,
        {"pool_size": 2, "dtype": "float16"},
        [image(rank)],
        [(image(rank, 2), "float16")],
    )
    yield Row(name, 2, [image(rank)], [image(rank, 2)], again=[image(rank, 6, 5)])
    yield Row(name, 2, [image(rank)], refused="MTL3003", again=[image(rank + 1)])
    yield Row(name, 5, [image(rank)], refused="MTL3001")
    yield Row(name, 1, [image(rank, 0)], refused="MTL3001")
    yield Row(name, 2, [image(rank - 1)], refused="MTL3003")
    yield Row(name, 2, [image(rank + 1)], refused="MTL3003")
    yield Row(name, 2, [(image(rank), "bool")], refused="MTL3006")
    yield Row(name, 2, [(image(rank), "string")], refused="MTL3006")
    yield Row(name, 0, [image(rank)], refused="argument")
    yield Row(name, [2] * (rank + 1), [image(rank)], refused="argument")
    yield Row(name, {"pool_size": 2, "strides": 0}, [image(rank)], refused="argument")
    yield Row(name, {"pool_size": 2, "padding": "VALID"}, [image(rank)], refused="argument")
    yield Row(name, {"pool_size": 2, "data_format": "last"}, [image(rank)], refused="argument")
    yield Row(
        name, True, [image(rank)], refused="argument", keras_differs="a boolean for a number"
    )


def global_pooling(kind: str, rank: int) -> Iterator[Row]:
    """What is the same for the largest value and the mean of a whole axis."""
    name = f"Global{kind}Pooling{rank}D"
    kept = {"keepdims": True}
    first = {"data_format": "channels_first"}
    yield Row(name, None, [image(rank)], [(3,)])
    yield Row(name, kept, [image(rank)], [image(rank, 1)])
    yield Row(name, first, [channels_first(rank)], [(3,)])
    yield Row(name, {**first, **kept}, [channels_first(rank)], [channels_first(rank, 1)])
    yield Row(name, None, [image(rank, None, None)], [(None,)])
    yield Row(name, None, [image(rank)], [(3,)], batch=7)
    yield Row(name, None, [(image(rank), "int64")], [(3,)])
    yield Row(name, None, [(image(rank), "bool")], [(3,)])
    yield Row(name, {"dtype": "float64"}, [image(rank)], [((3,), "float64")])
    yield Row(name, {"dtype": "mixed_float16"}, [image(rank)], [((3,), "float16")])
    yield Row(name, None, [image(rank)], [(3,)], again=[image(rank, 5, 6)])
    yield Row(name, None, [(image(rank), "string")], refused="MTL3006")
    yield Row(name, None, [image(rank - 1)], refused="MTL3003")
    yield Row(name, None, [image(rank + 1)], refused="MTL3003")
    yield Row(name, "channels", [image(rank)], refused="argument")
    yield Row(
        name, {"keepdims": 1}, [image(rank)], refused="argument", keras_differs="not a boolean"
    )


def max_pooling(rank: int) -> Iterator[Row]:
    name = f"MaxPooling{rank}D"
    yield Row(name, None, [image(rank)], [image(rank, 2)])
    whole = (image(rank), "int32")
    if rank < 3:
        yield Row(name, None, [whole], [image(rank, 2)])
        yield Row(name, {"dtype": "float64"}, [image(rank)], [(image(rank, 2), "float64")])
    else:
        yield Row(name, None, [whole], refused="MTL3006")
        yield Row(name, {"dtype": "float64"}, [image(rank)], refused="MTL3006")
    yield Row(name, None, [(image(rank), "uint32")], refused="MTL3006")


def average_pooling(rank: int) -> Iterator[Row]:
    name = f"AveragePooling{rank}D"
    yield Row(name, None, [image(rank)], refused="argument")
    yield Row(name, 2, [(image(rank), "int32")], refused="MTL3006")
    double = {"pool_size": 2, "dtype": "float64"}
    if rank < 3:
        yield Row(name, double, [image(rank)], [(image(rank, 2), "float64")])
    else:
        yield Row(name, double, [image(rank)], refused="MTL3006")


def adaptive(kind: str, rank: int) -> Iterator[Row]:
    """What is the same for windows that the size of the output is made of."""
    name = f"Adaptive{kind}Pooling{rank}D"
    first = {"output_size": 2, "data_format": "channels_first"}
    yield Row(name, 2, [image(rank)], [image(rank, 2)])
    yield Row(name, 3, [image(rank)], [image(rank, 3)])
    yield Row(name, 1, [image(rank, 5)], [image(rank, 1)])
    yield Row(name, 7, [image(rank)], [image(rank, 7)])
    yield Row(name, [2] * rank, [image(rank)], [image(rank, 2)], batch=7)
    yield Row(name, [3, 2, 1][:rank], [image(rank)], [(*(3, 2, 1)[:rank], 3)])
    yield Row(name, 2, [image(rank, None, None)], [image(rank, 2, None)])
    yield Row(name, 2, [image(rank, 4, 0)], [image(rank, 2, 0)])
    yield Row(name, first, [channels_first(rank)], [channels_first(rank, 2)])
    yield Row(name, 2, [(image(rank), "float64")], [image(rank, 2)])
    yield Row(
        name,
        {"output_size": 2, "dtype": "mixed_bfloat16"},
        [image(rank)],
        [(image(rank, 2), "bfloat16")],
    )
    double = {"output_size": 2, "dtype": "float64"}
    if rank < 3:
        yield Row(name, double, [image(rank)], [(image(rank, 2), "float64")])
    else:
        yield Row(name, double, [image(rank)], refused="MTL3006")
    whole = (image(rank), "int32")
    if kind == "Max" and rank < 3:
        yield Row(name, 2, [whole], [image(rank, 2)])
    else:
        yield Row(name, 2, [whole], refused="MTL3006")
    yield Row(name, 2, [image(rank)], [image(rank, 2)], again=[image(rank, 6, 5)])
    yield Row(name, 2, [image(rank, 0)], refused="MTL3005")
    yield Row(name, first, [channels_first(rank, 0)], refused="MTL3005")
    yield Row(name, 2, [image(rank + 1)], refused="MTL3003")
    yield Row(name, 2, [(image(rank), "bool")], refused="MTL3006")
    yield Row(name, None, [image(rank)], refused="argument")
    yield Row(name, 0, [image(rank)], refused="argument")
    yield Row(name, 2.0, [image(rank)], refused="argument")
    yield Row(name, [2] * (rank + 1), [image(rank)], refused="argument")
    yield Row(
        name,
        {"output_size": 2, "data_format": "Channels_Last"},
        [image(rank)],
        refused="argument",
    )


def of_steps(kind: str) -> Iterator[Row]:
    """Steps given to two dimensions: Keras pools them, and promises an image all the same."""
    name = f"Adaptive{kind}Pooling2D"
    yield Row(name, [2, 3], [(5, 4)], [(2, 3, 4)])
    yield Row(name, {"output_size": 2, "data_format": "channels_first"}, [(4, 5)], [(4, 2, 2)])
    yield Row(name, 2, [(0, 4)], refused="MTL3005")
    yield Row(name, 2, [(4,)], refused="MTL3003")
    yield Row(f"Adaptive{kind}Pooling1D", 2, [(4,)], refused="MTL3003")
    yield Row(f"Adaptive{kind}Pooling3D", 2, [(4, 4, 3)], refused="MTL3003")


def masked(mask: Tensor, **rest: Any) -> Row:
    return Row("GlobalAveragePooling1D", None, [(5, 3)], call={"mask": mask}, **rest)


ROWS = [
    *(row for rank in RANKS for kind in ("Max", "Average") for row in pooling(kind, rank)),
    *(
        row
        for rank in RANKS
        for kind in ("Max", "Average")
        for row in global_pooling(kind, rank)
    ),
    *(row for rank in RANKS for row in max_pooling(rank)),
    *(row for rank in RANKS for row in average_pooling(rank)),
    *(row for rank in RANKS for kind in ("Max", "Average") for row in adaptive(kind, rank)),
    *(row for kind in ("Max", "Average") for row in of_steps(kind)),
    Row("MaxPooling2D", {"pool_size": [1, 3]}, [(4, 6, 2)], [(4, 2, 2)]),
    Row("MaxPooling2D", {"pool_size": 2, "strides": [1, 2]}, [(4, 4, 2)], [(3, 2, 2)]),
    Row("MaxPooling2D", [2, 9], [(4, None, 2)], [(2, None, 2)]),
    Row("AveragePooling3D", [1, 2, 4], [(4, 4, 4, 1)], [(4, 2, 1, 1)]),
    Row("GlobalMaxPooling2D", None, [(0, 4, 3)], refused="MTL3005"),
    Row("GlobalMaxPooling2D", None, [(4, 4, 0)], refused="MTL3005"),
    Row("GlobalMaxPooling1D", None, [((4, 3), "complex64")], refused="MTL3006"),
    Row("GlobalAveragePooling2D", None, [(0, 4, 3)], [(3,)]),
    Row("GlobalAveragePooling1D", None, [((4, 3), "complex64")], [(3,)]),
    masked(Tensor((None, 5), "bool"), outputs=[(3,)]),
    masked(Tensor((None, 5), "float32"), outputs=[(3,)]),
    masked(Tensor((None, None), "bool"), outputs=[(3,)]),
    masked(Tensor((None, 1), "bool"), outputs=[(3,)]),
    masked(Tensor((None, 4), "bool"), refused="MTL3010"),
    masked(Tensor((2, 5, 3), "bool"), refused="MTL3010", batch=2),
    masked(Tensor((None,), "bool"), refused="MTL3003"),
    masked(Tensor((None, 5), "string"), refused="MTL3006"),
    Row(
        "GlobalAveragePooling1D",
        {"data_format": "channels_first", "keepdims": True},
        [(3, 5)],
        [(3, 1)],
        call={"mask": Tensor((None, 5), "bool")},
    ),
    Row(
        "GlobalAveragePooling1D",
        "channels_first",
        [(3, 5)],
        refused="MTL3010",
        call={"mask": Tensor((None, 3), "bool")},
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
