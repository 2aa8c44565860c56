"""What `when` leaves out is judged as far as it is wrong whatever the params are."""

from __future__ import annotations

import pytest

from mtlc.driver import compile_source
from mtlc_spec.source import Source
from tests.models import build

IN_AN_ARGUMENT = """\
params: {{width: 0}}
inputs: {{x: [3, 4]}}
layers:
  steps:
    TimeDistributed: {{chain: [Dense: 4, {{ops.add, call: {{x2: {name}}}}}]}}
    from: x
    when: width > 0
  end: {{Dense: 1, from: steps}}
outputs: end
"""

OF_TOO_FEW_TENSORS = """\
params: {width: 0}
inputs: {x: [4]}
layers:
  sum: {ops.add, from: x, when: width > 0}
  end: {Dense: 1, from: sum}
outputs: end
"""


@pytest.mark.parametrize(("name", "code"), [("x", "MTL2021"), ("nobody", "MTL2001")])
def test_a_name_in_an_argument(name: str, code: str) -> None:
    found = compile_source(Source("a.yaml", IN_AN_ARGUMENT.format(name=name)))

    assert [one.code for one in found.diagnostics] == [code]


def test_a_function_of_too_few_tensors_runs_where_it_is_left_out() -> None:
    code = compile_source(Source("a.yaml", OF_TOO_FEW_TENSORS)).code

    assert code is not None
    assert build(code).count_params() == 5
    with pytest.raises(TypeError, match="x2"):
        build(code, width=1)
