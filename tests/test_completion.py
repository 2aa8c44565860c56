"""What shells complete: bash for real, and zsh and fish where this machine has them."""

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from time import monotonic

import pytest

from mtlc.cli.main import cli
from mtlc.codes import all_codes
from mtlc.render import FORMATS
from mtlc_spec.layers import layer_names
from tests.commands import mtlc

SPEC = "params: {width: 8, depth: 2}\ninputs: {x: [4]}\nlayers: [Dense: $width]\n"
SHELLS = [shell for shell in ("bash", "zsh", "fish") if shutil.which(shell)]
PATIENCE = 300
"""Seconds until a shell that says nothing has failed."""


@cache
def script(shell: str) -> str:
    done = mtlc(Path.cwd(), "completion", shell)
    assert (done.status, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with some files, and the command `mtlc` in `bin`."""
    (tmp_path / "a.yaml").write_text(SPEC)
    (tmp_path / "b c.yml").write_text(SPEC)
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "model.keras").write_text("")
    (tmp_path / "specs").mkdir()
    command = tmp_path / "bin" / "mtlc"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mtlc "$@"\n')
    command.chmod(0o755)
    return tmp_path


def completed(folder: Path, *words: str) -> list[str]:
    """What bash offers for the last of some words."""
    quoted = " ".join(f"'{word}'" for word in ("mtlc", *words))
    program = (
        f'source mtlc.bash\ncomplete -p mtlc > /dev/null || exit 1\nPATH="$PWD/bin:$PATH"\n'
        f"COMP_WORDS=({quoted})\nCOMP_CWORD={len(words)}\n_mtlc\n"
        'for word in "${COMPREPLY[@]}"; do echo "$word"; done\n'
    )
    (folder / "mtlc.bash").write_text(script("bash"))
    done = subprocess.run(
        ["bash", "--norc", "--noprofile", "-c", program],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split("\n")[:-1]


def test_commands(folder: Path) -> None:
    assert completed(folder, "com") == ["compare", "compile", "completion"]
    assert set(completed(folder, "")) == {"--version", "--help", *cli.commands}


def test_options(folder: Path) -> None:
    assert completed(folder, "check", "--f") == ["--fix", "--format", "--fail-on"]
    assert completed(folder, "check", "a.yaml", "--di") == ["--diff"]


@pytest.mark.parametrize("words", [("--format", ""), ("--format", "="), ("--format", "=", "")])
def test_formats(folder: Path, words: tuple[str, ...]) -> None:
    assert completed(folder, "check", *words) == [*FORMATS]


def test_words_of_options(folder: Path) -> None:
    assert completed(folder, "check", "--fail-on", "w") == ["warning"]
    assert completed(folder, "verify", "--backend", "") == ["tensorflow", "jax", "torch"]


def test_codes_and_names_behind_explain(folder: Path) -> None:
    offered = completed(folder, "explain", "")

    assert completed(folder, "explain", "MTL300") == [
        code for code in all_codes() if code.startswith("MTL300")
    ]
    assert completed(folder, "explain", "unused-l") == ["unused-layer"]
    assert completed(folder, "explain", "Dens") == ["Dense"]
    assert {*all_codes(), *layer_names()} <= set(offered)
    assert len(offered) == len(set(offered))


def test_kinds_behind_layers(folder: Path) -> None:
    assert completed(folder, "layers", "Conv2") == ["Conv2D", "Conv2DTranspose"]
    assert "ops.matmul" in completed(folder, "layers", "ops.mat")
    assert "losses.mse" in completed(folder, "layers", "losses.m")
    assert "losses" in completed(folder, "layers", "loss")
    assert completed(folder, "layers", "MTL300") == []


def test_all_that_is_offered_is_known() -> None:
    from mtlc import catalogue
    from mtlc.cli.shells.words import commands

    found = {one.name: one.values.words for one in commands(cli)}

    assert all(
        catalogue.find(word) or word in catalogue.FAMILIES for word, _ in found["layers"]
    )
    assert {word for word, _ in found["explain"]} >= {
        kind.slug for kind in all_codes().values()
    }


def test_specs(folder: Path) -> None:
    assert sorted(completed(folder, "check", "")) == ["a.yaml", "b c.yml", "bin", "specs"]
    assert completed(folder, "check", "a.yaml", "b") == ["bin", "b c.yml"]
    assert completed(folder, "import", "mod") == ["model.keras"]
    assert "notes.txt" in completed(folder, "compile", "-o", "")
    assert completed(folder, "init", "") == []


def test_params_of_the_spec_that_is_named(folder: Path) -> None:
    assert completed(folder, "check", "a.yaml", "--set", "w") == ["width="]
    assert completed(folder, "check", "--set", "") == []


def test_params_of_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("a: [")
    done = mtlc(tmp_path, "completion", "--params-of", "bad.yaml", "--params-of", "no.yaml")

    assert (done.status, done.stdout, done.stderr) == (0, "", "")


def test_without_a_shell(tmp_path: Path) -> None:
    import click

    with pytest.raises(click.UsageError, match="name the shell"):
        mtlc(tmp_path, "completion")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_every_word_is_in_every_script(shell: str) -> None:
    from mtlc.cli.shells.words import commands

    for command in commands(cli):
        assert command.name in script(shell)
        for option in command.options:
            assert all(name.lstrip("-") in script(shell) for name in option.names)
        assert all(word in script(shell) for word, _ in command.values.words)


FINISHED = {
    "mtlc comple": "completion",
    "mtlc check --fail-o": "--fail-on",
    "mtlc check --format sar": "sarif",
    "mtlc explain unused-l": "unused-layer",
    "mtlc explain MTL903": "MTL9030",
    "mtlc layers EinsumD": "EinsumDense",
    "mtlc check a.y": "a.yaml",
    "mtlc check a.yaml --set wid": "width=",
}
"""What is typed, and the word that its last one becomes."""


class Terminal:
    """A shell that somebody types into."""

    def __init__(self, shell: str, folder: Path) -> None:
        (folder / ".zshrc").write_text("autoload -Uz compinit && compinit -u\n")
        flags = ["-d", "-i"] if shell == "zsh" else ["--norc", "--noprofile", "-i"]
        environment = {
            **os.environ,
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "ZDOTDIR": str(folder),
            "TERM": "dumb",
        }
        self._text = ""
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.chdir(folder)
            os.execvpe(shell, [shell, *flags], environment)
        self.type(f"source ./mtlc.{shell}; echo r''eady\n", until="ready")

    def type(self, keys: str, *, until: str) -> None:
        """Press keys, and wait until a text is shown."""
        os.write(self._terminal, keys.encode())
        end = monotonic() + PATIENCE
        while until not in self._text:
            ready, _, _ = select.select([self._terminal], [], [], max(0, end - monotonic()))
            assert ready, f"{until!r} was never shown: {self._text[-2000:]!r}"
            self._text += os.read(self._terminal, 4096).decode(errors="replace")
        self._text = ""

    def close(self) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._terminal)


@pytest.mark.proof
@pytest.mark.parametrize("shell", SHELLS)
def test_a_tabulator_key_finishes_the_word(folder: Path, shell: str) -> None:
    (folder / f"mtlc.{shell}").write_text(script(shell))
    if shell == "fish":
        for typed, word in FINISHED.items():
            program = f"set PATH $PWD/bin $PATH; source mtlc.fish; complete -C {typed!r}"
            command = ["fish", "--no-config", "-c", program]
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, check=True
            )
            assert [line.split("\t")[0] for line in done.stdout.splitlines()] == [word]
        return
    terminal = Terminal(shell, folder)
    try:
        for typed, word in FINISHED.items():
            terminal.type(f"{typed}\t", until=f"{typed.rpartition(' ')[0]} {word}")
            terminal.type("\x15echo r''eady\n", until="ready")
    finally:
        terminal.close()
