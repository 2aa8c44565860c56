"""Random rows for every class: arguments and inputs, good ones and slightly bad ones.

A table says for each class what its arguments may be and what it is fed. Whoever draws
brings the generator: a seeded one to measure the shares, Hypothesis' own to shrink.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from mtlc_spec.layers import layer_class
from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Answer, Row, ask_catalogue

Choices = dict[str, list[Any]]

INITIALIZERS: list[Any] = [
    *("zeros", "orthogonal", "identity", "he_normal", "HeUniform", "nonsense"),
    *({"Constant": 0.5}, {"GlorotNormal": 3}, {"RandomNormal": {"stddev": 0.1}}),
]
REGULARIZERS: list[Any] = ["l1", {"L2": 0.1}, {"L1L2": {"l1": 0.1}}, "l3"]
CONSTRAINTS: list[Any] = ["non_neg", {"MaxNorm": 3}, {"UnitNorm": {"axis": 0}}, "bound"]
ACTIVATIONS: list[Any] = ["relu", "softmax", "gelu", "tanh", "linear", "glu", "rleu"]
KERNEL: Choices = {
    "use_bias": [False],
    "kernel_initializer": INITIALIZERS,
    "bias_initializer": INITIALIZERS,
    "kernel_regularizer": REGULARIZERS,
    "bias_regularizer": REGULARIZERS,
    "activity_regularizer": REGULARIZERS,
    "kernel_constraint": CONSTRAINTS,
    "bias_constraint": CONSTRAINTS,
}
DEPTHWISE: Choices = {
    **{key: values for key, values in KERNEL.items() if not key.startswith("kernel")},
    **{
        key.replace("kernel", "depthwise"): values
        for key, values in KERNEL.items()
        if key.startswith("kernel")
    },
}
POINTWISE: Choices = {
    key.replace("kernel", "pointwise"): values
    for key, values in KERNEL.items()
    if key.startswith("kernel")
}
LORA: Choices = {"lora_rank": [2, 1], "lora_alpha": [1.0, 0.5]}
ANY: Choices = {
    "trainable": [False],
    "dtype": ["float16", "mixed_float16", "float64", "mixed_bfloat16", "float31"],
}
SIZES = (1, 2, 3, 4, 5, 8, None)


@dataclass(frozen=True)
class Table:
    """What one class is drawn from."""

    required: Choices = field(default_factory=dict)
    optional: Choices = field(default_factory=dict)
    ranks: tuple[int, ...] = (1, 2)
    """The numbers of axes of its inputs, without the batch axis."""
    sizes: tuple[int | None, ...] = SIZES
    dtypes: tuple[str, ...] = ("float32",) * 7 + ("int32", "float16", "bool")
    inputs: Callable[[Random], list[Any]] | None = None
    call: Callable[[Random, Row], dict[str, Any]] | None = None


TRIES = 12


def draw(kind: str, rng: Random) -> Row:
    """One row of a class.

    Most rows are drawn again until the catalogue accepts them, some until it refuses
    them, so that neither side is rare; whether Keras says the same is what is asked.
    """
    mood = rng.random()
    row = _draw_any(kind, rng)
    for _ in range(TRIES):
        accepted = isinstance(ask_catalogue(row), Answer)
        if mood > 0.9 or accepted == (mood < 0.62):
            break
        row = _draw_any(kind, rng)
    return row


def _draw_any(kind: str, rng: Random) -> Row:
    table = TABLES[kind]
    arguments = {key: rng.choice(values) for key, values in table.required.items()}
    optional = {**table.optional, **ANY}
    if "activity_regularizer" in layer_class(kind).model_fields:
        optional["activity_regularizer"] = REGULARIZERS
    chance = min(0.3, max(0.16, 2.0 / max(1, len(optional))))
    for key, values in optional.items():
        if rng.random() < chance:
            arguments[key] = rng.choice(values)
    if rng.random() < 0.05:
        arguments["no_such_argument"] = 1
    if table.inputs is not None:
        inputs = table.inputs(rng)
    else:
        inputs = [one_input(rng, table.ranks, table.sizes, table.dtypes)]
    row = Row(kind, arguments, inputs, batch=rng.choice((None, None, 2)))
    if table.call is not None:
        row = Row(kind, arguments, inputs, batch=row.batch, call=table.call(rng, row))
    return row


def one_input(
    rng: Random,
    ranks: tuple[int, ...],
    sizes: tuple[int | None, ...] = SIZES,
    dtypes: tuple[str, ...] = ("float32",),
) -> Any:
    wrong = rng.random() < 0.06
    rank = max(0, rng.choice(ranks) + (rng.choice((-1, 1)) if wrong else 0))
    shape = tuple(rng.choice(sizes) for _ in range(rank))
    dtype = rng.choice(dtypes)
    return shape if dtype == "float32" else (shape, dtype)


def window(axes: int) -> list[Any]:
    return [1, 2, 3, 2, [2] * axes, [1, 2, 3][:axes], 0, [1] * (axes + 1)]


def _convolution(axes: int) -> Choices:
    return {
        "strides": window(axes),
        "padding": ["same", "same", "around"],
        "data_format": ["channels_first", "channels_last"],
        "dilation_rate": window(axes),
        "activation": ACTIVATIONS,
    }


def _pooling(axes: int) -> Choices:
    return {
        "strides": window(axes),
        "padding": ["same", "same", "causal"],
        "data_format": ["channels_last", "channels_first"],
    }


def _pairs(axes: int) -> list[Any]:
    pairs = [[1, 0], [0, 1], [1, 1]]
    return [1, 2, 0, *([pairs[:axes], [1, 2, 1][:axes]] if axes > 1 else [[1, 2], [0, 1]]), -1]


def _state(rng: Random, row: Row) -> dict[str, Any]:
    """Initial states, mostly as many and as wide as the layer has."""
    if rng.random() > 0.25:
        return {}
    states = layer_class(row.kind).states  # type: ignore[attr-defined]
    units = row.arguments["units"]
    count = states if rng.random() < 0.8 else states + 1
    width = units if isinstance(units, int) and units > 0 and rng.random() < 0.9 else 7
    return {"initial_state": tuple(Tensor((row.batch, width)) for _ in range(count))}


RECURRENT: Choices = {
    **KERNEL,
    "activation": ["relu", "linear", "softmax", "rleu"],
    "recurrent_initializer": INITIALIZERS,
    "recurrent_regularizer": REGULARIZERS,
    "recurrent_constraint": CONSTRAINTS,
    "dropout": [0.3, 1.0, -0.5],
    "recurrent_dropout": [0.3],
    "return_sequences": [True],
    "return_state": [True],
    "go_backwards": [True],
    "stateful": [True],
    "unroll": [True],
    "seed": [3],
    "zero_output_for_mask": [True],
}
GATED: Choices = {
    **RECURRENT,
    "recurrent_activation": ["relu", "hard_sigmoid", "tanh"],
    "use_cudnn": [False, "no"],
}
SHORT = (1, 2, 3, 4, 2, 3, None)


def _both_ways(rng: Random) -> Any:
    kind = rng.choice(("LSTM", "GRU", "SimpleRNN"))
    arguments = {
        "units": rng.choice((1, 2, 3)),
        **_some(rng, ("return_sequences", "return_state")),
    }
    return {kind: arguments}


def _some(rng: Random, flags: tuple[str, ...]) -> dict[str, Any]:
    return {flag: True for flag in flags if rng.random() < 0.3}


def _merged(rng: Random) -> list[Any]:
    """Two to four inputs, mostly of shapes that go together."""
    shape = tuple(rng.choice(SIZES) for _ in range(rng.choice((1, 2, 3))))
    found: list[Any] = []
    for _ in range(rng.choice((2, 2, 3, 4))):
        other = list(shape)
        if rng.random() < 0.3:
            other[rng.randrange(len(other))] = rng.choice((1, 4, None))
        found.append(tuple(other) if rng.random() < 0.9 else tuple(other[1:]))
    return found


def _two_merged(rng: Random) -> list[Any]:
    return _merged(rng)[:2]


def _attended(rng: Random) -> list[Any]:
    return [(rng.choice((3, 5, None)), rng.choice((4, 6)))]


def _attention_call(rng: Random, row: Row) -> dict[str, Any]:
    if rng.random() < 0.05:
        return {"value": Tensor((row.batch, 3))}
    call: dict[str, Any] = {"value": Tensor((row.batch, 7, rng.choice((4, 6))))}
    if rng.random() < 0.2:
        call["use_causal_mask"] = True
    if rng.random() < 0.2:
        call["return_attention_scores"] = True
    return call


def _dotted(rng: Random) -> list[Any]:
    size = rng.choice((2, 3))
    shape = (size, size) if rng.random() < 0.5 else (size,)
    second = shape if rng.random() < 0.7 else (size, 4)
    return [shape, second]


def _tables() -> dict[str, Table]:
    tables = {
        "Dense": Table(
            {"units": [1, 3, 8, 4, 0]}, {**KERNEL, "activation": ACTIVATIONS, **LORA}, (1, 2, 3)
        ),
        "Embedding": Table(
            {"input_dim": [2, 5, 9, 0], "output_dim": [2, 3, 4]},
            {
                "embeddings_initializer": INITIALIZERS,
                "embeddings_regularizer": REGULARIZERS,
                "embeddings_constraint": CONSTRAINTS,
                "mask_zero": [True],
                **LORA,
            },
            (1, 2),
        ),
        "Masking": Table({}, {"mask_value": [0.5, -1, "x"]}, (1, 2, 3)),
        "Identity": Table({}, {}, (0, 1, 2, 3)),
        "Activation": Table(
            {"activation": [*ACTIVATIONS, "elu", "mish", "swish", "selu", "celu"]}, {}, (1, 2)
        ),
        "ReLU": Table(
            {},
            {"max_value": [6, 0, -1], "negative_slope": [0.1, -1], "threshold": [0.5, 1, -1]},
        ),
        "LeakyReLU": Table({}, {"negative_slope": [0.1, 0, 3, -1]}),
        "Softmax": Table({}, {"axis": [0, 1, -2, 3, [0, 1], [-1], []]}, (1, 2, 3)),
        "Dropout": Table(
            {"rate": [0, 0.5, 0.1, 1, 1.5]}, {"noise_shape": [[None, 1], [2], [0]], "seed": [3]}
        ),
        "Rescaling": Table(
            {"scale": [0.5, 2, 0.1, [1.0, 2.0], "x"]}, {"offset": [0.5, -1, [1.0, 2.0], [1.0]]}
        ),
        "BatchNormalization": Table(
            {},
            {
                "axis": [1, -2, 2, 5],
                "momentum": [0.5, 1.5],
                "epsilon": [0.1, 0],
                "center": [False],
                "scale": [False],
                "beta_initializer": INITIALIZERS,
                "gamma_initializer": INITIALIZERS,
                "moving_mean_initializer": INITIALIZERS,
                "moving_variance_initializer": ["ones", "zeros"],
                "beta_regularizer": REGULARIZERS,
                "gamma_regularizer": REGULARIZERS,
                "beta_constraint": CONSTRAINTS,
                "gamma_constraint": CONSTRAINTS,
                "renorm": [True],
                "renorm_clipping": [{"rmax": 3.0, "rmin": 0.1}, {"dmax": 2.0}],
                "renorm_momentum": [0.5],
                "synchronized": [True],
            },
            (1, 2, 3),
            (2, 3, 4, 5, 8, None),
        ),
        "LayerNormalization": Table(
            {},
            {
                "axis": [1, -2, [1, 2], [-1, -2], [1, 1], 4],
                "epsilon": [0.1, 0],
                "center": [False],
                "scale": [False],
                "beta_initializer": INITIALIZERS,
                "gamma_initializer": INITIALIZERS,
                "beta_regularizer": REGULARIZERS,
                "gamma_regularizer": REGULARIZERS,
                "beta_constraint": CONSTRAINTS,
                "gamma_constraint": CONSTRAINTS,
            },
            (2, 3),
        ),
        "SimpleRNN": Table({"units": [1, 2, 3, 4, 3, 0]}, RECURRENT, (2,), SHORT, call=_state),
        "LSTM": Table(
            {"units": [1, 2, 3, 4, 3, 0]},
            {**GATED, "unit_forget_bias": [False]},
            (2,),
            SHORT,
            call=_state,
        ),
        "GRU": Table(
            {"units": [1, 2, 3, 4, 3, 0]},
            {**GATED, "reset_after": [False]},
            (2,),
            SHORT,
            call=_state,
        ),
        "Flatten": Table(
            {}, {"data_format": ["channels_first", "channels_last", "x"]}, (0, 1, 2, 3)
        ),
        "Reshape": Table(
            {"target_shape": [[-1], [2, -1], [4, 4], [8], [-1, 2], [3, 3], [], [-1, -1], [0]]},
            {},
            (1, 2),
            (1, 2, 4, 8, None),
        ),
        "Permute": Table(
            {"dims": [[2, 1], [1, 2], [1], [3, 1, 2], [1, 1], [0, 1]]}, {}, (1, 2, 2, 2, 3)
        ),
        "RepeatVector": Table({"n": [1, 2, 3, 5, 2.5]}, {}, (1,)),
        "MultiHeadAttention": Table(
            {"num_heads": [1, 2, 2, 3], "key_dim": [2, 4, 3, 4, 0]},
            {
                **KERNEL,
                "value_dim": [3, 0],
                "dropout": [0.1, 0.5],
                "output_shape": [5, [2, 3]],
                "attention_axes": [[1], 1],
                "seed": [3],
                "use_gate": [True],
                "sliding_window": [2, 3, 0],
                "flash_attention": [False],
            },
            inputs=_attended,
            call=_attention_call,
        ),
        "Concatenate": Table({}, {"axis": [1, 2, -2, 5, 0]}, inputs=_merged),
        "Dot": Table(
            {"axes": [1, -1, [1, 1], [1, 2], 2, 0]}, {"normalize": [True]}, inputs=_dotted
        ),
    }
    for kind in ("Add", "Multiply", "Average", "Maximum", "Minimum"):
        tables[kind] = Table({}, {}, inputs=_merged)
    tables["Subtract"] = Table({}, {}, inputs=_two_merged)
    for axes in (1, 2, 3):
        optional = {**_convolution(axes), **KERNEL}
        kernels = [1, 2, 2, 3, [2] * axes, [1, 2, 3][:axes], 0]
        image = (axes + 1,)
        sizes = (2, 3, 4, 5, 6, 8, None)
        tables[f"Conv{axes}D"] = Table(
            {"filters": [1, 2, 4, 6], "kernel_size": kernels},
            {**optional, "groups": [1, 2], **LORA},
            image,
            sizes,
            ("float32",) * 12 + ("int32",),
        )
        tables[f"Conv{axes}DTranspose"] = Table(
            {"filters": [1, 2, 4, 6], "kernel_size": kernels},
            {**optional, "output_padding": [0, 1]},
            image,
            (1, 2, 3, 4, 5),
            ("float32",) * 12 + ("int32",),
        )
        for kind in (f"MaxPooling{axes}D", f"AveragePooling{axes}D"):
            sizes_ = (2, 3, 4, 5, 6, None)
            tables[kind] = Table({"pool_size": window(axes)}, _pooling(axes), image, sizes_)
        for kind in (f"GlobalMaxPooling{axes}D", f"GlobalAveragePooling{axes}D"):
            tables[kind] = Table(
                {},
                {
                    "data_format": ["channels_first", "channels_last", "x"],
                    "keepdims": [True, 1],
                },
                image,
            )
        layout: Choices = (
            {"data_format": ["channels_first", "channels_last"]} if axes > 1 else {}
        )
        tables[f"ZeroPadding{axes}D"] = Table({}, {"padding": _pairs(axes), **layout}, image)
        tables[f"Cropping{axes}D"] = Table(
            {}, {"cropping": _pairs(axes), **(layout if axes > 1 else {})}, image
        )
        smooth: Choices = {"interpolation": ["bilinear", "nearest", "x"]} if axes == 2 else {}
        sides = [[2] * axes] if axes > 1 else []
        tables[f"UpSampling{axes}D"] = Table(
            {},
            {"size": [1, 2, 3, *sides, 0], **(layout if sides else {}), **smooth},
            image,
        )
    for axes in (1, 2):
        kernels = [1, 2, 2, 3, [2] * axes, 0]
        multiplier: Choices = {"depth_multiplier": [2, 3, 0]}
        tables[f"DepthwiseConv{axes}D"] = Table(
            {"kernel_size": kernels},
            {**_convolution(axes), **DEPTHWISE, **multiplier},
            (axes + 1,),
            (3, 4, 5, 6, 8, None),
        )
        tables[f"SeparableConv{axes}D"] = Table(
            {"filters": [1, 2, 4], "kernel_size": kernels},
            {**_convolution(axes), **DEPTHWISE, **POINTWISE, **multiplier},
            (axes + 1,),
            (3, 4, 5, 6, 8, None),
        )
    return tables


TABLES = _tables()

TABLES["Bidirectional"] = Table(
    {
        "layer": [
            {"LSTM": 3},
            {"GRU": {"units": 2, "return_sequences": True}},
            {"SimpleRNN": {"units": 3, "return_state": True}},
            {"LSTM": {"units": 2, "return_state": True, "return_sequences": True}},
            {"Dense": 3},
        ]
    },
    {
        "merge_mode": ["sum", "mul", "ave", None, "add"],
        "backward_layer": [
            {"LSTM": {"units": 3, "go_backwards": True}},
            {"GRU": {"units": 2, "go_backwards": True, "return_sequences": True}},
            {"LSTM": 3},
        ],
    },
    (2,),
    SHORT,
)
TABLES["TimeDistributed"] = Table(
    {
        "layer": [
            {"Dense": 3},
            {"Dense": {"units": 2, "activation": "softmax"}},
            {"Conv1D": {"filters": 2, "kernel_size": 1}},
            "Flatten",
            "BatchNormalization",
            {"Dropout": 0.3},
            "LayerNormalization",
            {"Activation": "relu"},
            {"Rescaling": 0.5},
            {"TimeDistributed": {"Dense": 2}},
            {"Dense": 0},
            "Add",
        ]
    },
    {},
    (2, 3, 3),
    (2, 3, 4),
)
