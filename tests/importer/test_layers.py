"""Every class of the catalogue goes through Keras' JSON, and comes back as it was."""

import json
from random import Random
from typing import Any

import keras
import pytest

import mtlc
from tests.catalogue.drawing import TABLES, draw
from tests.catalogue.judge import (
    Answer,
    Refusal,
    Row,
    ask_catalogue,
    keras_call,
    keras_input,
    read_arguments,
    takes_list,
    tensors,
    to_keras_layer,
)
from tests.importer.configs import without_names
from tests.importer.reading import document_in, graph_of, read_again
from tests.models import build
from tests.scalar_cache import forget_scalars

FEW = 1
MANY = 20

NOT_SAVED = {
    "BatchNormalization": {"renorm_clipping"},
    "HashedCrossing": {"dtype"},
    "RandomCrop": {"seed"},
}
"""Arguments that Keras decides on when it makes the layer, and saves what it decided."""

NOT_LOADED = {"RandomShear"}
"""Layers that Keras saves with a range below 0, and then refuses for it."""

BESIDE = {"vocabulary_size"}
"""What tells of a file that stands beside the JSON: the words of a lookup."""


def accepted(kind: str, count: int) -> list[Row]:
    """The first rows of a class that are accepted."""
    rng = Random(kind)
    found: list[Row] = []
    for _ in range(count * 8):
        row = draw(kind, rng)
        if isinstance(read_arguments(row), Refusal):
            continue
        if isinstance(ask_catalogue(row), Answer):
            found.append(row)
        if len(found) == count:
            break
    return found


def start() -> None:
    keras.utils.clear_session(free_memory=False)
    forget_scalars()


def saved(row: Row) -> str | None:
    """The JSON of a model with the layer of a row; None where Keras cannot save or load it."""
    start()
    made = to_keras_layer(row.kind, row.arguments)
    inputs = [keras_input(one) for one in tensors(row, row.inputs)]
    call = keras_call(row, row.call)
    given = made(inputs, **call) if takes_list(row) else made(*inputs, **call)
    leaves = {
        id(one): one
        for one in keras.tree.flatten([inputs, call])
        if isinstance(one, keras.KerasTensor)
    }
    model = keras.Model([*leaves.values()], keras.tree.flatten(given))
    try:
        text = str(model.to_json())
    except NotImplementedError:
        return None
    if row.kind in NOT_LOADED:
        try:
            keras.models.model_from_json(text)
        except TypeError:
            return None
    return text


def judged(text: str) -> Any:
    (found,) = (
        one
        for one in json.loads(text)["config"]["layers"]
        if one["config"].get("name") == "judged"
    )
    left_out = {"name", *BESIDE}
    config = {key: value for key, value in found["config"].items() if key not in left_out}
    calls = found.get("inbound_nodes", [])
    for call in calls:
        call["kwargs"].pop("training", None)
        if call["kwargs"].get("mask", 0) is None:
            del call["kwargs"]["mask"]
    return without_names([config, calls] if calls else [config])


def said(layer: Any) -> set[str]:
    """The arguments that are not their defaults."""
    fields = type(layer).model_fields.items()
    return {name for name, field in fields if getattr(layer, name) != field.default}


def check(kind: str, count: int) -> None:
    for row in accepted(kind, count):
        text = saved(row)
        if text is None or str(2**63) in text:  # no spec holds such a number
            continue
        document = document_in(text)
        graph = read_again(document)
        assert graph.layers["judged"].what == graph_of(document).layers["judged"].what
        ours = read_arguments(row)
        assert not isinstance(ours, Refusal)
        found = graph.layers["judged"].what
        assert isinstance(found, type(ours))
        more = said(found.under("float32")) - said(ours.under("float32"))
        assert more <= NOT_SAVED.get(kind, set()), row

        spec = mtlc.import_model(text).spec
        assert spec is not None
        result = mtlc.compile(spec)
        assert result.code is not None, ([str(one) for one in result], spec)
        start()
        again = judged(build(result.code).to_json())
        own = judged(text)
        assert again[0] == own[0], (row, spec)
        if len(own) == len(again):
            assert again == own, (row, spec)


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_a_layer_comes_back(kind: str) -> None:
    check(kind, FEW)


@pytest.mark.proof
@pytest.mark.parametrize("kind", sorted(TABLES))
def test_many_layers_come_back(kind: str) -> None:
    check(kind, MANY)
