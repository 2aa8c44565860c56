"""`mtlc layers`: the catalogue is described from its classes alone."""

import json
from pathlib import Path

import pytest

from mtlc.catalogue import FAMILIES, describe, family, find, sample
from mtlc.catalogue.text import described, described_json, listed
from mtlc_spec.applications import network_class, network_names
from mtlc_spec.layers import ALIASES, layer_class, layer_names
from tests.test_repair import run


@pytest.mark.parametrize("name", FAMILIES)
def test_everything_is_described(name: str) -> None:
    for member in FAMILIES[name]():
        one = describe(name, member)
        text = described((one,))

        assert one.summary
        assert text.startswith(f"{one.name} ({name}")
        assert max(len(line) for line in text.splitlines()) <= 110


@pytest.mark.parametrize("name", FAMILIES)
def test_families_are_listed(name: str) -> None:
    members = family(name)
    text = listed(name, members)

    assert text[0].isalpha()
    assert all(f"{one.name} " in text for one in members)


@pytest.mark.parametrize("name", ["losses", "optimizers", "balance"])
def test_json_says_the_same(name: str) -> None:
    for one in family(name):
        (found,) = json.loads(described_json((one,)))["found"]

        assert found["name"] == one.name
        assert [given["name"] for given in found["arguments"]] == [
            argument.name for argument in one.arguments
        ]
        assert all(given["takes"] for given in found["arguments"])


def test_most_layers_have_an_example() -> None:
    found = [name for name in layer_names() if sample(layer_class(name)) is not None]
    networks = [name for name in network_names() if sample(network_class(name)) is not None]

    assert len(found) >= 115
    assert len(networks) == len(network_names())


def test_an_example() -> None:
    made = sample(layer_class("Conv1D"))

    assert made is not None
    assert made.arguments == {"filters": 8, "kernel_size": 8}
    assert [one.shape for one in made.inputs] == [(None, 10, 8)]
    assert [one.shape for one in made.outputs] == [(None, 3, 8)]
    assert {one.name: one.shape for one in made.variables} == {
        "kernel": (8, 8, 8),
        "bias": (8,),
    }


@pytest.mark.parametrize("alias", ALIASES)
def test_aliases_lead_to_the_main_name(alias: str) -> None:
    (one,) = find(alias)

    assert one.name == ALIASES[alias]
    assert alias in one.aliases


def test_a_name_in_two_families() -> None:
    assert [one.family for one in find("mse")] == ["losses", "metrics"]
    assert [one.family for one in find("losses.mse")] == ["losses"]


# --- the command ----------------------------------------------------------------------


def test_all_layers(tmp_path: Path) -> None:
    done = run(tmp_path, "layers")

    assert done.return_value == 0
    assert done.stdout.startswith("core:\n  Dense  ")
    assert "\n\nscored attention:\n" in done.stdout


def test_one_layer(tmp_path: Path) -> None:
    assert run(tmp_path, "layers", "LeakyReLU").stdout == (
        "LeakyReLU (layers, activation)\n"
        "  x above zero, and a fraction of it below.\n"
        "\n"
        "Arguments:\n"
        "  negative_slope        0.3   a number >= 0\n"
        "  activity_regularizer  null  a regularizer or null\n"
        "  trainable             true  true or false\n"
        "  dtype                 null  float16, bfloat16, float32, float64, mixed_float16, "
        "mixed_bfloat16 or\n                              null\n"
        "\n"
        "Example:\n"
        "  `LeakyReLU` on (batch, 10) gives (batch, 10)\n"
    )


def test_since_and_weights(tmp_path: Path) -> None:
    shown = run(tmp_path, "layers", "Dense").stdout

    assert "quantization_config   null            null; since Keras 3.13\n" in shown
    assert "weights: kernel [10, 8], bias [8]\n" in shown
    assert "  since Keras 3.13\n" in run(tmp_path, "layers", "AdaptiveMaxPooling2D").stdout


def test_as_json(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, "layers", "MaxPool1D", "--format", "json").stdout)

    (one,) = found["found"]
    assert (found["version"], one["name"], one["aliases"]) == (1, "MaxPooling1D", ["MaxPool1D"])
    assert one["arguments"][0]["default"] == 2
    assert one["example"]["outputs"] == [{"shape": [None, 5, 8], "dtype": "float32"}]
    several = json.loads(run(tmp_path, "layers", "losses", "--format", "json").stdout)
    assert len(several["members"]) == len(family("losses"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Dens", "there is nothing called 'Dens'; did you mean `Dense`?"),
        ("ops.absolut", "did you mean `ops.absolute`?"),
        ("qqq", "`mtlc layers` lists all layers"),
        ("Lambda", "Lambda holds Python code, and cannot stand in a spec"),
    ],
)
def test_what_is_not_there(tmp_path: Path, name: str, said: str) -> None:
    assert said in str(run(tmp_path, "layers", name).exception)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("std", "std.mlp, std.residual"),
        ("std.mmoe", "is a block, written as specs are; docs/std.md describes it"),
        ("std.mmo", "did you mean `std.mmoe`?"),
        ("std.nothing", "docs/std.md describes those that there are"),
    ],
)
def test_blocks_are_described_elsewhere(tmp_path: Path, name: str, words: str) -> None:
    done = run(tmp_path, "layers", name)

    assert words in str(done.exception)
