"""What only other params, or another use of a block, ask for is in the code as well."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest

import mtlc
from tests.models import assert_holds_for, build, named_outputs

COMPUTED_NUMBER = """\
params: {k: 0}
inputs: {x: [5, 4]}
layers:
  rnn: {LSTM: {units: 3, return_state: true}, from: x}
  end: {Dense: 3, from: "rnn.$k"}
outputs: end
"""

COMPUTED_ENTRY = """\
params: {k: a}
inputs: {x: [5, 4], y: [5, 4]}
layers:
  rnn_a: {LSTM: {units: 3, return_state: true}, from: x}
  rnn_b: {LSTM: {units: 3, return_state: true}, from: y}
  end: {Dense: 2, from: "rnn_$k.1"}
outputs: end
"""

COMPUTED_REPEAT = """\
params: {k: a}
inputs: {x: [4], y: [4]}
layers:
  deep_a: {Dense: 4, from: x, repeat: 3}
  deep_b: {Dense: 4, from: y, repeat: 3}
  many_a: {Dense: 4, from: x, copies: [p, q], repeat: 2}
  many_b: {Dense: 4, from: y, copies: [p, q], repeat: 2}
  first: {Dense: 2, from: "deep_$k.1"}
  second: {Dense: 2, from: "many_$k.q.0"}
  sum: {Add, from: [first, second]}
outputs: sum
"""

COMPUTED_STEPS = """\
params: {k: s}
inputs: {x: [4]}
layers:
  deep:
    from: x
    copies: [p, q]
    repeat: 2
    chain: [{Dense: 4, name: s}, {Dense: 4, name: u}]
  last: {Add, from: deep.*}
  end: {Add, from: "deep.p.*.$k"}
  sum: {Add, from: [last, end, "deep.q.$k"]}
outputs: sum
"""

COMPUTED_STEP = """\
params: {k: s}
inputs: {x: [4]}
layers:
  deep:
    from: x
    repeat: 2
    chain: [{Dense: 4, name: s}, {Dense: 4, name: u}]
  end: {Dense: 2, from: "deep.0.$k"}
  sum: {Dense: 2, from: deep}
outputs: [end, sum]
"""

LEFT_OUT = """\
params: {k: 0}
inputs: {x: [5, 4]}
layers:
  rnn: {LSTM: {units: 3, return_state: true}, from: x}
  other: {LSTM: {units: 3, return_state: true}, from: x}
  more: {Add, from: [rnn.0, rnn.1], when: k > 0}
  sum: {Add, from: [more, other.0]}
outputs: sum
"""


@pytest.mark.parametrize(
    ("spec", "k"),
    [
        *((COMPUTED_NUMBER, k) for k in (1, 2)),
        (COMPUTED_ENTRY, "b"),
        (COMPUTED_REPEAT, "b"),
        (COMPUTED_STEP, "u"),
        (COMPUTED_STEPS, "u"),
        (LEFT_OUT, 1),
    ],
)
def test_other_params(spec: str, k: Any) -> None:
    assert_holds_for(spec, {"k": k})


OF_A_BLOCK = """\
inputs: {x: [5, 4], y: [5, 4]}
blocks:
  parts:
    params: {k: 0}
    inputs: [x]
    layers:
      rnn: {LSTM: {units: 3, return_state: true}, from: x}
      end: {Dense: 3, from: "rnn.$k"}
    outputs: {end: end, h: rnn.1, c: rnn.2}
  line:
    inputs: [x]
    layers: [Dense: 4, LSTM: {units: 3, return_state: true}]
layers:
  one: {parts, from: x}
  two: {parts: {k: 1}, from: y}
  three: {line, from: x}
  four: {line, from: y}
outputs: [one.end, three.0, two.end, two.h, four.1]
"""


def test_another_use_of_a_block() -> None:
    compiled = mtlc.compile(OF_A_BLOCK)
    turned = mtlc.compile(
        OF_A_BLOCK.replace("{parts, from: x}", "{parts: {k: 1}, from: x}")
        .replace("one.end,", "one.h,")
        .replace("three.0", "three.1")
    )
    assert compiled.code is not None
    assert turned.code is not None

    ours, expected = named_outputs(build(compiled.code)), named_outputs(build(turned.code))

    assert all(map(np.array_equal, ours[2:], expected[2:]))


@pytest.mark.parametrize("spec", [COMPUTED_NUMBER, COMPUTED_ENTRY, LEFT_OUT, OF_A_BLOCK])
def test_nothing_reads_what_was_thrown_away(spec: str) -> None:
    code = mtlc.compile(spec).code
    assert code is not None
    names = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)]
    assert [one for one in names if one.id == "_" and isinstance(one.ctx, ast.Load)] == []


@pytest.mark.parametrize(("source", "reference"), [("deep.0", "$k"), ("0.s", "deep.$k")])
def test_an_expression_gives_one_part(source: str, reference: str) -> None:
    spec = COMPUTED_STEP.replace("k: s", f"k: {source}").replace("deep.0.$k", reference)

    (found,) = mtlc.check(spec)

    assert (found.code, found.message) == (
        "MTL1012",
        f"an expression gives one part of a reference, not the string '{source}'",
    )
    assert found.help == "compute each part by itself, as in `$name.$part`"
