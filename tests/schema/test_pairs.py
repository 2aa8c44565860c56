"""What the schema says of specs, beside what the compiler says of them."""

from pathlib import Path

import pytest

from mtlc_spec.diagnostics import Severity
from tests.schema.reading import ROOT, mistakes
from tests.test_diagnostics import SPECS as EXAMPLES
from tests.test_diagnostics import check, spelt_out

SPECS = [one for one in EXAMPLES if one.suffix == ".yaml"]

GOOD = sorted(
    [
        *(ROOT / "tests" / "golden").rglob("*.yaml"),
        *(ROOT / "tests" / "designs").glob("*.yaml"),
        *(ROOT / "examples").glob("*.yaml"),
    ]
)

BY_FORM = (
    *("MTL1001", "MTL1002", "MTL1003", "MTL1004", "MTL1005", "MTL1006", "MTL1008", "MTL1009"),
    *("MTL1010", "MTL1011", "MTL1012", "MTL1013", "MTL1015", "MTL1016", "MTL1021", "MTL1022"),
    *("MTL1023", "MTL1027", "MTL1029", "MTL2009", "MTL2010", "MTL2011"),
)
"""The codes of what is wrong by its form alone: words, types, ranges and names."""

UNSEEN = {
    "MTL1001-entry": "it may be a block of this name",
    "MTL1001-function": "it may be a block of this name",
    "MTL1001-snake-case": "it may be a block of this name",
    "MTL1003-short-form": "the value is an expression",
    "MTL1004-formula-in-a-block": "the value is an expression",
    "MTL1005-cell": "which layers are cells is a rule of the catalogue",
    "MTL1005-in-a-block": "the value is an expression",
    "MTL1005-layer": "which layers can be inside of another is a rule of the catalogue",
    "MTL1005-per-axis": "how many numbers there must be is a rule of the catalogue",
    "MTL1005-permute": "which numbers go together is a rule of the catalogue",
    "MTL1015-comment": "an editor judges no empty text",
    "MTL1015-empty": "an editor judges no empty text",
    "MTL1021-layer": "what `imports` names is known to a whole spec alone",
    "MTL1022-not-covered": "`returns` would make it good",
}
"""What is wrong by its form, and no schema can see."""


@pytest.mark.parametrize("spec", GOOD, ids=lambda spec: spec.stem)
def test_a_good_spec_is_good(spec: Path) -> None:
    assert mistakes(spec.name, spec.read_bytes()) == []


@pytest.mark.parametrize(
    "spec",
    [spec for spec in SPECS if not spec.stem.startswith("MTL00")],
    ids=lambda spec: spec.stem,
)
def test_what_the_schema_refuses_the_compiler_refuses(spec: Path) -> None:
    text = spec.read_text(encoding="utf-8")
    if mistakes(spec.name, spelt_out(text)):
        assert Severity.ERROR in {one.severity for one in check(spec.name, text)}


@pytest.mark.parametrize(
    "spec",
    [spec for spec in SPECS if spec.stem.startswith(BY_FORM)],
    ids=lambda spec: spec.stem,
)
def test_what_is_wrong_by_its_form_the_schema_refuses(spec: Path) -> None:
    found = mistakes(spec.name, spelt_out(spec.read_text(encoding="utf-8")))

    assert bool(found) is (spec.stem not in UNSEEN)


def test_what_no_schema_can_see_is_written_down() -> None:
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    listed = page.partition("<!-- unseen -->")[2].partition("<!-- end -->")[0]
    codes = {code for code in BY_FORM if code in listed}

    assert codes == {name.split("-")[0] for name in UNSEEN}
    assert UNSEEN.keys() <= {spec.stem for spec in SPECS}
