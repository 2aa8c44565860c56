"""What the Markdown pages of the repository show: files, commands, and what they print."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# (\S+\.(?:yaml|toml|py))")
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


class Block(NamedTuple):
    """A block of code: its language, its text, and where that stands."""

    language: str
    text: str
    start: int


class Shown(NamedTuple):
    """A command, what the page says that it prints, and where that stands."""

    command: str
    output: str
    start: int
    end: int

    @property
    def program(self) -> str:
        return self.command.partition(" ")[0]


def name(page: Path) -> str:
    """What a test calls a page."""
    return page.relative_to(ROOT).as_posix()


def all_blocks(page: Path) -> Iterator[Block]:
    for found in BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield Block(found[1], found[2], found.start(2))


def blocks(page: Path, language: str) -> list[str]:
    return [one.text for one in all_blocks(page) if one.language == language]


def commands(block: Block) -> Iterator[Shown]:
    if block.language == "console":
        for found in _COMMAND.finditer(block.text):
            start, end = found.span(2)
            yield Shown(found[1], found[2], block.start + start, block.start + end)


def programs(page: Path) -> set[str]:
    """The programs that a page runs."""
    return {shown.program for block in all_blocks(page) for shown in commands(block)}


def run(page: Path, folder: Path, wanted: set[str]) -> Iterator[tuple[Shown, str]]:
    """Do what a page does, in its order: each command of the wanted programs, and its output.

    A YAML, TOML or Python block whose first line is `# NAME` is a file, which may be
    changed by a later one; one of the examples is as it stands in the repository.
    """
    shutil.copytree(ROOT / "examples", folder / "examples")
    for block in all_blocks(page):
        first, _, rest = block.text.partition("\n")
        if block.language in ("yaml", "toml", "python") and (named := _FILE.fullmatch(first)):
            _write(folder / named[1], block.text, rest)
        for shown in commands(block):
            if shown.program in wanted:
                yield shown, printed(shown.command, folder)


def _write(path: Path, text: str, rest: str) -> None:
    if path.parent.name == "examples":
        assert path.read_text(encoding="utf-8") == rest
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def printed(command: str, folder: Path) -> str:
    """What a command prints; a Python program may warn of what it runs on as it likes."""
    program, *arguments = shlex.split(command)
    mtlc = program == "mtlc"
    done = subprocess.run(
        [sys.executable, *(("-m", "mtlc") if mtlc else ()), *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if mtlc else subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def rewritten(page: Path, found: list[tuple[Shown, str]]) -> str:
    """The page with what was printed in place of what it showed."""
    text = page.read_text(encoding="utf-8")
    for shown, output in reversed(found):
        space = "\n" if shown.output.endswith("\n\n") else ""
        text = f"{text[: shown.start]}{output.rstrip()}\n{space}{text[shown.end :]}"
    return text
