"""The README's specs, commands, outputs and programs are what they say."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mtlc_spec.layers import layer_names

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [body for kind, body in BLOCK.findall(text) if kind == language]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_print_what_is_shown(page: Path, folder: Path) -> None:
    for body in (*blocks(page, "yaml"), *blocks(page, "toml")):
        first, _, rest = body.partition("\n")
        if (named := re.fullmatch(r"# (\S+\.(?:yaml|toml))", first)) is None:
            continue
        path = folder / named[1]
        if path.exists():
            assert path.read_text(encoding="utf-8") == rest
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
    for body in blocks(page, "console"):
        for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE):
            if not part.startswith("$ mtlc"):
                continue
            command, _, shown = part.removeprefix("$ ").partition("\n")
            done = subprocess.run(
                [sys.executable, "-m", *shlex.split(command)],
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
            )
            assert done.stdout.rstrip() == shown.rstrip()


def test_the_module_that_is_shown_is_the_one_that_is_made() -> None:
    import mtlc

    code = mtlc.compile(ROOT / "examples" / "seed_functional.yaml").code
    assert code is not None
    shown = blocks(ROOT / "README.md", "python")[0]
    assert code.rpartition("# mtlc:")[0] == shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_programs_run(page: Path) -> None:
    for body in blocks(page, "python"):
        if body.startswith("import mtlc"):
            exec(compile(body, page.name, "exec"), {})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
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
