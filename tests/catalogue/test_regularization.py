"""Layers that make training harder: hand-written rows, each judged by Keras."""

from typing import Any

import pytest

from tests.catalogue.judge import Row, check

DROPOUT = [
    Row("Dropout", 0.5, [(4,)], [(4,)]),
    Row("Dropout", 0, [(4,)], [(4,)]),
    Row("Dropout", 1, [(4,)], [(4,)]),
    Row("Dropout", 0.5, [()], [()]),
    Row("Dropout", 0.5, [(None, 3)], [(None, 3)], batch=5),
    Row("Dropout", 0.5, [(0, 3)], [(0, 3)]),
    Row("Dropout", {"rate": 0.5, "noise_shape": [None, 1, 3]}, [(4, 3)], [(4, 3)]),
    Row("Dropout", {"rate": 0.5, "noise_shape": [None, 1]}, [(4,)], [(4,)]),
    Row("Dropout", {"rate": 0.5, "seed": 7}, [(4,)], [(4,)]),
    Row("Dropout", 1, [((4,), "int32")], [(4,)], call={"training": True}),
    Row("Dropout", 0.5, [((4,), "int32")], [(4,)]),
    Row("Dropout", 0.5, [((4,), "bool")], [(4,)]),
    Row("Dropout", 0.5, [((4,), "float64")], [(4,)]),
    Row("Dropout", {"rate": 0.5, "dtype": "mixed_float16"}, [(4,)], [((4,), "float16")]),
    Row("Dropout", {"rate": 0.5, "dtype": "float64"}, [(4,)], [((4,), "float64")]),
    Row("Dropout", 0.5, [(4,)], [(4,)], call={"training": True}),
    Row("Dropout", 0.5, [(4,)], [(4,)], call={"training": False}),
    Row("Dropout", 0.5, [(4,)], [(4,)], again=[(5, 6)]),
    Row("Dropout", 0.5, [((4,), "string")], [(4,)]),
    Row(
        "Dropout",
        {"rate": 0.5, "noise_shape": [None, 2]},
        [(4,)],
        refused="MTL3005",
        call={"training": True},
    ),
    Row(
        "Dropout",
        {"rate": 0.5, "noise_shape": [1, 2, None]},
        [(4,)],
        refused="MTL3009",
        call={"training": True},
    ),
    Row("Dropout", 0.5, [((4,), "int32")], refused="MTL3006", call={"training": True}),
    Row("Dropout", 0.5, [((4,), "string")], refused="MTL3006", call={"training": True}),
    Row("Dropout", None, [(4,)], refused="argument"),
    Row("Dropout", -0.1, [(4,)], refused="argument"),
    Row("Dropout", 1.1, [(4,)], refused="argument"),
    Row("Dropout", "0.5", [(4,)], refused="argument"),
    Row("Dropout", {"rate": 0.5, "noise_shape": 1}, [(4,)], refused="argument"),
    Row("Dropout", {"rate": 0.5, "noise_shape": [0, 4]}, [(4,)], refused="argument"),
    Row("Dropout", {"rate": 0.5, "noise_shape": [-1, 4]}, [(4,)], refused="argument"),
    Row("Dropout", {"rate": 0.5, "seed": 0.5}, [(4,)], refused="argument"),
    Row("Dropout", {"rate": 0.5, "seed": "a"}, [(4,)], refused="argument"),
    Row("Dropout", {"p": 0.5}, [(4,)], refused="argument"),
    Row("Dropout", True, [(4,)], refused="argument", keras_differs="a boolean for a number"),
]

TRAINING = {"training": True}

ALPHA = [
    Row("AlphaDropout", 0.5, [(4,)], [(4,)]),
    Row("AlphaDropout", 0.5, [(None, 3)], [(None, 3)], batch=5, call=TRAINING),
    Row("AlphaDropout", 0.5, [()], [()], call=TRAINING),
    Row("AlphaDropout", 0.5, [(0, 3)], [(0, 3)], call=TRAINING),
    Row("AlphaDropout", 0, [((4,), "string")], [(4,)], call=TRAINING),
    Row("AlphaDropout", 1, [(4,)], [(4,)]),
    Row("AlphaDropout", 0.5, [((4,), "int32")], [(4,)]),
    Row("AlphaDropout", 0.5, [((4,), "complex64")], [(4,)], call=TRAINING),
    Row("AlphaDropout", {"rate": 0.5, "seed": 2**63}, [(4,)], refused="argument"),
    Row("AlphaDropout", {"rate": 0, "seed": 2**63}, [(4,)], [(4,)]),
    Row("AlphaDropout", {"rate": 0.5, "seed": -(2**63)}, [(4,)], [(4,)], call=TRAINING),
    Row(
        "AlphaDropout",
        {"rate": 0.5, "dtype": "mixed_float16"},
        [(4,)],
        [((4,), "float16")],
        call=TRAINING,
    ),
    Row("AlphaDropout", 0.5, [(4,)], [(4,)], again=[(5, 6)]),
    *(
        Row("AlphaDropout", {"rate": 0.5, "noise_shape": noise}, [x], [x], call=TRAINING)
        for noise, x in [
            ([None, 1, 4], (3, 4)),
            ([None, 1], (4,)),
            ([2, 3, 1], (4,)),
            ([3, None, 4], (4,)),
            ([0, 4], (4,)),
            ([], (4,)),
        ]
    ),
    Row("AlphaDropout", {"rate": 0.5, "noise_shape": [-1, 4]}, [(4,)], [(4,)]),
    *(
        Row(
            "AlphaDropout",
            {"rate": 0.5, "noise_shape": noise},
            [(4,)],
            refused=code,
            call=TRAINING,
        )
        for noise, code in [
            ([None, 2], "MTL3005"),
            ([3], "MTL3005"),
            ([-1, 4], "MTL3005"),
            ([None, None, None], "MTL3009"),
        ]
    ),
    Row("AlphaDropout", 1, [(4,)], refused="MTL3010", call=TRAINING),
    Row("AlphaDropout", 0.5, [((4,), "int32")], refused="MTL3006", call=TRAINING),
    Row("AlphaDropout", 0.5, [((4,), "bool")], refused="MTL3006", call=TRAINING),
    Row("AlphaDropout", 0.5, [((4,), "string")], refused="MTL3006", call=TRAINING),
    Row("AlphaDropout", 1.1, [(4,)], refused="argument"),
    Row("AlphaDropout", "0.5", [(4,)], refused="argument"),
    Row("AlphaDropout", {"rate": 0.5, "seed": 0.5}, [(4,)], refused="argument"),
    Row("AlphaDropout", {"p": 0.5}, [(4,)], refused="argument"),
    Row(
        "AlphaDropout",
        {"rate": 0.5, "noise_shape": 1},
        [(4,)],
        refused="argument",
        keras_differs="a number for a list, which Keras looks at only while training",
    ),
]

GAUSSIAN = [
    Row("GaussianDropout", 0.5, [(4,)], [(4,)]),
    Row("GaussianDropout", 0.5, [(None, 3)], [(None, 3)], batch=5, call=TRAINING),
    Row("GaussianDropout", 0.5, [()], [()], call=TRAINING),
    Row("GaussianDropout", 0, [((4,), "string")], [(4,)], call=TRAINING),
    Row("GaussianDropout", 1, [(4,)], [(4,)]),
    Row("GaussianDropout", 1, [((4,), "int32")], [(4,)], call={"training": False}),
    Row("GaussianDropout", 0.5, [((4,), "bool")], [(4,)], call=TRAINING),
    Row("GaussianDropout", {"rate": 0.5, "seed": 2**63 - 1}, [(4,)], [(4,)], call=TRAINING),
    Row(
        "GaussianDropout",
        {"rate": 0.5, "dtype": "bfloat16"},
        [(4,)],
        [((4,), "bfloat16")],
        call=TRAINING,
    ),
    Row("GaussianDropout", 0.5, [(4,)], [(4,)], again=[(5, 6)]),
    Row("GaussianDropout", 1, [(4,)], refused="MTL3010", call=TRAINING),
    Row("GaussianDropout", 0.5, [((4,), "int32")], refused="MTL3006", call=TRAINING),
    Row("GaussianDropout", 0.5, [((4,), "complex64")], refused="MTL3006", call=TRAINING),
    Row("GaussianDropout", -0.1, [(4,)], refused="argument"),
    Row("GaussianDropout", None, [(4,)], refused="argument"),
    Row("GaussianDropout", {"rate": 0.5, "seed": "a"}, [(4,)], refused="argument"),
    Row("GaussianDropout", {"rate": 1, "seed": 2**63}, [(4,)], refused="argument"),
    Row("GaussianDropout", {"rate": 0.5, "noise_shape": [1]}, [(4,)], refused="argument"),
]

NOISE = [
    Row("GaussianNoise", 0.5, [(4,)], [(4,)]),
    Row("GaussianNoise", 1, [(None, 3)], [(None, 3)], batch=5, call=TRAINING),
    Row("GaussianNoise", 0.5, [()], [()], call=TRAINING),
    Row("GaussianNoise", 0, [((4,), "string")], [(4,)], call=TRAINING),
    Row("GaussianNoise", 0.5, [((4,), "int32")], [(4,)]),
    Row("GaussianNoise", 0.5, [((4,), "float64")], [(4,)], call=TRAINING),
    Row("GaussianNoise", {"stddev": 0.5, "seed": 7}, [(4,)], [(4,)], call=TRAINING),
    Row(
        "GaussianNoise",
        {"stddev": 0.5, "dtype": "float16"},
        [(4,)],
        [((4,), "float16")],
        call=TRAINING,
    ),
    Row("GaussianNoise", 0.5, [(4,)], [(4,)], again=[(5, 6)]),
    Row("GaussianNoise", 0.5, [((4,), "int32")], refused="MTL3006", call=TRAINING),
    Row("GaussianNoise", 0.5, [((4,), "bool")], refused="MTL3006", call=TRAINING),
    Row("GaussianNoise", 0.5, [((4,), "complex64")], refused="MTL3006", call=TRAINING),
    Row("GaussianNoise", 1.1, [(4,)], refused="argument"),
    Row("GaussianNoise", -0.1, [(4,)], refused="argument"),
    Row("GaussianNoise", {"stddev": 1, "seed": 2**63}, [(4,)], refused="argument"),
    Row("GaussianNoise", {"rate": 0.5}, [(4,)], refused="argument"),
    Row(
        "GaussianNoise",
        True,
        [(4,)],
        refused="argument",
        keras_differs="a boolean for a number",
    ),
]


def spatial(kind: str, *shape: int) -> list[Row]:
    """The rows that all spatial dropouts have, by the shape of an input."""
    return [
        Row(kind, 0.5, [shape], [shape]),
        Row(kind, 0.5, [shape], [shape], call=TRAINING),
        Row(kind, 0, [(shape, "string")], [shape], call=TRAINING),
        Row(kind, 1, [(shape, "int32")], [shape], call=TRAINING),
        Row(kind, 0.5, [(shape, "int32")], [shape], batch=2),
        Row(kind, 0.5, [(None,) * len(shape)], [(None,) * len(shape)], call=TRAINING),
        Row(kind, {"rate": 0.5, "seed": 7}, [shape], [shape], again=[(*shape[:-1], 7)]),
        Row(kind, {"rate": 0.5, "dtype": "mixed_float16"}, [shape], [(shape, "float16")]),
        Row(kind, 0.5, [shape[1:]], refused="MTL3003"),
        Row(kind, 0.5, [(*shape, 2)], refused="MTL3003"),
        Row(kind, 0.5, [(shape, "int32")], refused="MTL3006", call=TRAINING),
        Row(kind, 1.5, [shape], refused="argument"),
        Row(kind, {"rate": 0.5, "trainable": False}, [shape], refused="argument"),
        Row(kind, {"rate": 0.5, "activity_regularizer": "l1"}, [shape], refused="argument"),
    ]


def layouts(kind: str, *shape: int) -> list[Row]:
    def given(data_format: Any) -> dict[str, Any]:
        return {"rate": 0.5, "data_format": data_format}

    return [
        Row(kind, given("channels_first"), [shape], [shape], call=TRAINING),
        Row(kind, given("CHANNELS_LAST"), [shape], [shape], call=TRAINING),
        Row(kind, given("first"), [shape], refused="argument"),
        Row(kind, given(1), [shape], refused="argument"),
    ]


SPATIAL = [
    *spatial("SpatialDropout1D", 4, 3),
    Row("SpatialDropout1D", {"rate": 0.5, "seed": 2**63}, [(4, 3)], refused="argument"),
    Row("SpatialDropout1D", {"rate": 0.5, "noise_shape": [1]}, [(4, 3)], refused="argument"),
    *spatial("SpatialDropout2D", 4, 4, 3),
    *layouts("SpatialDropout2D", 4, 4, 3),
    *spatial("SpatialDropout3D", 2, 3, 4, 3),
    *layouts("SpatialDropout3D", 2, 3, 4, 3),
]

PENALTY = [
    Row("ActivityRegularization", None, [(4,)], [(4,)]),
    Row("ActivityRegularization", 0.1, [(None, 3)], [(None, 3)], batch=5),
    Row("ActivityRegularization", {"l1": 1, "l2": 0.1}, [()], [()]),
    Row("ActivityRegularization", {"l2": 0.1}, [(0,)], [(0,)]),
    Row("ActivityRegularization", {"l1": 0.1, "l2": 0.1}, [((4,), "int32")], [(4,)]),
    Row("ActivityRegularization", None, [((4,), "bool")], [(4,)]),
    Row("ActivityRegularization", {"l2": 0.1}, [((4,), "complex64")], [(4,)]),
    Row(
        "ActivityRegularization",
        {"l1": 0.1, "dtype": "mixed_float16", "trainable": False},
        [(4,)],
        [((4,), "float16")],
    ),
    Row("ActivityRegularization", 0.1, [(4,)], [(4,)], again=[(5, 6)]),
    Row("ActivityRegularization", 0.1, [((4,), "int8")], refused="MTL3006"),
    Row("ActivityRegularization", 0.1, [((4,), "complex64")], refused="MTL3006"),
    Row("ActivityRegularization", None, [((4,), "string")], refused="MTL3006"),
    Row("ActivityRegularization", -0.1, [(4,)], refused="argument"),
    Row("ActivityRegularization", {"l2": float("inf")}, [(4,)], refused="argument"),
    Row("ActivityRegularization", "0.1", [(4,)], refused="argument"),
    Row("ActivityRegularization", {"activity_regularizer": "l1"}, [(4,)], refused="argument"),
    Row(
        "ActivityRegularization",
        {"l1": None},
        [(4,)],
        refused="argument",
        keras_differs="nothing for a number",
    ),
]

ROWS = DROPOUT + ALPHA + GAUSSIAN + NOISE + SPATIAL + PENALTY


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)
