"""What fusing and taking apart do to the author's text."""

from __future__ import annotations

import json

import pytest

import mtlc
from tests.compare.subjects import compared
from tests.fuse import specs
from tests.fuse.rewriting import fused, outcome, split


def test_comments_stay() -> None:
    assert (
        fused(specs.FLOW).text
        == """\
inputs: {x: [4]}
layers:
  trunk: {Dense: 8, from: x}
  heads: {Dense: 2, from: trunk}
  heads_split: {ops.split: {indices_or_sections: 2, axis: -1}, from: heads}
  # the first
  one: {Identity, from: heads_split.0}  # of one
  # the second
  two: {Identity, from: heads_split.1}  # of two
outputs: [one, two]  # both
"""
    )


def test_block_style_and_steps() -> None:
    assert (
        fused(specs.BLOCK).text
        == """\
inputs: {x: [4]}
layers:
  trunk: {Dense: 8, from: x}
  heads:
    Dense:
      units: 4  # one
      activation: tanh
    from: trunk
  heads_split: {ops.split: {indices_or_sections: [1], axis: -1}, from: heads}
  price:
    # before
    Identity: {}
    from: heads_split.0  # behind

  # about the class
  kind:
    chain:
      - Identity: {}
        name: dense
      - Softmax
    from: heads_split.1
outputs:
  price: {loss: mse, weight: 0.5}
  class: {from: kind, loss: categorical_crossentropy, metrics: [accuracy]}
training: {optimizer: {Adam: 0.01}}
"""
    )


@pytest.mark.parametrize("spec", specs.ALL.values(), ids=[*specs.ALL])
def test_the_same_model_there_and_back(spec: str) -> None:
    there = fused(spec)
    back = split(there.text)

    assert there.comparison.verdict == "equivalent"
    assert there.comparison.training.ratio in (None, 1.0)
    assert compared(there.text, back.text).is_same
    assert compared(spec, back.text).verdict == "identical"
    assert [str(one) for one in mtlc.check(there.text)] == []


def test_the_same_text_there_and_back() -> None:
    assert split(fused(specs.FLOW).text).text == specs.FLOW


def test_json_stays_json() -> None:
    layers = {"a": {"Dense": 2, "from": "x"}, "b": {"Dense": {"units": 3}, "from": "x"}}
    spec = {"inputs": {"x": [4]}, "layers": layers, "outputs": {"a": "a", "b": "b"}}

    found = json.loads(fused(json.dumps(spec)).text)

    assert found["layers"]["heads"] == {"Dense": 5, "from": "x"}
    assert found["layers"]["b"] == {"Identity": {}, "from": "heads_split.1"}


def test_comments_of_heads_that_go() -> None:
    spec = """\
inputs: {x: [4]}
layers:
  a: {Dense: 1, from: x}
  b:
    Dense:
      # only one
      units: 1
    from: x
outputs: [a, b]
"""
    assert "    Identity: {}\n    # only one\n    from: heads_split.1\n" in fused(spec).text


def test_names_that_are_taken() -> None:
    spec = specs.FLOW.replace("trunk", "heads")
    lines = fused(spec).text.splitlines()

    assert "  heads_2: {Dense: 2, from: heads}" in lines


def test_what_is_written_as_part_of_more_becomes_flat() -> None:
    found = fused(specs.COPIES, width=3)

    assert found.flat == "`head.a` is written as part of a larger structure"
    assert "heads: {Dense: {units: 9}, from: trunk_dropout}" in found.text
    assert [name for name, _, _ in found.columns[0].parts] == ["head_a", "head_b", "head_c"]


def test_slices_that_outputs_take_themselves() -> None:
    spec = """\
inputs: {x: [4]}
layers:
  wide: {Dense: {units: 5}, from: x}  # of two
  parts: {ops.split: {indices_or_sections: [2], axis: 1}, from: wide}
outputs: {a: parts.0, b: {from: parts.1, loss: mse}}
"""
    found = split(spec)

    assert (
        found.text
        == """\
inputs: {x: [4]}
layers:
  parts_0: {Dense: {units: 2}, from: x}
  parts_1: {Dense: {units: 3}, from: x}
  # of two
outputs: {a: parts_0, b: {from: parts_1, loss: mse}}
"""
    )


def heads(a: str, b: str, more: str = "", outputs: str = "[a, b]") -> str:
    return f"""\
inputs: {{x: [4]}}
layers:
  a: {{{a}, from: x}}
  b: {{{b}, from: x}}
{more}outputs: {outputs}
"""


REFUSED = {
    "softmax": (
        heads(
            "Dense: {units: 2, activation: softmax}", "Dense: {units: 2, activation: softmax}"
        ),
        "`softmax` of `a` takes all columns together",
    ),
    "bias": (
        heads("Dense: 2", "Dense: {units: 2, use_bias: false}"),
        "`a` and `b` differ in `use_bias`",
    ),
    "initializer": (
        heads("Dense: 2", "Dense: {units: 2, kernel_initializer: zeros}"),
        "`a` and `b` differ in `kernel_initializer`",
    ),
    "inputs": (
        heads("Dense: 4", "Dense: 4", "  c: {Dense: 4, from: a}\n", "[b, c]"),
        "`b` and `c` take different tensors",
    ),
    "shared": (
        heads("Dense: 4", "Dense: 4", "  c: {share: a, from: b}\n", "[a, c]"),
        "`a` is shared: it is called 2 times",
    ),
    "kinds": (
        heads("Dense: 4", "EinsumDense: {equation: 'ab,bc->ac', output_shape: 4}"),
        "`a` and `b` are different layers: `Dense` and `EinsumDense`",
    ),
    "constraint": (
        heads(*(["Dense: {units: 2, bias_constraint: unit_norm}"] * 2)),
        "the `bias_constraint` of `Dense` takes all columns together",
    ),
    "regularizer": (
        heads(*(["Dense: {units: 4, kernel_regularizer: orthogonal_regularizer}"] * 2)),
        "the `kernel_regularizer` of `Dense` may take all columns together",
    ),
    "no columns": (
        heads("BatchNormalization", "BatchNormalization"),
        "the columns of `a`, a `BatchNormalization`, do not have weights of their own",
    ),
    "a lone head": (
        "inputs: {x: [4]}\nlayers: [Dense: 4]\n",
        "`dense` is the only head",
    ),
    "an input": (
        "inputs: {x: [4]}\nlayers: {a: {Dense: 2, from: x}}\noutputs: [a, x]\n",
        "`x` is what `x` gives, which is no layer with columns",
    ),
    "a mask": (
        """\
inputs: {x: {shape: [5], dtype: int32}}
layers:
  e: {Embedding: {input_dim: 9, output_dim: 4, mask_zero: true}, from: x}
  a: {Dense: 2, from: e}
  b: {Dense: 2, from: e}
outputs: [a, b]
""",
        "`a` passes on a mask, which a slice would lose",
    ),
}


@pytest.mark.parametrize(("spec", "why"), REFUSED.values(), ids=[*REFUSED])
def test_nothing_to_fuse(spec: str, why: str) -> None:
    found = outcome(spec)

    assert found.rewritten is None
    assert why in [one.why for one in found.left]


APART = {
    "only some": ("ops.slice: {start_indices: [0, 0], shape: [2, 1]}", "w", None),
    "not used": ("ops.split: {indices_or_sections: 2, axis: 1}", "s.0", "nothing takes `s.1`"),
    "whole": (
        "ops.split: {indices_or_sections: 2, axis: 1}",
        "[s.0, s.1, w]",
        "`w` is also taken as a whole",
    ),
}


@pytest.mark.parametrize(("cut", "outputs", "why"), APART.values(), ids=[*APART])
def test_nothing_to_take_apart(cut: str, outputs: str, why: str | None) -> None:
    spec = f"""\
inputs: {{x: {{shape: [4], batch_size: 2}}}}
layers:
  w: {{Dense: 2, from: x}}
  s: {{{cut}, from: w}}  # mtlc: allow unused-layer
outputs: {outputs}
"""
    found = outcome(spec, apart=True)

    assert found.result.ok
    assert found.rewritten is None
    assert why is None or why in [one.why for one in found.left]


def test_what_can_be_fused_is_and_the_rest_is_named() -> None:
    spec = heads("Dense: 2", "Dense: 3", "  c: {Dense: {units: 1, use_bias: false}, from: x}\n")
    found = fused(spec.replace("[a, b]", "[a, b, c]"))

    assert [one.why for one in found.left] == ["`c` and `a` differ in `use_bias`"]
    assert "c: {Dense: {units: 1, use_bias: false}, from: x}" in found.text


def test_a_broken_spec() -> None:
    assert not outcome("inputs: {x: [4]}\nlayers: [Dens: 2]\n").result.ok


def test_a_comment_behind_the_key_of_all_layers() -> None:
    spec = """\
inputs: {x: [4]}
layers:  # what follows
  a: {Dense: 1, from: x}
  b: {Dense: 2, from: x}
outputs: [a, b]
"""

    assert (
        fused(spec).text
        == """\
inputs: {x: [4]}
layers:  # what follows
  heads: {Dense: 3, from: x}
  heads_split: {ops.split: {indices_or_sections: [1], axis: -1}, from: heads}
  a: {Identity, from: heads_split.0}
  b: {Identity, from: heads_split.1}
outputs: [a, b]
"""
    )


def test_heads_of_a_dtype_of_their_own_keep_it() -> None:
    """Also where a chain of nothing stands beside them."""
    spec = """\
inputs: {x: [4]}
layers:
  a: {Dense: {units: 1, dtype: float16}, from: x}
  b: {Dense: {units: 1, dtype: float16}, from: x}
  c: {chain: [], from: b}
outputs: [a, c]
"""

    assert (
        fused(spec).text
        == """\
inputs: {x: [4]}
layers:
  heads: {Dense: {units: 2, dtype: float16}, from: x}
  heads_split: {ops.split: {indices_or_sections: 2, axis: -1}, from: heads}
  a: {Identity: {dtype: float16}, from: heads_split.0}
  b: {Identity: {dtype: float16}, from: heads_split.1}
  c: {chain: [], from: b}
outputs: [a, c]
"""
    )
