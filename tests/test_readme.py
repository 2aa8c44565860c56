"""The pages of the repository: specs, commands, outputs and programs are what they say."""

import os
import re
from pathlib import Path

import pytest

from mtlc_spec.layers import layer_names
from tests.pages import BLOCK, PAGES, ROOT, all_blocks, blocks, name, programs, rewritten, run
from tests.test_sequential_or_functional import COMMAND

RUNNING_KERAS = [page for page in PAGES if "python" in programs(page)]


def assert_prints_what_is_shown(page: Path, folder: Path, wanted: set[str]) -> None:
    found = [*run(page, folder, wanted)]
    if os.environ.get("UPDATE_GOLDEN"):
        page.write_text(rewritten(page, found), encoding="utf-8")
        return
    for shown, printed in found:
        assert printed.rstrip() == shown.output.rstrip(), shown.command


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    assert_prints_what_is_shown(page, tmp_path, {"mtlc"})


@pytest.mark.proof
@pytest.mark.parametrize("page", RUNNING_KERAS, ids=name)
def test_programs_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    assert_prints_what_is_shown(page, tmp_path, {"mtlc", "python"})


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_command_is_shown_that_is_not_run(page: Path) -> None:
    assert programs(page) <= {"mtlc", "python"}
    shown = [
        line
        for block in all_blocks(page)
        if block.language != "console"
        for line in block.text.splitlines()
        if line.startswith("$ ")
    ]
    # What TensorFlow measures is judged by a test of its own.
    assert shown in ([], [f"$ {COMMAND}"])


def test_the_module_that_is_shown_is_the_one_that_is_made() -> None:
    import mtlc

    code = mtlc.compile(ROOT / "examples" / "seed_functional.yaml").code
    assert code is not None
    shown = blocks(ROOT / "README.md", "python")[0]
    assert code.rpartition("# mtlc:")[0] == shown


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_programs_run(page: Path) -> None:
    for body in blocks(page, "python"):
        if body.startswith("import mtlc"):
            exec(compile(body, page.name, "exec"), {})


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert (page.parent / target).exists(), target


def test_the_two_commands_come_first() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert text.index("make demo") < text.index("make test") < 200


def test_the_reference_lists_all_layers() -> None:
    text = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    listed = text.partition("<!-- layers -->")[2].partition("<!-- end -->")[0]

    assert tuple(re.findall(r"`(\w+)`", listed)) == layer_names()
