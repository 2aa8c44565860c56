"""A spec, the model that Keras builds of it, and the spec that is imported from that."""

from pathlib import Path

import keras
import pytest

import mtlc
from mtlc.expand import expand
from mtlc.inclusion import includer
from mtlc_spec.diagnostics import Report
from mtlc_spec.loader import load
from mtlc_spec.source import Source
from tests.importer.meaning import meaning
from tests.importer.reading import MANY, document_of, graph_of, read_again
from tests.models import build

HERE = Path(__file__).parents[1]
SPECS = sorted(
    spec
    for folder in ("examples", "tests/golden", "tests/designs")
    for spec in (HERE.parent / folder).rglob("*.yaml")
    if spec.parent.name != "applications"  # a network is one layer there, and many here
)

OTHERWISE = {
    "augmented_images": "Keras saves the seed that it drew",
    "features_in_half": "Keras saves the dtype of weights that the layer has not",
    "mixed_images": "Keras saves a number as the range that it means",
    "pipelines": "Keras saves a number as the range that it means",
    "time_distributed": "layers in a model that is an argument are named after that model",
    "arguments_of_layers": "a layer in a model is called by a number, which is no name",
    "shared": "a layer in a model is called by a number, which is no name",
    "shared_block": "Keras sorts the outputs of the nested model",
    "functions": "Keras computes constants while the model is built",
    "imports": "Keras saves what functions from elsewhere do, not their names",
}
"""Specs that do not come back as they are, and why."""

FEW = {
    *("bilstm_tagger", "seq2seq", "siamese", "tabular", "recurrent", "attention"),
    *("nested", "steps_of_copies", "arguments_in_a_stack", "transformer"),
}


def comes_back(spec: Path) -> bool:
    """Whether importing gives the same model; whatever it gives, Keras can build it."""
    report = Report()
    source = Source(spec.name, spec.read_text(encoding="utf-8"))
    document = load(source, report, includer(spec))
    assert document is not None
    graph = expand(document, report, {}, MANY, deepest=MANY).graph
    code = mtlc.compile(spec).code
    assert code is not None
    keras.backend.clear_session()
    model = build(code)
    imported = document_of(model)
    found = read_again(imported)
    assert meaning(graph_of(imported)) == meaning(found)
    again = mtlc.import_model(model.to_json()).spec
    assert again is not None
    compiled = mtlc.compile(again)
    assert compiled.ok, [str(one) for one in compiled]
    return meaning(found) == meaning(graph)


@pytest.mark.parametrize(
    "spec", [one for one in SPECS if one.stem in FEW], ids=lambda spec: spec.stem
)
def test_a_spec_comes_back(spec: Path) -> None:
    assert comes_back(spec)


@pytest.mark.proof
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.parent.name}/{spec.stem}")
def test_every_spec_comes_back(spec: Path) -> None:
    assert comes_back(spec) == (spec.stem not in OTHERWISE)
