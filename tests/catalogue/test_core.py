"""Core layers: hand-written rows, each judged by Keras."""

from typing import Any

import pytest

from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Row, check

DENSE = [
    Row("Dense", 8, [(4,)], [(8,)], parameters=40),
    Row("Dense", 8, [(4,)], [(8,)], parameters=40, batch=3),
    Row("Dense", {"units": 8, "use_bias": False}, [(10, 4)], [(10, 8)], parameters=32),
    Row("Dense", 8, [(2, 3, 4)], [(2, 3, 8)], parameters=40),
    Row("Dense", 8, [(None, 4)], [(None, 8)], parameters=40),
    Row("Dense", 8, [(None, None, 4)], [(None, None, 8)], parameters=40),
    Row("Dense", 8, [(0, 4)], [(0, 8)], parameters=40),
    Row("Dense", 8, [((4,), "int32")], [(8,)], parameters=40),
    Row("Dense", 8, [((4,), "bool")], [(8,)], parameters=40),
    Row("Dense", 8, [((4,), "float64")], [(8,)], parameters=40),
    Row("Dense", {"units": 8, "dtype": "float64"}, [(4,)], [((8,), "float64")], parameters=40),
    Row(
        "Dense",
        {"units": 8, "dtype": "mixed_bfloat16"},
        [(4,)],
        [((8,), "bfloat16")],
        parameters=40,
    ),
    Row("Dense", {"units": 8, "trainable": False}, [(4,)], [(8,)], parameters=40, frozen=40),
    Row("Dense", {"units": 8, "activation": "softmax"}, [(4,)], [(8,)], parameters=40),
    Row("Dense", {"units": 8, "activation": None}, [(4,)], [(8,)], parameters=40),
    Row("Dense", {"units": 8, "activation": "glu"}, [(4,)], [(8,)], parameters=40),
    Row("Dense", {"units": 7, "activation": "glu"}, [(4,)], refused="MTL3005"),
    Row("Dense", {"units": 8, "lora_rank": 2}, [(4,)], [(8,)], parameters=64, frozen=32),
    Row("Dense", {"units": 8, "lora_rank": 0}, [(4,)], [(8,)], parameters=40),
    Row(
        "Dense",
        {"units": 8, "lora_rank": 9, "lora_alpha": 0.5, "use_bias": False},
        [(4,)],
        [(8,)],
        parameters=140,
        frozen=32,
    ),
    Row(
        "Dense",
        {
            "units": 8,
            "kernel_initializer": {"VarianceScaling": {"mode": "fan_avg", "seed": 1}},
            "bias_initializer": {"Constant": 0.5},
            "kernel_regularizer": {"L1L2": {"l1": 0.1}},
            "bias_regularizer": "l2",
            "activity_regularizer": {"L1": 0.1},
            "kernel_constraint": {"MaxNorm": {"max_value": 3.0, "axis": [0, 1]}},
            "bias_constraint": "non_neg",
        },
        [(4,)],
        [(8,)],
        parameters=40,
    ),
    Row(
        "Dense",
        {"units": 8, "kernel_initializer": "identity"},
        [(4,)],
        [(8,)],
        parameters=40,
    ),
    Row("Dense", 8, [(4,)], [(8,)], parameters=40, again=[(5, 4)]),
    Row("Dense", 8, [(4,)], refused="MTL3008", again=[(5,)]),
    Row("Dense", 8, [(None,)], refused="MTL3004"),
    Row("Dense", 8, [()], refused="MTL3003"),
    Row("Dense", 8, [((4,), "string")], refused="MTL3006"),
    Row("Dense", {"units": 8, "bias_initializer": "identity"}, [(4,)], refused="MTL3003"),
    Row("Dense", {"units": 8, "bias_initializer": "orthogonal"}, [(4,)], refused="MTL3003"),
    Row("Dense", {"units": 8, "kernel_initializer": "stft"}, [(4,)], refused="MTL3003"),
    Row(
        "Dense",
        {"units": 8, "lora_rank": 2, "kernel_constraint": "non_neg"},
        [(4,)],
        refused="argument",
    ),
    Row("Dense", 0, [(4,)], refused="argument"),
    Row("Dense", -8, [(4,)], refused="argument"),
    Row("Dense", 8.0, [(4,)], refused="argument"),
    Row("Dense", "8", [(4,)], refused="argument"),
    Row("Dense", [8], [(4,)], refused="argument"),
    Row("Dense", None, [(4,)], refused="argument"),
    Row("Dense", {"units": 8, "lora_rank": -1}, [(4,)], refused="argument"),
    Row("Dense", {"units": 8, "activation": "rleu"}, [(4,)], refused="argument"),
    Row("Dense", {"units": 8, "kernel_initializer": "glorot"}, [(4,)], refused="argument"),
    Row("Dense", {"units": 8, "kernel_regularizer": 0.1}, [(4,)], refused="argument"),
    Row("Dense", {"units": 8, "trainable": "no"}, [(4,)], refused="argument"),
    Row("Dense", {"units": 8, "dtype": "float"}, [(4,)], refused="argument"),
    Row("Dense", {"units": 8, "dtype": "int32"}, [(4,)], refused="argument"),
    Row("Dense", {"units": 8, "unit": 8}, [(4,)], refused="argument"),
    Row(
        "Dense",
        {"units": 8, "use_bias": "no"},
        [(4,)],
        refused="argument",
        keras_differs="a string for a boolean, which Keras takes as true",
    ),
]

EMBEDDING = [
    Row("Embedding", {"input_dim": 9, "output_dim": 2}, [(5,)], [(5, 2)], parameters=18),
    Row("Embedding", {"input_dim": 9, "output_dim": 2}, [()], [(2,)], parameters=18),
    Row("Embedding", {"input_dim": 9, "output_dim": 2}, [(5, 3)], [(5, 3, 2)], parameters=18),
    Row("Embedding", {"input_dim": 9, "output_dim": 2}, [(None,)], [(None, 2)], parameters=18),
    Row(
        "Embedding",
        {"input_dim": 9, "output_dim": 2},
        [((5,), "int64")],
        [(5, 2)],
        parameters=18,
        batch=3,
    ),
    Row(
        "Embedding",
        {"input_dim": 9, "output_dim": 2},
        [((5,), "bool")],
        [(5, 2)],
        parameters=18,
    ),
    Row(
        "Embedding",
        {"input_dim": 9, "output_dim": 2},
        [((5,), "uint8")],
        [(5, 2)],
        parameters=18,
    ),
    Row(
        "Embedding",
        {"input_dim": 9, "output_dim": 2, "mask_zero": True},
        [(5,)],
        [(5, 2)],
        parameters=18,
    ),
    Row(
        "Embedding",
        {"input_dim": 9, "output_dim": 2, "dtype": "float16"},
        [((5,), "int32")],
        [((5, 2), "float16")],
        parameters=18,
    ),
    Row(
        "Embedding",
        {"input_dim": 9, "output_dim": 2, "lora_rank": 3, "lora_alpha": 1.0},
        [(5,)],
        [(5, 2)],
        parameters=51,
        frozen=18,
    ),
    Row(
        "Embedding",
        {
            "input_dim": 9,
            "output_dim": 2,
            "embeddings_initializer": "orthogonal",
            "embeddings_regularizer": {"OrthogonalRegularizer": {"mode": "columns"}},
            "embeddings_constraint": {"UnitNorm": {"axis": 1}},
            "trainable": False,
        },
        [(5,)],
        [(5, 2)],
        parameters=18,
        frozen=18,
    ),
    Row(
        "Embedding",
        {"input_dim": 9, "output_dim": 2},
        [(5,)],
        [(5, 2)],
        parameters=18,
        again=[(7, 8)],
    ),
    Row(
        "Embedding",
        {"input_dim": 9, "output_dim": 2},
        [((5,), "string")],
        refused="MTL3006",
    ),
    Row(
        "Embedding",
        {"input_dim": 9, "output_dim": 2, "embeddings_initializer": "stft"},
        [(5,)],
        refused="MTL3003",
    ),
    Row(
        "Embedding",
        {
            "input_dim": 9,
            "output_dim": 2,
            "lora_rank": 3,
            "embeddings_constraint": "unit_norm",
        },
        [(5,)],
        refused="argument",
    ),
    Row("Embedding", 9, [(5,)], refused="argument"),
    Row("Embedding", {"input_dim": 0, "output_dim": 2}, [(5,)], refused="argument"),
    Row("Embedding", {"input_dim": 9, "output_dim": 0}, [(5,)], refused="argument"),
    Row("Embedding", {"input_dim": 9.0, "output_dim": 2}, [(5,)], refused="argument"),
    Row("Embedding", {"input_dim": 9, "output_dim": "2"}, [(5,)], refused="argument"),
    Row(
        "Embedding",
        {"input_dim": 9, "output_dim": 2, "length": 5},
        [(5,)],
        refused="argument",
    ),
    Row(
        "Embedding",
        {"input_dim": 9, "output_dim": 2, "mask_zero": 1},
        [(5,)],
        refused="argument",
        keras_differs="a number for a boolean",
    ),
]

MASKING = [
    Row("Masking", None, [(5, 3)], [(5, 3)]),
    Row("Masking", -1.0, [(5, 3)], [(5, 3)], batch=2),
    Row("Masking", -1, [(5, 3)], [(5, 3)]),
    Row("Masking", None, [(3,)], [(3,)]),
    Row("Masking", None, [()], [()]),
    Row("Masking", None, [(None, None)], [(None, None)]),
    Row("Masking", None, [(0, 3)], [(0, 3)]),
    Row("Masking", {"dtype": "float64"}, [(5, 3)], [((5, 3), "float64")]),
    Row("Masking", {"dtype": "mixed_float16"}, [(5, 3)], [((5, 3), "float16")]),
    Row("Masking", None, [((5, 3), "int32")], [(5, 3)]),
    Row("Masking", None, [(5, 3)], [(5, 3)], again=[(4,)]),
    Row("Masking", 0.5, [((5, 3), "int32")], [(5, 3)]),
    Row("Masking", None, [((5, 3), "bool")], [(5, 3)]),
    Row("Masking", None, [((5, 3), "string")], refused="MTL3006"),
    Row("Masking", "0", [(5, 3)], refused="argument"),
    Row("Masking", {"mask_value": None}, [(5, 3)], refused="argument"),
    Row("Masking", [0.0], [(5, 3)], refused="argument", keras_differs="a list for a number"),
    Row("Masking", {"value": 0.0}, [(5, 3)], refused="argument"),
    Row("Masking", True, [(5, 3)], refused="argument", keras_differs="a boolean for a number"),
]

IDENTITY = [
    Row("Identity", None, [(4,)], [(4,)]),
    Row("Identity", None, [()], [()]),
    Row("Identity", None, [(None, 3)], [(None, 3)], batch=5),
    Row("Identity", None, [(0, 3)], [(0, 3)]),
    Row("Identity", None, [((4,), "int32")], [((4,), "int32")]),
    Row("Identity", None, [((4,), "bool")], [((4,), "bool")]),
    Row("Identity", None, [((4,), "string")], [((4,), "string")]),
    Row("Identity", None, [((4,), "float64")], [(4,)]),
    Row("Identity", {"dtype": "float16"}, [(4,)], [((4,), "float16")]),
    Row("Identity", {"dtype": "float64"}, [((4,), "uint8")], [((4,), "uint8")]),
    Row("Identity", {"activity_regularizer": "l2"}, [(4,)], [(4,)]),
    Row("Identity", None, [(4,)], [(4,)], again=[((5, 6), "bool")]),
    Row("Identity", None, [Tensor((7, 4), "complex64")], [Tensor((7, 4), "complex64")]),
    Row("Identity", None, [(4,), (4,)], refused="arity"),
    Row("Identity", 4, [(4,)], refused="argument"),
    Row("Identity", {"units": 4}, [(4,)], refused="argument"),
    Row("Identity", {"trainable": 1}, [(4,)], refused="argument"),
    Row("Identity", {"dtype": "float31"}, [(4,)], refused="argument"),
]

ROWS = DENSE + EMBEDDING + MASKING + IDENTITY


def both_ways(arguments: Any, x: Any, *outputs: Any, back: bool = False, **rest: Any) -> Row:
    """A row of an embedding of 9 numbers as 3, that may be called in reverse."""
    given = {"input_dim": 9, "output_dim": 3, **arguments}
    call = {"reverse": True} if back else {}
    return Row("ReversibleEmbedding", given, [x], outputs or None, call=call, **rest)


HALF = {"dtype": "mixed_float16"}

ROWS += [
    both_ways({}, ((5,), "int32"), (5, 3), parameters=27),
    both_ways({}, (5, 3), (5, 9), parameters=27, back=True),
    both_ways({"tie_weights": False}, ((5,), "int32"), (5, 3), parameters=54),
    both_ways({"tie_weights": False}, (5, 3), (5, 9), parameters=54, back=True),
    both_ways({"mask_zero": True}, ((5,), "int32"), (5, 3), parameters=27),
    both_ways({"lora_rank": 2}, ((5,), "int32"), (5, 3), parameters=51, frozen=27),
    both_ways({"logit_soft_cap": 30.0}, (5, 3), (5, 9), parameters=27, back=True),
    both_ways({"reverse_dtype": "float64"}, (5, 3), (5, 9), parameters=27, back=True),
    both_ways({}, (5, None), (5, 9), parameters=27, back=True, unknown=3),
    both_ways({}, ((5, 3), "int32"), (5, 9), parameters=27, back=True),
    both_ways(HALF, (5, 3), ((5, 9), "float16"), parameters=27, back=True),
    both_ways({}, (5, 4), refused="MTL3010", back=True),
    both_ways({}, (), refused="MTL3003", back=True, keras_differs="a batch of 3 works"),
    both_ways({}, ((5, 3), "string"), refused="MTL3006", back=True),
    both_ways({}, ((5,), "string"), refused="MTL3006"),
    both_ways({"lora_rank": 2, "tie_weights": False}, ((5,), "int32"), refused="argument"),
    both_ways({"input_dim": 0}, ((5,), "int32"), refused="argument"),
    both_ways({"tied": True}, ((5,), "int32"), refused="argument"),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
