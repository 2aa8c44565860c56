"""Generated code says which Keras it needs, where the oldest supported one will not do."""

import ast

import pytest

import mtlc
from mtlc_spec import since
from tests.catalogue.agree import missing_here

NEEDS = {
    "a layer": ("BatchNormalization", None),
    "a new argument of a layer": ("BatchNormalization: {renorm: true}", "3.14"),
    "a function": ("ops.ptp", "3.14"),
    "a function by its other name": ("ops.nn.relu", None),
}


def paragraphs(spec: str) -> list[str]:
    """Those of the generated module's docstring."""
    code = mtlc.compile(spec).code
    assert code is not None
    docstring = ast.get_docstring(ast.parse(code))
    assert docstring is not None
    return docstring.split("\n\n")


@pytest.mark.parametrize(("step", "needed"), NEEDS.values(), ids=NEEDS)
def test_what_a_module_needs(step: str, needed: str | None) -> None:
    found = paragraphs(f"inputs: {{x: [4]}}\nlayers: [{{{step}}}]\n")[1:]

    if needed is None:
        assert found == []
    else:
        (told,) = found
        assert told.startswith(f"Needs Keras {needed} or newer: ")


def test_the_newest_is_what_counts() -> None:
    spec = "inputs: {x: [4]}\nlayers: [ops.ptp, {ops.fabs}, {ops.deg2rad}, {ops.erfc}]\n"

    assert paragraphs(spec)[1:] == ["Needs Keras 3.15 or newer: ops.erfc, ops.fabs."]


def test_the_installed_keras_has_what_the_table_says() -> None:
    assert missing_here() == ()


def test_what_an_older_keras_has_not() -> None:
    absent = since.missing((3, 13))

    assert "layers.BatchNormalization:renorm" in absent
    assert "layers.AdaptiveMaxPooling2D" not in absent
    assert set(since.missing(since.number(since.OLDEST))) == set(since.paths())
