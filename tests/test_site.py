"""The documentation site: it is whole, and asks no other server for anything."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import mtlc
from mtlc.catalogue import FAMILIES, family
from mtlc.cli.main import cli
from mtlc.codes import all_codes
from mtlc_spec.layers import layer_names
from tests.pages import ROOT, all_blocks, commands, printed
from tests.site import Page, is_elsewhere, place
from tools.site.markdown import anchor

pytestmark = pytest.mark.proof

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
WITHOUT_EXAMPLE = {"Equalization"}
"""Keras 3.15 loses this layer while it builds a model, so that no spec can have it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "tools.site", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Path:
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(site.rglob("*.html"))}


def test_pages_are_well_formed(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        assert page.problems == [], path
        assert page.headings.count("h1") == 1 or path.name in ("404.html", "search.html"), path
        repeated = {one for one in page.ids if page.ids.count(one) > 1}
        assert repeated <= {"mkdocs-search-query", "rtd-search-form"}, path


def test_links_lead_somewhere(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        if path.name == "404.html":
            continue  # it stands for any address, and so has none of its own
        for target in (*page.links, *page.loads):
            if is_elsewhere(target):
                continue
            file, mark = place(path, target)
            assert file.is_file(), f"{path}: {target}"
            if mark and file in pages:
                assert mark in pages[file].ids, f"{path}: {target}"


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        assert [one for one in page.loads if is_elsewhere(one)] == [], path
    for path in [*site.rglob("*.css"), *site.rglob("*.svg")]:
        text = path.read_text(encoding="utf-8")
        fetched = re.findall(r"url\(\s*['\"]?([^)'\"]*)|@import\s+['\"]?([^'\";]*)", text)
        assert not any(is_elsewhere(one) for pair in fetched for one in pair), path


def test_there_is_a_page_for_everything(site: Path) -> None:
    expected = [
        "index.html",
        "tutorial.html",
        *(f"layers/{name}.html" for name in layer_names()),
        *(f"diagnostics/{code}.html" for code in all_codes()),
        *(f"commands/{name}.html" for name in cli.commands),
        *(f"examples/{spec.stem}.html" for spec in EXAMPLES),
    ]
    assert [one for one in expected if not (site / one).is_file()] == []


def test_pages_of_families_hold_all_members(site: Path, pages: dict[Path, Page]) -> None:
    found = {one for page in pages.values() for one in page.ids}
    for name in set(FAMILIES) - {"layers", "applications", "ops"}:
        on_page = pages[site / "catalogue" / f"{name}.html"].ids
        assert {anchor(one.name) for one in family(name)} <= set(on_page)
    assert {anchor(one.name) for one in family("ops")} <= found
    networks = pages[site / "catalogue" / "applications.html"].text
    assert all(one.name in networks for one in family("applications"))


def test_pages_of_layers_say_what_the_catalogue_knows(
    site: Path, pages: dict[Path, Page]
) -> None:
    for one in family("layers"):
        text = pages[site / "layers" / f"{one.name}.html"].text
        assert one.summary.replace("`", "") in text
        assert all(argument.name in text for argument in one.arguments)
        assert f"Keras {one.since} or newer" in text
        assert ("build_model" in text) == (one.name not in WITHOUT_EXAMPLE), one.name


def test_the_library_is_described(site: Path, pages: dict[Path, Page]) -> None:
    text = pages[site / "library.html"].text
    assert all(f"mtlc.{name}" in text for name in mtlc.__all__)


def test_the_search_leads_to_pages(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    places = [one["location"].partition("#")[0] for one in index["docs"]]
    assert {f"layers/{name}.html" for name in layer_names()} <= set(places)
    assert all((site / one).is_file() for one in places if one)


def test_pictures_are_drawings_of_what_is_printed(site: Path) -> None:
    for spec in EXAMPLES:
        drawn = ElementTree.parse(site / "examples" / f"{spec.stem}.svg")
        words = "".join(drawn.getroot().itertext()).replace("\xa0", " ")
        summary = mtlc.summary(spec)
        assert summary is not None
        assert f"Total params: {summary.params.total:,}" in words


@pytest.mark.parametrize(
    "page", ["commands/check.md", "commands/summary.md", "commands/layers.md"]
)
def test_commands_print_what_is_shown(folder: Path, page: str) -> None:
    shown = [
        one for block in all_blocks(folder / "pages" / "docs" / page) for one in commands(block)
    ]
    assert shown
    for one in shown:
        assert printed(one.command, ROOT / "examples").rstrip() == one.output.rstrip()
