"""Which learning rates are taken for mistakes."""

import pytest

import mtlc

SPEC = """
inputs: {{x: [4]}}
layers:
  y: {{Dense: 1, from: x}}
outputs:
  y: {{loss: mse}}
training: {{optimizer: {{Adam: {{learning_rate: {{CosineDecay: {{{arguments}}}}}}}}}}}
"""


@pytest.mark.parametrize(
    ("arguments", "warned"),
    [
        ("initial_learning_rate: 0.0, decay_steps: 9, warmup_target: 0.001", False),
        ("initial_learning_rate: 0.0, decay_steps: 9, warmup_target: 0.0", True),
        ("initial_learning_rate: -0.1, decay_steps: 9, warmup_target: 0.001", True),
        ("initial_learning_rate: 0.0, decay_steps: 9", True),
    ],
)
def test_a_warm_up_may_rise_from_zero(arguments: str, warned: bool) -> None:
    result = mtlc.compile(SPEC.format(arguments=arguments))

    assert [one.code for one in result.diagnostics] == ["MTL5014"] * warned
