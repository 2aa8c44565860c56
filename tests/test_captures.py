"""What a shared chain looks at under two names is two tensors wherever it can be."""

from __future__ import annotations

import numpy as np
import pytest

import mtlc
from tests.models import assert_holds_for, build, named_outputs

OF_A_REPEAT = """\
params: {n: 1}
inputs: {x: [4], y: [4]}
layers:
  deep: {Dense: 4, from: x, repeat: $n}
  shared:
    from: x
    chain:
      - Dense: 4
      - {ops.add, call: {x2: deep}}
      - {ops.multiply, call: {x2: deep.0}}
  again: {share: shared, from: y}
outputs: [shared, again]
"""

OF_WHAT_IS_LEFT_OUT = """\
params: {n: 0}
inputs: {x: [4], y: [4]}
layers:
  shallow: {Dense: 4, from: x}
  deep: {Dense: 4, from: shallow, when: n > 0}
  shared:
    from: x
    chain:
      - Dense: 4
      - {ops.add, call: {x2: shallow}}
      - {ops.multiply, call: {x2: deep}}
  again: {share: shared, from: y}
outputs: [shared, again]
"""

OF_COPIES = """\
params: {n: 0}
inputs: {x: [4], y: [4]}
blocks:
  half:
    inputs: [a]
    layers:
      shallow: {Dense: 4, from: a}
      deep: {Dense: 4, from: shallow, when: n > 0}
    outputs: {shallow: shallow, deep: deep}
    params: {n: 0}
layers:
  both: {half: {n: $n}, from: x}
  shared:
    from: x
    chain:
      - Dense: 4
      - {ops.multiply, call: {x2: both.shallow}}
      - {ops.subtract, call: {x2: both.deep}}
  again: {share: shared, from: y}
outputs: [shared, again]
"""

IN_A_BLOCK = """\
inputs: {x: [4], y: [4]}
blocks:
  both:
    inputs: [a, b]
    layers:
      first: {Dense: 4, from: a}
      shared:
        from: first
        chain:
          - Dense: 4
          - {ops.add, call: {x2: a}}
          - {ops.multiply, call: {x2: b}}
      again: {share: shared, from: b}
      sum: {Add, from: [shared, again]}
    outputs: sum
layers:
  one: {both, from: [x, x]}
  two: {both, from: [x, y]}
outputs: [one, two]
"""

IN_SEGMENTS = """\
inputs: {x: [4], y: [4]}
layers:
  first: {Dense: 4, from: x}
  second: {Dense: 4, from: first}
  shared:
    from: x
    chain:
      - Dense: 4
      - repeat: 450
        chain: [Dense: 4, {ops.add, call: {x2: first}}, {ops.subtract, call: {x2: second}}]
  again: {share: shared, from: y}
outputs: [shared, again]
"""


@pytest.mark.parametrize("spec", [OF_A_REPEAT, OF_WHAT_IS_LEFT_OUT, OF_COPIES])
def test_params_tell_two_names_apart(spec: str) -> None:
    assert_holds_for(spec, {"n": 2})


def test_another_use_of_a_block_tells_two_names_apart() -> None:
    compiled = mtlc.compile(IN_A_BLOCK)
    turned = mtlc.compile(IN_A_BLOCK.replace("[x, x]", "[x, y]"))
    assert compiled.code is not None
    assert turned.code is not None

    ours, expected = named_outputs(build(compiled.code)), named_outputs(build(turned.code))

    assert np.array_equal(ours[1], expected[1])
    assert not np.array_equal(ours[0], expected[0])


def test_segments_look_through_what_is_shared() -> None:
    compiled = mtlc.compile(IN_SEGMENTS)
    assert compiled.code is not None
    assert compiled.summary is not None

    assert build(compiled.code).count_params() == compiled.summary.params.total
