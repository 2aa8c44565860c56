"""The schema is made from the catalogue, and says of arguments what the catalogue says."""

import re
from random import Random
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from pydantic import ValidationError

import mtlc_spec.schema
from mtlc.driver import compile_source
from mtlc_spec.applications import network_class, network_names
from mtlc_spec.diagnostics import Severity
from mtlc_spec.functions import function_class, function_names
from mtlc_spec.layers import ALIASES, layer_class, layer_names
from mtlc_spec.schema import snippets
from mtlc_spec.source import Source
from mtlc_spec.values.tagged import argument_names, spread, validate
from tests.catalogue import test_losses, test_metrics, test_optimizers, test_schedules
from tests.catalogue.drawing import TABLES, draw
from tests.schema.reading import FILE, as_json, mistakes, schema, validator

MOST = 1_000_000
"""Bytes: editors read it at every start."""


def test_the_schema_on_disk_is_that_of_the_catalogue() -> None:
    assert FILE.read_text(encoding="utf-8") == mtlc_spec.schema.render(), (
        "write it anew: make schema"
    )


def test_it_is_small_and_of_draft_7() -> None:
    assert FILE.stat().st_size < MOST
    Draft7Validator.check_schema(schema())


def test_it_needs_nothing_but_itself() -> None:
    found = set(re.findall(r'"\$ref":"([^"]*)"', FILE.read_text(encoding="utf-8")))
    names = {f"#/definitions/{name}" for name in schema()["definitions"]}

    assert found <= names
    assert names - found == set()


@pytest.mark.parametrize("where", ["step", "entry", "inner-layer"])
def test_every_kind_can_stand_where_layers_stand(where: str) -> None:
    kinds = {
        *layer_names(),
        *ALIASES,
        *(f"applications.{name}" for name in network_names()),
        *(f"ops.{name}" for name in function_names()),
        "chain",
    }
    whole = schema()["definitions"][where]["anyOf"]
    (properties,) = [one["properties"] for one in whole if "properties" in one]

    assert kinds <= properties.keys()


MODELS: dict[str, Any] = {
    **{name: layer_class(name) for name in layer_names()},
    **{f"applications.{name}": network_class(name) for name in network_names()},
}


def properties(definition: dict[str, Any]) -> dict[str, Any]:
    """The arguments by name, as a definition has them."""
    pieces = definition.get("anyOf") or definition.get("allOf") or [definition]
    (found,) = [one["properties"] for one in pieces if "properties" in one]
    return {name: resolved(one) for name, one in found.items()}


def resolved(piece: dict[str, Any]) -> dict[str, Any]:
    reference = piece.get("$ref")
    if reference is None:
        return piece
    found: dict[str, Any] = schema()["definitions"][reference.rpartition("/")[2]]
    return found


@pytest.mark.parametrize("kind", MODELS)
def test_a_kind_has_its_arguments_and_their_defaults(kind: str) -> None:
    model = MODELS[kind]
    definition = schema()["definitions"][kind]
    own = properties(definition)
    wanted = {name for name, one in own.items() if "default" not in one}

    assert tuple(own) == argument_names(model)
    assert wanted == {n for n, field in model.model_fields.items() if field.is_required()}
    assert definition["title"] == kind
    assert definition["description"].splitlines()[0].endswith((".", ")"))
    for name, one in own.items():
        assert one["description"].endswith("."), name


@pytest.mark.parametrize("name", function_names())
def test_a_function_has_its_parameters(name: str) -> None:
    own = properties(schema()["definitions"][f"ops.{name}"])

    assert tuple(own) == tuple(function_class(name).model_fields)


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_what_the_schema_refuses_the_catalogue_refuses(kind: str) -> None:
    rng = Random(kind)
    model = layer_class(kind)
    judge = validator(kind)
    for _ in range(20):
        arguments = draw(kind, rng).arguments
        if not judge.is_valid(as_json(arguments)):
            with pytest.raises(ValidationError):
                validate(model, spread(model, arguments))


OBJECTS = {"loss": test_losses, "metric": test_metrics, "optimizer": test_optimizers}
OBJECTS["schedule"] = test_schedules


@pytest.mark.parametrize("family", OBJECTS)
def test_what_the_schema_refuses_of_objects_the_catalogue_refuses(family: str) -> None:
    for case in OBJECTS[family].CASES:
        known = f"{family}.{case.kind}" in schema()["definitions"]
        judge = validator(f"{family}.{case.kind}" if known else f"{family}-map.{case.kind}")
        if not judge.is_valid(as_json(case.arguments)):
            assert not case.accepted, case


# --- snippets ---------------------------------------------------------------------------

GRAPH = {"y": {"Dense": 10, "from": "x"}, "encoder": {"Dense": 10, "from": "x"}}
HEAD = {"head": {"Dense": {"units": 1, "activation": "sigmoid"}, "from": "x"}}


def spec(place: str, body: Any) -> dict[str, Any]:
    """A spec around what a snippet writes."""
    around: dict[str, dict[str, Any]] = {
        "WHOLE": body,
        "LAYERS": {"layers": body, "outputs": "hidden"},
        "STEPS": {"layers": [body]},
        "ENTRIES": {"layers": {**GRAPH, "it": body}, "outputs": "it"},
        "INPUTS": {"inputs": {"x": body}},
        "TASKS": {"layers": HEAD, "outputs": {"out": body}},
        "TRAINING": {"layers": HEAD, "outputs": {"head": {"loss": "mse"}}, "training": body},
        "BLOCKS": {"blocks": {"it": body}, "layers": [{"it": 4}]},
    }
    whole = {"inputs": {"x": [10]}, "layers": [{"Dense": 1}], **around[place]}
    if place == "LAYERS" and isinstance(body, list):
        del whole["outputs"]
    return whole


def typed(body: Any) -> Any:
    """What stands in a spec when nobody changes what a snippet proposes."""
    if isinstance(body, dict):
        return {typed(key): typed(one) for key, one in body.items()}
    if isinstance(body, list):
        return [typed(one) for one in body]
    if not isinstance(body, str):
        return body
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body).replace("\\$", "$")
    return yaml.safe_load(text)


SNIPPETS = [
    pytest.param(place, one["body"], id=f"{place}: {one['label']}")
    for place in vars(snippets)
    if place.isupper()
    for one in getattr(snippets, place)
]


@pytest.mark.parametrize(("place", "body"), SNIPPETS)
def test_a_snippet_writes_what_compiles(place: str, body: Any) -> None:
    text = yaml.safe_dump(spec(place, typed(body)))
    result = compile_source(Source("spec.yaml", text), want="check")

    assert [one.message for one in result if one.severity is Severity.ERROR] == []
    assert mistakes("spec.yaml", text.encode()) == []
