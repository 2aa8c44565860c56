"""What `std` promises: every block is what its paper says, documented, and good code."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import mtlc
from mtlc_spec import std
from tests.models import (
    assert_as_summarized,
    assert_survives_saving,
    build,
    some_inputs,
)
from tests.std.cases import CASES, Case
from tests.std.reference import Reference, shake
from tests.std.reference_tasks import starting_alpha

ROOT = Path(__file__).parent.parent.parent
DOCS = (ROOT / "docs" / "std.md").read_text(encoding="utf-8")


def case_id(case: Case) -> str:
    return f"{case.block}-{case.params}"


def compiled(spec: str) -> mtlc.Result:
    result = mtlc.compile(spec)
    assert [*result.diagnostics] == []
    return result


def give_weights(model: Any, reference: Reference) -> None:
    """Carry the reference's weights over; every layer that has some gets its own."""
    with_weights = {layer.name for layer in model.layers if layer.weights}
    assert with_weights == {f"net_{place}" for place in reference.places}
    for place in reference.places:
        model.get_layer(f"net_{place}").set_weights(reference.weights(place))


def by_name(outputs: Any) -> dict[str, np.ndarray]:
    if not isinstance(outputs, dict):
        outputs = {"": outputs}
    return {name: np.asarray(one) for name, one in outputs.items()}


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_a_block_is_what_a_person_wrote_from_the_paper(case: Case, tmp_path: Path) -> None:
    result = compiled(case.spec)
    assert result.code is not None
    assert result.summary is not None
    model = build(result.code)
    assert_as_summarized(model, result.summary)
    assert case.reference is not None
    reference = case.reference()
    assert model.count_params() == reference.model.count_params()

    shake(reference.model)
    give_weights(model, reference)
    inputs = some_inputs(model)
    given = by_name(model(inputs))
    expected = by_name(reference.model(inputs))
    assert given.keys() == expected.keys()
    for name, one in expected.items():
        np.testing.assert_allclose(given[name], one, rtol=1e-5, atol=1e-5)
        assert np.std(one) > 1e-3, "the weights make no difference"

    assert_survives_saving(model, tmp_path / "model.keras")


@pytest.mark.parametrize(
    ("tasks", "own", "other"), [(["a", "b"], 0.9, 0.1), (["a", "b", "c"], 0.8, 0.15)]
)
def test_a_cross_stitch_unit_starts_as_in_the_paper(
    tasks: list[str], own: float, other: float
) -> None:
    listed = ", ".join(tasks)
    params = f"{{tasks: [{listed}], own: {own}, other: {other}}}"
    inputs = f"{{x: {{shape: [5], copies: [{listed}]}}}}"
    result = compiled(Case("cross_stitch", params, inputs, None).spec)
    assert result.code is not None
    model = build(result.code)
    xs = some_inputs(model)

    given = model(xs)

    alpha = starting_alpha(len(tasks), own, other)
    for row, task in zip(alpha, tasks, strict=True):
        expected = sum(weight * x for weight, x in zip(row, xs, strict=True))
        np.testing.assert_allclose(np.asarray(given[task]), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("block", ["cross_stitch", "mtan_attention"])
def test_the_order_of_a_bundle_does_not_matter(block: str) -> None:
    """What is given for each task is found by the task's name."""
    case = next(one for one in CASES if one.block == block)
    turned = replace(case, inputs=case.inputs.replace("[click, convert]", "[convert, click]"))
    model, other = (build(str(compiled(one.spec).code)) for one in (case, turned))
    shake(model)
    other.set_weights(model.get_weights())
    inputs = some_inputs(model)
    by_task = dict(zip([one.name for one in model.inputs], inputs, strict=True))

    given = by_name(other([by_task[one.name] for one in other.inputs]))

    for name, one in by_name(model(inputs)).items():
        np.testing.assert_allclose(given[name], one, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("block", [*{one.block: None for one in CASES}])
def test_a_block_follows_the_dtype_policy(block: str) -> None:
    case = next(one for one in CASES if one.block == block)
    result = compiled("dtype: mixed_bfloat16\n" + case.spec)

    assert result.summary is not None
    assert_as_summarized(build(str(result.code)), result.summary)


def test_positions_are_exact_in_half_precision() -> None:
    spec = "dtype: bfloat16\n" + Case("sinusoidal_positions", "4", "{x: [600, 4]}", None).spec
    model = build(str(compiled(spec).code))

    given = np.asarray(keras.ops.cast(model(np.zeros((1, 600, 4))), "float32"))

    np.testing.assert_allclose(given[0, :, 0], np.sin(np.arange(600)), atol=4e-3)


def test_what_a_decoder_says_does_not_depend_on_what_follows() -> None:
    case = next(one for one in CASES if one.block == "transformer_decoder")
    code = compiled(case.spec).code
    assert code is not None
    model = build(code)
    x, memory = some_inputs(model)
    changed = x.copy()
    changed[:, -1] += 1

    before, after = np.asarray(model([x, memory])), np.asarray(model([changed, memory]))

    np.testing.assert_allclose(before[:, :-1], after[:, :-1], atol=1e-6)
    assert not np.allclose(before[:, -1], after[:, -1])


def test_dropout_drops_in_training_alone() -> None:
    spec = Case("mlp", "{units: [64], dropout: 0.5}", "{x: [8]}", None).spec
    code = compiled(spec).code
    assert code is not None
    model = build(code)
    x = some_inputs(model)

    assert np.mean(np.asarray(model(x, training=True)) == 0) > np.mean(
        np.asarray(model(x)) == 0
    )


def test_towers_follow_the_mixtures_of_their_tasks() -> None:
    spec = """\
inputs: {x: [12]}
params: {tasks: [click, convert]}
layers:
  mmoe: {std.mmoe: {experts: 3, units: 4, tasks: $tasks}, from: x}
  tower: {std.mlp: [4], from: mmoe.$copy, copies: $tasks}
  click: {Dense: 1, from: tower.click}
  convert: {Dense: 1, from: mmoe.convert}
outputs: [click, convert]
"""
    result = mtlc.compile(spec)

    assert result.code is not None
    assert result.summary is not None
    assert_as_summarized(build(result.code), result.summary)


@pytest.mark.parametrize("block", ["ple", "mtan", "cross_stitch_network"])
def test_the_module_takes_other_tasks(block: str) -> None:
    """`build_model(tasks=…)` is what the spec with these tasks is."""
    params = {
        "ple": "{tasks: $tasks, units: 4, shared: 1, own: 1}",
        "mtan": "{tasks: $tasks, filters: [2, 3]}",
        "cross_stitch_network": "{tasks: $tasks, units: [3, 2]}",
    }[block]
    inputs = "{x: [8, 8, 3]}" if block == "mtan" else "{x: [6]}"
    spec = "params: {tasks: [a, b]}\n" + Case(block, params, inputs, None).spec
    code = compiled(spec).code
    assert code is not None
    module: dict[str, Any] = {"__name__": "generated"}
    exec(compile(code, "generated.py", "exec"), module)
    wanted = mtlc.compile(spec, params={"tasks": ["a", "b", "c"]})
    assert wanted.summary is not None

    assert_as_summarized(module["build_model"](tasks=("a", "b", "c")), wanted.summary)


# --- documentation ----------------------------------------------------------------------


def text_of(block: str) -> str:
    """A block as it is written in its file."""
    text = std.read(std.FILES[block]).text
    found = re.search(rf"^  {block}:\n(?:    .*\n|\n)*", text, re.MULTILINE)
    assert found is not None
    return found.group()


def params_of(block: str) -> list[str]:
    """The lines of a block's params."""
    found = re.search(r"^    params:\n((?:      .*\n)*)", text_of(block), re.MULTILINE)
    return [] if found is None else found.group(1).splitlines()


def section_of(block: str) -> str:
    """What the documentation says of a block."""
    found = re.search(rf"^### `std\.{block}`\n(.*?)(?=^##|\Z)", DOCS, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found.group(1)


def test_every_block_of_the_files_is_listed() -> None:
    found = {}
    for file in sorted({*std.FILES.values()}):
        blocks = std.read(file).text.partition("\nblocks:\n")[2]
        found |= dict.fromkeys(re.findall(r"^  (\w+):$", blocks, re.MULTILINE), file)

    assert found == std.FILES


def test_every_file_of_the_folder_is_used() -> None:
    folder = Path(std.__file__).parent

    assert {path.name for path in folder.glob("*.yaml")} == {*std.FILES.values()}


@pytest.mark.parametrize("block", std.FILES)
def test_a_block_is_tested_with_several_params(block: str) -> None:
    assert len({case.params for case in CASES if case.block == block}) >= 2


@pytest.mark.parametrize("block", std.FILES)
def test_a_block_names_its_source(block: str) -> None:
    description = re.search(r"description: >-\n((?:      .*\n)+)", text_of(block))

    assert description is not None
    words = " ".join(description.group(1).split())
    assert re.search(
        r"\([A-Z][^()]*,? (?:19|20)\d\d[^()]*\)|\([A-Z][^()]* \d+, \d{4}", words
    ), words
    assert "http" not in words


@pytest.mark.parametrize("block", std.FILES)
def test_a_block_explains_its_params(block: str) -> None:
    lines = params_of(block)
    assert lines
    for line in lines:
        name, _, comment = line.partition(" # ")
        assert comment.strip(), line
        assert f"| `{name.split(':')[0].strip()}` |" in section_of(block)


@pytest.mark.parametrize("block", std.FILES)
def test_the_example_of_a_block_compiles(block: str) -> None:
    section = section_of(block)
    example = re.search(r"```yaml\n(.*?)```", section, re.DOTALL)
    assert example is not None
    spec = example.group(1)

    assert f"std.{block}" in spec
    result = compiled(spec)
    assert result.summary is not None
    shapes = re.search(r"^Example: (.*)\.$", section, re.MULTILINE)
    assert shapes is not None
    code = result.code
    assert code is not None
    assert shapes.group(1) in code, re.search(r"Build .*", code)


def test_a_module_with_a_block_needs_keras_alone() -> None:
    code = compiled(CASES[0].spec).code
    assert code is not None

    imported = re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)
    assert {*imported} == {"keras"}
    assert keras.__version__
