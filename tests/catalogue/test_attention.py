"""Attention layers: hand-written rows, each judged by Keras."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mtlc_spec.layers.attention import MultiHeadAttention
from mtlc_spec.shapes import Tensor, Variable
from tests.catalogue.judge import Row, check

SIZE = {"num_heads": 2, "key_dim": 3}


def mha(arguments: Mapping[str, Any], query: Any, value: Any, *outputs: Any, **row: Any) -> Row:
    """A row of a layer with two heads of width 3, with its batch size left open.

    Outputs are written with their batch axis, as the value is; `call` adds to the value.
    """
    call = {"value": with_batch(value), **row.pop("call", {})}
    expected = [with_batch(one) for one in outputs] if outputs else None
    return Row(
        "MultiHeadAttention",
        SIZE | arguments,
        [with_batch(query)],
        expected,
        call=call,
        **row,
    )


def with_batch(written: Any) -> Tensor:
    return written if isinstance(written, Tensor) else Tensor((None, *written))


def mask(*shape: int | None, dtype: str = "bool") -> Tensor:
    return Tensor(shape, dtype)


Q, V = (5, 4), (6, 7)
Q2, V2 = (5, 6, 4), (7, 8, 4)
"""Of two axes beside the batch and the features."""

ROWS = [
    mha({}, Q, V, Q, parameters=154),
    mha({}, Q, Q, Q, parameters=118),
    mha({}, Q, V, Q, call={"key": Tensor((None, 6, 8))}, parameters=160),
    mha({"value_dim": 9}, Q, V, Q, parameters=298),
    mha({"use_bias": False}, Q, V, Q, parameters=132),
    mha({"use_gate": True}, Q, V, Q, parameters=184),
    mha({"use_gate": True, "value_dim": 1, "use_bias": False}, Q, V, Q, parameters=96),
    mha({"output_shape": 8}, Q, V, (5, 8), parameters=182),
    mha({"output_shape": [8, 2]}, Q, V, (5, 8, 2), parameters=238),
    mha({"output_shape": 0}, Q, V, Q, parameters=154),
    mha({"output_shape": [0]}, Q, V, (5, 0), parameters=126),
    mha({"trainable": False}, Q, V, Q, parameters=154),
    mha({"dropout": 1, "seed": -1}, Q, V, Q, parameters=154),
    mha({"seed": 2**70}, Q, V, Q, parameters=154),
    mha({"dtype": "mixed_float16"}, Q, V, Tensor((None, *Q), "float16"), parameters=154),
    mha({"dtype": "float64"}, Q, V, Tensor((None, *Q), "float64"), parameters=154),
    mha({}, (None, 4), (None, 7), (None, 4), parameters=154),
    mha({}, Tensor((2, *Q)), Tensor((None, *V)), Tensor((2, *Q)), parameters=154),
    mha({}, Tensor((None, *Q), "int32"), Tensor((None, *V), "bool"), Q, parameters=154),
    mha({}, Q, (6, None), refused="MTL3004"),
    mha({}, (5, None), V, refused="MTL3004"),
    mha({}, Q, V, call={"key": Tensor((None, 6, None))}, refused="MTL3004"),
    mha({}, Q, V, call={"key": Tensor((None, 5, 7))}, refused="MTL3010"),
    mha({}, Q, V, call={"key": Tensor((None, None, 7))}, refused="MTL3010"),
    mha({}, Tensor((2, *Q)), Tensor((3, *V)), refused="MTL3010"),
    mha({}, Tensor((1, *Q)), Tensor((3, *V)), refused="MTL3010"),
    mha({}, Tensor((None, *Q), "complex64"), V, refused="MTL3006"),
    mha({}, Q, Tensor((None, *V), "string"), refused="MTL3006"),
    # The number of axes.
    mha({}, Q2, V2, Q2, parameters=118),
    mha({}, (2, 3, 2, 4), (3, 2, 3, 4), (2, 3, 2, 4), parameters=118),
    mha({}, (), V, refused="MTL3003"),
    mha({}, (4,), (7,), refused="MTL3009"),
    mha({}, Q, V2, refused="MTL3010"),
    mha({}, Q2, V, refused="MTL3010"),
    mha({}, Q, (7,), refused="MTL3010"),
    mha({}, (2, 3, 2, 3, 4), (3, 2, 3, 2, 4), refused="MTL3003"),
    mha({"output_shape": [1] * 22}, Q, V, (5, *[1] * 22), parameters=133),
    mha({"output_shape": [1] * 23}, Q, V, refused="MTL3003"),
    # The axes to attend over; those of a plain sequence are never looked at.
    mha({"attention_axes": 1}, Q2, (7, 6, 4), Q2, parameters=118),
    mha({"attention_axes": [2]}, Q2, (5, 8, 4), Q2, parameters=118),
    mha({"attention_axes": -3}, Q2, (7, 6, 4), Q2, parameters=118),
    mha({"attention_axes": [2, 1]}, Q2, V2, Q2, parameters=118),
    mha({"attention_axes": 0}, (4,), (7,), (4,), parameters=154),
    mha({"attention_axes": 3}, Q2, Q2, Q2, parameters=118),
    mha({"attention_axes": [1, 1]}, Q, V, Q, parameters=154),
    mha({"attention_axes": []}, Q, V, Q, parameters=154),
    mha({"attention_axes": 3}, Q, V, Q, parameters=154),
    mha({"attention_axes": 4}, Q, V, refused="MTL3009"),
    mha({"attention_axes": -8}, Q, V, refused="MTL3009"),
    mha({"attention_axes": []}, Q2, V2, refused="MTL3009"),
    mha({"attention_axes": [1, 1]}, Q2, V2, refused="MTL3009"),
    mha({"attention_axes": 3, "dropout": 0.5}, Q, V, refused="MTL3009"),
    mha({"attention_axes": 1}, Q2, V2, refused="MTL3010"),
    mha({"attention_axes": 2}, (1, 6, 4), (5, 8, 4), refused="MTL3010"),
    mha({"attention_axes": 0}, Q, V, Q, parameters=154),
    mha(
        {"attention_axes": 0},
        (4,),
        Tensor((2, 7)),
        call={"key": Tensor((3, 7))},
        refused="MTL3010",
    ),
    # The scores: as long as the query twice over, whatever the value, says Keras.
    mha({}, Q, V, Q, (2, 5, 5), call={"return_attention_scores": True}, parameters=154),
    mha({}, Q2, V2, Q2, (2, 5, 5), call={"return_attention_scores": True}, parameters=118),
    mha({}, Q, V, Q, call={"return_attention_scores": False, "training": True}, parameters=154),
    # By way of the scores, batch sizes broadcast.
    mha({"dropout": 0.5}, Tensor((1, *Q)), Tensor((3, *V)), Tensor((1, *Q)), parameters=154),
    mha({"dropout": 0.5}, Tensor((2, *Q)), Tensor((3, *V)), refused="MTL3010"),
    # Masks.
    mha({}, Q, V, Q, call={"attention_mask": mask(None, 5, 6)}, parameters=154),
    mha({}, Q, V, Q, call={"attention_mask": mask(None, 1, 6, dtype="int32")}, parameters=154),
    mha({}, Q, V, Q, call={"attention_mask": mask(5, 6)}, parameters=154),
    mha({}, Q, V, Q, call={"attention_mask": mask(None, 2, 5, 6)}, parameters=154),
    mha({}, (1, 4), V, (1, 4), call={"attention_mask": mask(None, 9, 6)}, parameters=154),
    mha({}, Q, V, Q, call={"value_mask": mask(None, 6)}, parameters=154),
    mha({}, Q, V, Q, call={"key_mask": mask(None, 6), "use_causal_mask": True}, parameters=154),
    mha({}, Q, V, Q, call={"query_mask": mask(None, 9, dtype="string")}, parameters=154),
    mha({}, Q, V, Q, call={"use_causal_mask": True}, parameters=154),
    mha({"dropout": 0.5}, Q, V, Q, call={"use_causal_mask": True}, parameters=154),
    mha({"sliding_window": 2}, Q, V, Q, parameters=154),
    mha({"sliding_window": 2, "attention_axes": 1}, Q2, (5, 6, 7), Q2, parameters=154),
    mha({}, Q2, V2, Q2, call={"attention_mask": mask(None, 5, 6, 7, 8)}, parameters=118),
    mha({}, Q, V, call={"attention_mask": mask(None, 6, 6)}, refused="MTL3010"),
    mha({}, Q, V, call={"attention_mask": mask(None, 3, 5, 6)}, refused="MTL3010"),
    mha({}, Q, V, call={"attention_mask": mask(None, 1, 2, 5, 6)}, refused="MTL3010"),
    mha({}, Q, V, call={"attention_mask": mask(None)}, refused="MTL3010"),
    mha({}, Q, V, call={"attention_mask": mask(5, 6, dtype="string")}, refused="MTL3006"),
    mha({}, Q, V, call={"value_mask": mask(None, 5)}, refused="MTL3010"),
    mha({"dropout": 0.5}, Q, V, call={"key_mask": mask(None, 5)}, refused="MTL3010"),
    mha(
        {},
        Q,
        V,
        call={"value_mask": mask(None, 6), "attention_mask": mask(None, 5, 7)},
        refused="MTL3010",
    ),
    mha({}, Q2, V2, call={"use_causal_mask": True}, refused="MTL3010"),
    mha({"sliding_window": 2}, Q2, V2, refused="MTL3010"),
    # Flash attention, which Keras leaves out without a word where it has another way.
    mha({"flash_attention": False}, Q, V, Q, parameters=154),
    mha({"flash_attention": True}, Q2, V2, Q2, parameters=118),
    mha({"flash_attention": True}, Q, V, refused="MTL3010"),
    mha(
        {"flash_attention": True},
        Q2,
        V2,
        call={"return_attention_scores": True},
        refused="MTL3010",
    ),
    mha({"flash_attention": True, "dropout": 0.5}, Q2, V2, refused="argument"),
    # The same layer again.
    mha({}, Q, V, Q, parameters=154, again=[Tensor((None, 9, 4))]),
    mha(
        {},
        Q,
        V,
        Q,
        parameters=154,
        again=[Tensor((3, 9, 4))],
        again_call={"value": mask(3, 2, 7)},
    ),
    mha({}, Q, V, again=[Tensor((None, 5, 6, 4))], refused="MTL3008"),
    mha({}, Q, V, again=[Tensor((None, 5, 3))], refused="MTL3008"),
    mha(
        {},
        Q,
        V,
        again=[Tensor((None, *Q))],
        again_call={"value": Tensor((2, 6, 5))},
        refused="MTL3008",
    ),
    # Arguments.
    mha({"num_heads": 0}, Q, V, refused="argument"),
    mha({"num_heads": 2.0}, Q, V, refused="argument"),
    mha({"key_dim": 0}, Q, V, refused="argument"),
    mha({"key_dim": "3"}, Q, V, refused="argument"),
    mha({"value_dim": 0}, Q, V, refused="argument"),
    mha({"dropout": -0.1}, Q, V, refused="argument"),
    mha({"dropout": 1.5}, Q, V, refused="argument"),
    mha({"dropout": 0.5, "seed": 2**63}, Q, V, refused="argument"),
    mha({"output_shape": -1}, Q, V, refused="argument"),
    mha({"output_shape": [5, -1]}, Q, V, refused="argument"),
    mha({"output_shape": "5"}, Q, V, refused="argument"),
    mha({"attention_axes": "1"}, Q, V, refused="argument"),
    mha({"sliding_window": 0}, Q, V, refused="argument"),
    mha({"num_heads": True}, Q, V, refused="argument", keras_differs="a bool is no number"),
    mha({"use_bias": 1}, Q, V, refused="argument", keras_differs="a number is no bool"),
]


def gqa(arguments: Mapping[str, Any], query: Any, value: Any, *outputs: Any, **row: Any) -> Row:
    """A row of four query heads of width 3 that share two of keys and values."""
    size = {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}
    call = {"value": with_batch(value), **row.pop("call", {})}
    expected = [with_batch(one) for one in outputs] if outputs else None
    inputs = [with_batch(query)]
    return Row("GroupQueryAttention", size | arguments, inputs, expected, call=call, **row)


W = (6, 4)

ROWS += [
    gqa({}, Q, W, Q, parameters=172),
    gqa({}, Q, Q, Q, parameters=172),
    gqa({"use_bias": False}, Q, W, Q, parameters=144),
    gqa({"use_gate": True}, Q, W, Q, parameters=232),
    gqa({}, Q, W, Q, call={"key": Tensor((None, 6, 8))}, parameters=196),
    gqa({"num_key_value_heads": 4}, Q, W, Q, parameters=232),
    gqa({}, Q, W, Q, (4, 5, 6), call={"return_attention_scores": True}, parameters=172),
    gqa({}, Q, W, Q, call={"use_causal_mask": True}, parameters=172),
    gqa({"sliding_window": 2}, Q, Q, Q, call={"use_causal_mask": True}, parameters=172),
    gqa({"dropout": 0.5, "seed": 3}, Q, W, Q, call={"training": True}, parameters=172),
    gqa({}, (None, 4), (None, 4), (None, 4), parameters=172),
    gqa({}, Q, W, Q, call={"query_mask": mask(None, 5)}, parameters=172),
    gqa({}, Q, W, Q, call={"value_mask": mask(None, 6)}, parameters=172),
    gqa({}, Q, W, Q, call={"attention_mask": mask(None, 5, 6)}, parameters=172),
    gqa({}, Q, (6, 5), refused="MTL3010"),
    gqa({}, Q, W, refused="MTL3010", call={"key": Tensor((None, 5, 4))}),
    gqa({}, (4,), (4,), refused="MTL3003"),
    gqa({}, Q2, V2, refused="MTL3003"),
    gqa({}, Q, W, refused="MTL3010", call={"attention_mask": mask(None, 5, 7)}),
    gqa({"flash_attention": True}, Q, W, refused="MTL3010"),
    gqa({"num_key_value_heads": 3}, Q, W, refused="argument"),
    gqa({"num_key_value_heads": 0}, Q, W, refused="argument"),
    gqa({"flash_attention": True, "dropout": 0.5}, Q, W, refused="argument"),
    gqa({"dropout": 1.5}, Q, W, refused="argument"),
    gqa({"head_dim": "3"}, Q, W, refused="argument"),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_row(row: Row) -> None:
    check(row)


def test_weights_stand_in_the_order_of_keras() -> None:
    layer = MultiHeadAttention(num_heads=2, key_dim=3, value_dim=5, use_gate=True)

    assert layer.variables(with_batch(Q), with_batch(V)) == (
        Variable("query/kernel", (4, 2, 3)),
        Variable("query/bias", (2, 3)),
        Variable("key/kernel", (7, 2, 3)),
        Variable("key/bias", (2, 3)),
        Variable("gate/kernel", (4, 2, 5)),
        Variable("gate/bias", (2, 5)),
        Variable("value/kernel", (7, 2, 5)),
        Variable("value/bias", (2, 5)),
        Variable("attention_output/kernel", (2, 5, 4)),
        Variable("attention_output/bias", (4,)),
    )
