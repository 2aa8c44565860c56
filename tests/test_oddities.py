"""Warnings about what Keras accepts: when they come, and when they keep quiet."""

import pytest

import mtlc


def odd(spec: str) -> list[str]:
    """The codes of what is odd in a spec."""
    return [one.code for one in mtlc.check(spec) if one.code.startswith("MTL902")]


def chain(*steps: str, x: str = "[28, 28, 3]") -> str:
    return f"inputs: {{x: {x}}}\nlayers:\n" + "".join(f"  - {step}\n" for step in steps)


CONV = "Conv2D: {filters: 8, kernel_size: 3}"


@pytest.mark.parametrize(
    "steps",
    [
        ("Conv2D: {filters: 8, kernel_size: 3, use_bias: false}", "BatchNormalization"),
        ("Conv2D: {filters: 8, kernel_size: 3, activation: relu}", "BatchNormalization"),
        (CONV, "BatchNormalization: 1"),
        (CONV, "BatchNormalization: {trainable: false}"),
        (CONV, "LayerNormalization"),
        (CONV, "Activation: relu", "BatchNormalization"),
    ],
    ids=str,
)
def test_a_bias_has_an_effect(steps: tuple[str, ...]) -> None:
    assert odd(chain(*steps)) == []


@pytest.mark.parametrize(
    "first",
    [
        CONV,
        "Dense: 8",
        "Conv2DTranspose: {filters: 8, kernel_size: 3}",
        "SeparableConv2D: {filters: 8, kernel_size: 3}",
        "DepthwiseConv2D: 3",
    ],
)
def test_a_bias_has_none(first: str) -> None:
    assert odd(chain(first, "BatchNormalization")) == ["MTL9026"]


def test_a_bias_along_the_first_axis() -> None:
    first = "Conv2D: {filters: 8, kernel_size: 3, data_format: channels_first}"

    assert odd(chain(first, "BatchNormalization: 1", x="[3, 28, 28]")) == ["MTL9026"]
    assert odd(chain(first, "BatchNormalization", x="[3, 28, 28]")) == []


def test_a_bias_that_something_else_sees() -> None:
    spec = """\
inputs: {x: [4]}
layers:
  d: {Dense: 4, from: x}
  n: {BatchNormalization, from: d}
  s: {Multiply, from: [n, d]}
outputs: s
"""

    assert odd(spec) == []
    assert odd(spec.replace("[n, d]", "[n, x]")) == ["MTL9026"]
    assert odd(spec.replace("outputs: s", "outputs: [n, d]")) == []


def test_the_fix_of_a_bias_keeps_what_was_written() -> None:
    (found,) = mtlc.check(chain("Dense: 8", "BatchNormalization", x="[4]"))
    ((span, text),) = found.fix

    assert (span.text, text) == ("8", "{units: 8, use_bias: false}")


def test_a_value_that_params_decide_may_be_meant() -> None:
    spec = "params: {rate: 0}\n" + chain("Dropout: RATE", x="[4]")

    assert odd(spec.replace("RATE", "$rate")) == []
    assert odd(spec.replace("RATE", "0")) == ["MTL9022"]


def test_what_the_library_does_is_meant() -> None:
    spec = """\
inputs: {x: [8, 8, 3]}
layers:
  net: {std.mtan: {tasks: [a, b], filters: [4, 6]}, from: x}
outputs: net
"""

    assert odd(spec) == []


@pytest.mark.parametrize("inputs", ["[4, 3], b: [4, 1]", "[1, 3], b: [4, 3]"])
@pytest.mark.parametrize("kind", ["Add", "Subtract", "Average", "Maximum", "Minimum"])
def test_what_is_merged_is_broadcast(kind: str, inputs: str) -> None:
    spec = "inputs: {a: %s}\nlayers: {m: {%s, from: [a, b]}}\noutputs: m\n"

    assert odd(spec % (inputs, kind)) == ["MTL9021"]


@pytest.mark.parametrize("inputs", ["[4, 3], b: [3]", "[4, null], b: [4, 3]", "[1], b: [1]"])
def test_what_is_merged_is_alike_or_of_another_rank(inputs: str) -> None:
    assert (
        odd(f"inputs: {{a: {inputs}}}\nlayers: {{m: {{Add, from: [a, b]}}}}\noutputs: m") == []
    )


def test_a_gate_is_what_multiply_is_for() -> None:
    spec = "inputs: {a: [4, 4, 3], b: [1, 1, 3]}\nlayers: {m: {Multiply, from: [a, b]}}\n"

    assert odd(f"{spec}outputs: m") == []


@pytest.mark.parametrize("second", ["Activation: relu", "ReLU", "Activation: elu", "ops.relu"])
@pytest.mark.parametrize("first", ["relu", "sigmoid", "softplus"])
def test_an_activation_changes_nothing(first: str, second: str) -> None:
    steps = (f"Dense: {{units: 4, activation: {first}}}", "Dropout: 0.5", second)

    assert odd(chain(*steps, x="[4]")) == ["MTL9025"]


@pytest.mark.parametrize(
    "second", ["Activation: tanh", "ReLU: 6", "Activation: relu6", "Softmax"]
)
def test_an_activation_changes_something(second: str) -> None:
    assert odd(chain("Dense: {units: 4, activation: relu}", second, x="[4]")) == []


@pytest.mark.parametrize(
    ("step", "shape"),
    [("Softmax", "[4, 1]"), ("Softmax: 1", "[1, 4]"), ("ops.softmax", "[4, 1]")],
)
def test_a_softmax_over_one(step: str, shape: str) -> None:
    assert odd(chain(step, x=shape)) == ["MTL9020"]


def test_a_softmax_over_several() -> None:
    assert odd(chain("Softmax: 1", x="[4, 1]")) == []
    assert odd(chain("Softmax", x="[1, 4]")) == []


def test_a_softmax_over_one_that_is_trained_is_reported_by_its_loss() -> None:
    spec = """\
inputs: {x: [4]}
layers: [{Dense: {units: 1, activation: softmax}, name: p}]
outputs: {p: {loss: binary_crossentropy}}
"""

    assert [one.code for one in mtlc.check(spec)] == ["MTL5002"]


def test_what_is_odd_inside_of_a_layer() -> None:
    step = "TimeDistributed: {chain: [Dense: 4, BatchNormalization, Dropout: 0]}"

    assert sorted(odd(chain(step, x="[5, 4]"))) == ["MTL9022", "MTL9026"]


def test_what_is_odd_in_a_block_is_reported_once() -> None:
    spec = """\
inputs: {x: [4]}
blocks:
  part: {layers: [Dense: 4, Dropout: 0]}
layers:
  - {part, repeat: 3}
"""

    assert odd(spec) == ["MTL9022"]


def test_tokens_of_whole_numbers() -> None:
    steps = ("Embedding: {input_dim: 9, output_dim: 2}",)

    assert odd(chain(*steps, x="[4]")) == ["MTL9023"]
    assert odd(chain(*steps, x="{shape: [4], dtype: int32}")) == []


def test_few_weights_after_flattening_are_fine() -> None:
    assert odd(chain("Flatten", "Dense: 10", x="[64, 64, 3]")) == []
    assert odd(chain("Flatten", "Dense: 1000", x="[64, 64, 3]")) == ["MTL9027"]
    assert odd(chain("Dense: 4000", "Dense: 4000", x="[400]")) == []
