"""Convolutions: hand-written rows, each judged by Keras."""

from collections.abc import Iterator
from typing import Any

import keras
import pytest

from mtlc_spec.layers import layer_class
from mtlc_spec.shapes import Tensor
from tests.catalogue.judge import Row, check, to_keras_layer

PLAIN = ("Conv1D", "Conv2D", "Conv3D")
TRANSPOSED = ("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose")
DEPTHWISE = ("DepthwiseConv1D", "DepthwiseConv2D")
SEPARABLE = ("SeparableConv1D", "SeparableConv2D")


def axes_of(kind: str) -> int:
    return int(kind[kind.index("D") - 1] if kind[0] != "D" else kind[-2])


def image(kind: str, size: int | None = 6, channels: int | None = 3) -> tuple[int | None, ...]:
    return (*(size,) * axes_of(kind), channels)


def given(kind: str, **more: Any) -> dict[str, Any]:
    """A window of 2, and 4 filters where there are filters."""
    filters = {} if kind in DEPTHWISE else {"filters": 4}
    return {**filters, "kernel_size": 2, **more}


def channels(kind: str) -> int:
    return 3 if kind in DEPTHWISE else 4


def weights(kind: str, places: int | None = None) -> tuple[int, int]:
    """How many numbers the kernels hold on 3 channels, and the bias."""
    window = 2 ** axes_of(kind) if places is None else places
    if kind in DEPTHWISE:
        return window * 3, 3
    if kind in SEPARABLE:
        return window * 3 + 3 * 4, 4
    return window * 3 * 4, 4


def row(kind: str, size: int | None, *, x: Any = None, **arguments: Any) -> Row:
    """A row on 3 channels that gives `size` places on each axis."""
    kernel, bias = weights(kind)
    return Row(
        kind,
        given(kind, **arguments),
        [image(kind) if x is None else x],
        [image(kind, size, channels(kind))],
        parameters=kernel + bias,
    )


def refused(kind: str, code: str = "argument", *, x: Any = None, **arguments: Any) -> Row:
    return Row(kind, given(kind, **arguments), [image(kind) if x is None else x], refused=code)


def common(kind: str) -> Iterator[Row]:
    """What all of them do, whichever way the window slides."""
    kernel, bias = weights(kind)
    total = kernel + bias
    axes = axes_of(kind)
    larger = kind in TRANSPOSED
    slid = 7 if larger else 5
    y = image(kind, slid, channels(kind))
    yield row(kind, slid)
    yield Row(kind, given(kind), [image(kind)], [y], parameters=total, batch=5)
    yield row(kind, None, x=image(kind, None))
    yield row(kind, slid, kernel_size=[2] * axes)
    yield row(kind, 6, padding="same")
    yield row(kind, 6, padding="SAME")
    yield row(kind, 12 if larger else 3, strides=2)
    yield row(kind, 12 if larger else 3, strides=[2] * axes, padding="same")
    yield row(kind, slid, x=(image(kind), "float64"))
    yield Row(kind, given(kind, use_bias=False), [image(kind)], [y], parameters=kernel)
    yield Row(
        kind,
        given(kind, trainable=False),
        [image(kind)],
        [y],
        parameters=total,
        frozen=total,
    )
    yield Row(
        kind,
        given(kind, dtype="mixed_bfloat16"),
        [image(kind)],
        [(y, "bfloat16")],
        parameters=total,
    )
    yield Row(
        kind,
        given(kind, data_format="channels_last", activation="relu"),
        [image(kind)],
        [y],
        parameters=total,
    )
    yield Row(
        kind,
        given(
            kind,
            bias_initializer={"Constant": 0.1},
            bias_regularizer="l2",
            activity_regularizer={"L1": 0.1},
            bias_constraint={"MinMaxNorm": {"min_value": 0.5}},
        ),
        [image(kind)],
        [y],
        parameters=total,
    )
    yield Row(
        kind,
        given(kind),
        [image(kind)],
        [y],
        parameters=total,
        again=[image(kind, 9)],
    )
    yield Row(kind, given(kind), [image(kind)], refused="MTL3008", again=[image(kind, 6, 5)])
    yield Row(kind, given(kind), [image(kind)], refused="MTL3003", again=[(*image(kind), 3)])
    yield refused(kind, "MTL3003", x=image(kind)[1:])
    yield refused(kind, "MTL3003", x=(2, *image(kind)))
    yield refused(kind, "MTL3004", x=image(kind, 6, None))
    yield refused(kind, "MTL3006", x=(image(kind), "int32"))
    yield refused(kind, "MTL3006", x=(image(kind), "bool"))
    yield refused(kind, "MTL3006", x=(image(kind), "string"))
    yield refused(kind, "MTL3003", bias_initializer="orthogonal")
    yield refused(kind, kernel_size=0)
    yield refused(kind, kernel_size=-1)
    yield refused(kind, kernel_size="2")
    yield refused(kind, kernel_size=2.0)
    yield refused(kind, kernel_size=[2] * (axes + 1))
    yield refused(kind, kernel_size=[])
    yield refused(kind, strides=0)
    yield refused(kind, padding="full")
    yield refused(kind, padding=1)
    yield refused(kind, data_format="NHWC")
    yield refused(kind, activation="rleu")
    yield refused(kind, no_such_argument=1)
    yield Row(
        kind,
        given(kind, use_bias="no"),
        [image(kind)],
        refused="argument",
        keras_differs="a string for a boolean, which Keras takes as true",
    )


def sliding(kind: str) -> Iterator[Row]:
    """What those do that do not spread their input."""
    yield row(kind, 1, x=image(kind, 2))
    yield row(kind, 4, dilation_rate=2)
    yield row(kind, 3, x=image(kind, 3), padding="same", dilation_rate=2)
    yield refused(kind, "MTL3001", x=image(kind, 1))
    yield refused(kind, "MTL3001", dilation_rate=6)
    yield refused(kind, "MTL3001", x=image(kind, 0))


def with_filters(kind: str) -> Iterator[Row]:
    yield refused(kind, filters=0)
    yield refused(kind, filters=-4)
    yield refused(kind, filters=4.0)
    yield refused(kind, filters=None)
    yield Row(kind, 4, [image(kind)], refused="argument")


def plain(kind: str) -> Iterator[Row]:
    """What the convolutions over all channels do beyond that."""
    axes = axes_of(kind)
    kernel, bias = weights(kind)
    places = 2**axes
    y = image(kind, 5, 4)
    yield Row(
        kind,
        given(kind, groups=2),
        [image(kind, 6, 6)],
        [y],
        parameters=places * 3 * 4 + 4,
    )
    yield Row(
        kind,
        given(kind, groups=3, filters=6, padding="same"),
        [image(kind)],
        [image(kind, 6, 6)],
        parameters=places * 6 + 6,
    )
    yield Row(
        kind,
        given(kind, lora_rank=2),
        [image(kind)],
        [y],
        parameters=kernel + bias + places * 3 * 2 + 2 * 4,
        frozen=kernel,
    )
    yield Row(
        kind,
        given(
            kind,
            kernel_initializer={"HeNormal": {"seed": 3}},
            kernel_regularizer={"L1L2": {"l2": 0.1}},
            kernel_constraint={"MaxNorm": {"axis": [0, 1]}},
        ),
        [image(kind)],
        [y],
        parameters=kernel + bias,
    )
    yield refused(kind, "MTL3007", groups=2)
    yield refused(kind, strides=2, dilation_rate=2)
    yield refused(kind, "MTL3003", kernel_initializer="IdentityInitializer")
    yield refused(kind, groups=3)
    yield refused(kind, groups=0)
    yield refused(kind, lora_rank=-1)
    yield refused(kind, lora_rank=2, kernel_constraint="non_neg")
    yield refused(kind, kernel_initializer="he")


def transposed(kind: str) -> Iterator[Row]:
    """What only the transposed ones do."""
    axes = axes_of(kind)
    yield row(kind, 19, strides=3, output_padding=2)
    yield row(kind, 13, strides=2, output_padding=1)
    yield row(kind, 12, strides=2, output_padding=0)
    yield row(kind, 11, strides=2, output_padding=[1] * axes, padding="same")
    yield row(kind, 18, strides=3)
    yield row(kind, 0, x=image(kind, 0), padding="same")
    yield refused(kind, strides=2, dilation_rate=2)
    yield refused(kind, output_padding=1)
    yield refused(kind, strides=2, output_padding=2)
    yield refused(kind, strides=2, output_padding=-1)
    yield refused(kind, strides=2, output_padding="1")
    yield refused(kind, groups=2)


def depthwise(kind: str) -> Iterator[Row]:
    """What those do that give each channel a window of its own."""
    places = 2 ** axes_of(kind)
    filters = kind in SEPARABLE
    y = image(kind, 5, 4 if filters else 6)
    yield Row(
        kind,
        given(kind, depth_multiplier=2),
        [image(kind)],
        [y],
        parameters=places * 6 + (6 * 4 + 4 if filters else 6),
    )
    yield Row(
        kind,
        given(
            kind,
            depthwise_initializer="he_uniform",
            depthwise_regularizer="l1",
            depthwise_constraint="non_neg",
        ),
        [image(kind)],
        [image(kind, 5, channels(kind))],
        parameters=sum(weights(kind)),
    )
    yield row(kind, 2, strides=2, dilation_rate=2)
    yield refused(kind, depth_multiplier=0)
    yield refused(kind, depth_multiplier=1.0)
    yield refused(kind, depthwise_initializer="he")
    yield refused(kind, kernel_initializer="he_uniform")
    yield refused(kind, groups=2)


ROWS = [
    *(row for kind in (*PLAIN, *TRANSPOSED, *DEPTHWISE, *SEPARABLE) for row in common(kind)),
    *(row for kind in (*PLAIN, *DEPTHWISE, *SEPARABLE) for row in sliding(kind)),
    *(row for kind in (*PLAIN, *TRANSPOSED, *SEPARABLE) for row in with_filters(kind)),
    *(row for kind in PLAIN for row in plain(kind)),
    *(row for kind in TRANSPOSED for row in transposed(kind)),
    *(row for kind in (*DEPTHWISE, *SEPARABLE) for row in depthwise(kind)),
    # Causal padding, along one axis alone.
    row("Conv1D", 6, padding="causal"),
    row("Conv1D", 3, padding="causal", strides=2),
    row("Conv1D", 6, padding="causal", dilation_rate=4),
    row("Conv1D", None, padding="causal", x=(None, 3)),
    refused("Conv2D", padding="causal"),
    refused("Conv3D", padding="causal"),
    refused("Conv1DTranspose", padding="causal"),
    refused("SeparableConv2D", padding="causal"),
    # Windows with sides of their own.
    Row(
        "Conv2D",
        {"filters": 4, "kernel_size": [1, 3], "strides": [2, 1]},
        [(6, 6, 3)],
        [(3, 4, 4)],
        parameters=40,
    ),
    Row(
        "Conv2D",
        {"filters": 4, "kernel_size": [3, 3], "dilation_rate": [1, 2]},
        [(6, None, 3)],
        [(4, None, 4)],
        parameters=112,
    ),
    Row(
        "Conv3D",
        {"filters": 2, "kernel_size": [1, 2, 3], "padding": "same"},
        [(4, 5, 6, 1)],
        [(4, 5, 6, 2)],
        parameters=14,
    ),
    Row(
        "Conv2DTranspose",
        {"filters": 4, "kernel_size": [3, 2], "strides": [1, 2]},
        [(6, 6, 3)],
        [(8, 12, 4)],
        parameters=76,
    ),
    Row(
        "DepthwiseConv2D",
        {"kernel_size": [1, 3], "depth_multiplier": 2},
        [(6, 6, 3)],
        [(6, 4, 6)],
        parameters=24,
    ),
    Row(
        "DepthwiseConv2D",
        {"kernel_size": 2, "strides": [1, 2], "dilation_rate": 2},
        [(4, 4, 4)],
        [(2, 1, 4)],
        parameters=20,
    ),
    Row(
        "SeparableConv2D",
        {"filters": 4, "kernel_size": 2, "strides": [1, 2], "dilation_rate": [2, 1]},
        [(6, 6, 3)],
        [(4, 3, 4)],
        parameters=28,
    ),
    Row(
        "SeparableConv2D",
        {"filters": 4, "kernel_size": [3, 1]},
        [(6, 6, 3)],
        [(4, 6, 4)],
        parameters=25,
    ),
    Row(
        "Conv2D",
        {"filters": 4, "kernel_size": 2, "data_format": "channels_first"},
        [(None, 6, 6)],
        refused="MTL3004",
    ),
    Row(
        "SeparableConv1D",
        {
            "filters": 4,
            "kernel_size": 2,
            "pointwise_initializer": "orthogonal",
            "pointwise_regularizer": "l2",
            "pointwise_constraint": "unit_norm",
        },
        [(6, 3)],
        [(5, 4)],
        parameters=22,
    ),
    refused("SeparableConv2D", pointwise_regularizer="l3"),
    refused("SeparableConv1D", "MTL3003", pointwise_initializer="IdentityInitializer"),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)


@pytest.mark.parametrize("kind", [*PLAIN, *TRANSPOSED, *DEPTHWISE, *SEPARABLE])
def test_channels_first(kind: str) -> None:
    """TensorFlow runs them on a GPU alone, so Keras only says what it would give."""
    arguments = given(kind, data_format="channels_first", strides=3)
    shape = (None, 3, *(6,) * axes_of(kind))
    layer = layer_class(kind).model_validate(arguments)

    made = to_keras_layer(kind, arguments)
    expected = made(keras.Input(batch_shape=shape)).shape
    assert layer.infer(Tensor(shape)) == Tensor(expected)
    weights = [tuple(weight.shape) for weight in made.weights]
    assert [one.shape for one in layer.variables(Tensor(shape))] == weights


@pytest.mark.parametrize("kind", TRANSPOSED)
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_transposed_with_dilation(kind: str, padding: str) -> None:
    """Likewise, on a GPU alone."""
    arguments = given(kind, dilation_rate=3, padding=padding)
    layer = layer_class(kind).model_validate(arguments)

    expected = to_keras_layer(kind, arguments)(keras.Input(image(kind))).shape
    assert layer.infer(Tensor((None, *image(kind)))) == Tensor(expected)
