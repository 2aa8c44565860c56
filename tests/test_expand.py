"""The flat spec: no structure is left, and it is the same model."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import pytest
from click.testing import CliRunner

import mtlc
from mtlc.cli.main import cli
from mtlc.driver import Options, compile_source
from mtlc.expand import expand
from mtlc.graph import Graph, Nested, Value
from mtlc.inclusion import includer
from mtlc.settings import frozen
from mtlc_spec.diagnostics import Report
from mtlc_spec.loader import load
from mtlc_spec.source import Source
from tests.models import assert_as_summarized, build
from tests.random_specs import OTHERS, random_spec

HERE = Path(__file__).parent
SPECS = [
    *(HERE.parent / "examples").glob("*.yaml"),
    *(HERE / "golden").rglob("*.yaml"),
    *(HERE / "designs").glob("*.yaml"),
]
STRUCTURE = {"params", "repeat", "copies", "include"}
RENAMED = {
    "shared": "# deep_0 is called deep_at_0 here: a name begins with a letter",
    "arguments_of_layers": "# the model copied_0_gated is called after its block here",
}
"""What the flat spec says first where it cannot name everything as the spec does."""


def flat(source: Source, options: Options) -> str:
    result = compile_source(source, options, want="flat")
    assert result.flat is not None, [one.message for one in result]
    return result.flat


def graph(source: Source, options: Options) -> Graph:
    report = Report()
    document = load(source, report, options.include)
    assert document is not None
    found = expand(document, report, options.settings, deepest=10**6).graph
    assert report.ok, [one.message for one in report]
    return found


def facts(graph: Graph, *, nested: bool = False) -> tuple[Any, ...]:
    """All that Keras gets to know: layers by name, calls by position, outputs by name."""
    numbers: dict[str, object] = {
        name: f"input {number}" for number, name in enumerate(graph.inputs)
    }
    numbers |= {call.name: number for number, call in enumerate(graph.order)}

    def tensor(given: Any) -> object:
        if isinstance(given, Value):
            return numbers[given.producer], given.index
        if isinstance(given, tuple):
            return tuple(tensor(one) for one in given)
        return given.value

    def calls() -> Iterator[tuple[object, ...]]:
        for call in graph.order:
            layer = graph.layers[call.layer]
            what = layer.what
            yield (
                call.layer if layer.has_name else None,
                facts(what.graph, nested=True) if isinstance(what, Nested) else what,
                {name: facts(one.graph, nested=True) for name, one in layer.inner.items()},
                tensor(call.inputs),
                {name: tensor(one) for name, one in call.call.items()},
            )

    outputs = [(None if nested else one.name, tensor(one.value)) for one in graph.outputs]
    if nested:
        return graph.name, len(graph.inputs), tuple(calls()), outputs
    inputs = {name: one.arguments for name, one in graph.inputs.items()}
    tasks = [one.task and one.task.arguments for one in graph.outputs]
    training = graph.training and graph.training.arguments
    return inputs, tuple(calls()), outputs, graph.output_form, tasks, training


def sizes(source: Source) -> object:
    """What stays the same if layers are called otherwise."""
    summary = compile_source(source, Options(), want="summary").summary
    assert summary is not None
    said = summary.to_dict()
    layers = [[one["calls"][0]["outputs"], one["params"]] for one in said["layers"]]
    outputs = [(one["name"], one["shape"]) for one in said["outputs"]]
    return said["inputs"], layers, outputs, said["params"]


def assert_flat_and_same(source: Source, options: Options) -> str:
    text = flat(source, options)
    own = Source(source.name, text)
    again = Options(include=options.include)

    assert flat(own, again) == "".join(re.findall(r"^[^#].*\n", text, re.MULTILINE))
    assert not STRUCTURE & {*re.findall(r"\w+(?=:)", text)}
    assert "$" not in text
    assert facts(graph(own, again)) == facts(graph(source, options))
    return text


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.parent.name}/{spec.stem}")
def test_it_is_the_same_model(spec: Path) -> None:
    source = Source(spec.name, spec.read_text(encoding="utf-8"))
    options = Options(include=includer(spec))

    if spec.parent.name == "structure" and spec.stem in RENAMED:
        text = flat(source, options)
        assert text.splitlines()[0] == RENAMED[spec.stem]
        assert sizes(Source(source.name, text)) == sizes(source)
    else:
        assert_flat_and_same(source, options)


@pytest.mark.parametrize("seed", range(60))
def test_drawn_specs_are_the_same_models(seed: int) -> None:
    source = Source("drawn.yaml", random_spec(seed))

    others = {name: frozen(value) for name, value in OTHERS.items()}
    for settings in ({}, others):
        options = Options(settings=settings)
        if not flat(source, options).startswith("#"):
            assert_flat_and_same(source, options)


@pytest.mark.parametrize("name", ["siamese", "mmoe", "resnet", "transformer"])
def test_keras_builds_the_same_model(name: str) -> None:
    spec = HERE / "designs" / f"{name}.yaml"
    text = flat(Source(spec.name, spec.read_text(encoding="utf-8")), Options())
    summary = mtlc.summary(spec)
    code = mtlc.compile(text, name=name).code
    assert summary is not None
    assert code is not None

    keras.backend.clear_session()
    model = build(code)
    assert model.count_params() == summary.params.total
    own = mtlc.summary(text, name=name)
    assert own is not None
    assert_as_summarized(model, own)


def test_a_dtype_stays_where_the_policy_would_not_give_it() -> None:
    spec = """\
dtype: float64
inputs: {x: {shape: [3], dtype: float64}, word: {shape: [1], dtype: string}}
layers:
  dense: {Dense: {units: 2, dtype: float64}, from: x}
  hashed: {Hashing: {num_bins: 8, dtype: float64, output_mode: one_hot}, from: word}
outputs: [dense, hashed]
"""
    text = assert_flat_and_same(Source("dtypes.yaml", spec), Options())

    assert "  x: {shape: [3], dtype: float64}\n" in text
    assert "Dense: {units: 2}, from: x" in text
    assert "Hashing: {num_bins: 8, output_mode: one_hot, dtype: float64}" in text


def test_a_model_that_is_called_once_stays_a_model() -> None:
    spec = """\
params: {twice: false}
inputs: {x: [4], y: [4]}
layers:
  tower: {from: x, chain: [Dense: 4, ReLU]}
  other: {share: tower, from: y, when: twice}
  sum: {Add, from: [tower, other]}
outputs: sum
"""
    text = flat(Source("once.yaml", spec), Options())

    assert "tower_again: {share: tower, from: x, when: false}" in text
    assert list(mtlc.check(text)) == []
    assert facts(graph(Source("once.yaml", text), Options())) == facts(
        graph(Source("once.yaml", spec), Options())
    )


@pytest.mark.parametrize(
    "text",
    ["a: b", "yes", "1e-3", "0x10", "", "x #y", "it's", "two\nlines", "\u2028", "-", "$5"],
)
def test_any_string_reads_as_itself(text: str) -> None:
    from mtlc.specsrc.text import scalar
    from mtlc_spec.reading import read

    report = Report()
    found = read(Source("text.yaml", f"a: {scalar(text)}\nb: [{scalar(text)}]\n"), report)

    assert report.ok
    assert found is not None
    one, two = (value for _, value in found)  # type: ignore[union-attr]
    assert one.value == text  # type: ignore[union-attr]
    assert two.items[0].value == text  # type: ignore[union-attr]


def test_the_command_prints_the_spec_and_reports_beside_it() -> None:
    spec = """\
params: {n: 2}
inputs: {x: [4], z: [1]}
layers:
  dense: {Dense: $n, from: x, repeat: $n}
outputs: {y: dense}
"""
    run = CliRunner().invoke(cli, ["expand", "-", "--set", "n=3"], input=spec)

    assert (
        run.stdout
        == """\
mtlc: 1
name: stdin
inputs:
  x: [4]
  z: [1]
layers:
  dense_0: {Dense: {units: 3}, from: x}
  dense_1: {Dense: {units: 3}, from: dense_0}
  dense_2: {Dense: {units: 3}, from: dense_1}
outputs:
  'y': dense_2
"""
    )
    assert "`z`" in run.stderr


def test_a_spec_with_errors_prints_nothing_but_them() -> None:
    run = CliRunner().invoke(
        cli,
        ["expand", "-"],
        input="inputs: {x: [4]}\nlayers: [Dense: -1]\n",
        standalone_mode=False,
    )

    assert run.stdout == ""
    assert run.return_value == 1
    assert "MTL1005" in run.stderr
