"""The hooks of `.pre-commit-hooks.yaml`, run by pre-commit itself in somebody's repository.

pre-commit installs mtlc from a clone of this checkout, and what it requires from the package
registry.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import mtlc
from tests.environments import ROOT

GOOD = "inputs: {x: [4]}\nlayers: [Dense: 8]\n"
HOOKS = ("mtlc-check", "mtlc-fmt", "mtlc-compile")


def run(
    folder: Path, *words: str, cache: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """A command in a repository, without the variables of Python and of git."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "GIT_"))}
    return subprocess.run(
        words,
        cwd=folder,
        env={
            **kept,
            "PRE_COMMIT_HOME": str(cache or folder / "none"),
            "PRE_COMMIT_COLOR": "never",
            "PIP_CONSTRAINT": str(ROOT / "constraints.txt"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    done = run(folder, "git", *identity, "-c", "commit.gpgsign=false", *words)
    assert done.returncode == 0, done.stdout
    return done.stdout.strip()


def commit(folder: Path) -> str:
    """Commit everything, without hooks; the name of the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--allow-empty", "--message", "all")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository of mtlc as it lies here, and its only commit."""
    folder = tmp_path_factory.mktemp("mtlc")
    listed = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    return folder, commit(folder)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment that it makes once."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def project(tmp_path: Path, published: tuple[Path, str]) -> Path:
    """A repository that uses all hooks, with a spec and its module."""
    repo, rev = published
    hooks = "".join(f"      - id: {hook}\n" for hook in HOOKS)
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {repo}\n    rev: {rev}\n    hooks:\n{hooks}"
    )
    (tmp_path / "price.mtlc.yaml").write_text(GOOD)
    (tmp_path / "other.yaml").write_text("a: [\n")
    mtlc(tmp_path, "compile", "price.mtlc.yaml")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def judged(project: Path, cache: Path) -> tuple[int, dict[str, str], str]:
    """The exit status of pre-commit, what became of each hook, and all that it printed."""
    git(project, "add", "--all")
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    done = run(project, *command, cache=cache)
    lines = [line.partition("....") for line in done.stdout.splitlines()]
    verdicts = {name: end.lstrip(".") for name, dots, end in lines if dots}
    return done.returncode, verdicts, done.stdout


@pytest.mark.proof
def test_a_project_that_is_in_order(project: Path, cache: Path) -> None:
    status, verdicts, text = judged(project, cache)

    assert verdicts == {
        "mtlc check": "Passed",
        "mtlc fmt": "Passed",
        "mtlc compile --check": "Passed",
    }, text
    assert status == 0


@pytest.mark.proof
def test_a_mistake(project: Path, cache: Path) -> None:
    (project / "price.mtlc.yaml").write_text(GOOD.replace("Dense", "Dens"))

    status, verdicts, text = judged(project, cache)

    assert (status, verdicts["mtlc check"]) == (1, "Failed"), text
    assert "error[MTL1001]: Keras has no layer `Dens`" in text


@pytest.mark.proof
def test_a_layout(project: Path, cache: Path) -> None:
    spec = project / "price.mtlc.yaml"
    spec.write_text(GOOD.replace(" [4]", "  [4]"))

    status, verdicts, text = judged(project, cache)

    assert (status, verdicts["mtlc fmt"]) == (1, "Failed"), text
    assert "files were modified by this hook" in text
    assert spec.read_text() == GOOD


@pytest.mark.proof
def test_a_stale_module(project: Path, cache: Path) -> None:
    (project / "price.mtlc.yaml").write_text(GOOD.replace("8", "9"))

    status, verdicts, text = judged(project, cache)

    assert (status, verdicts["mtlc compile --check"]) == (1, "Failed"), text
    assert verdicts["mtlc check"] == "Passed"
    assert "price.py is not what would be written" in text


def test_hooks_name_commands_that_there_are(tmp_path: Path) -> None:
    import yaml

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    assert tuple(hook["id"] for hook in hooks) == HOOKS
    (tmp_path / "price.mtlc.yaml").write_text(GOOD)
    mtlc(tmp_path, "compile", "price.mtlc.yaml")
    for hook in hooks:
        words = hook["entry"].split()
        assert words[0] == "mtlc"
        assert mtlc(tmp_path, *words[1:], "price.mtlc.yaml").status == 0
