"""Python environments that tests make: one with mtlc alone, and ones of other versions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent


def build(folder: Path) -> tuple[Path, Path]:
    """The source distribution, and the wheel that is built from it."""
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT])
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return sdist, wheel


def make_environment(folder: Path, wheel: Path) -> Path:
    """The interpreter of a new environment that holds the wheel and what it requires.

    The requirements are copied from this environment, so that no network is needed: those
    that the metadata names, and theirs, and nothing else.
    """
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--no-index", "--no-deps", wheel]
    run([sys.executable, "-m", "pip", "--python", python, *install])
    (site_packages,) = folder.glob("lib/python*/site-packages")
    for one in _required("mtlc", set()):
        _copy(one, site_packages)
    return python


def _required(name: str, seen: set[str]) -> Iterator[Distribution]:
    """What a distribution requires without extras, and what that requires."""
    for requirement in distribution(name).requires or ():
        words, _, marker = requirement.partition(";")
        found = re.match(r"[\w.-]+", words)
        assert found is not None
        if marker or found[0] in seen:
            continue
        seen.add(found[0])
        yield distribution(found[0])
        yield from _required(found[0], seen)


def _copy(one: Distribution, site_packages: Path) -> None:
    for file in one.files or ():
        if ".." not in file.parts and "__pycache__" not in file.parts:
            target = site_packages / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file.locate(), target)


def pythons() -> dict[str, Path]:
    """The interpreters on this machine that are new enough, by version; broken ones are none.

    They are looked for on the path and among those that pyenv has installed.
    """
    places = [Path(place) for place in os.environ.get("PATH", "").split(os.pathsep)]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    places += sorted(pyenv.glob("versions/*/bin"))
    found: dict[str, Path] = {}
    probe = "import ensurepip, sys; print('%d.%d' % sys.version_info[:2])"
    for place in places:
        for path in sorted(place.glob("python3.*")):
            if not re.fullmatch(r"python3\.\d+", path.name):
                continue
            tried = subprocess.run(
                [path, "-c", probe], capture_output=True, text=True, check=False
            )
            version = tried.stdout.strip()
            if tried.returncode == 0 and tuple(map(int, version.split("."))) >= (3, 11):
                found.setdefault(version, path)
    return dict(sorted(found.items()))


def run(
    command: list[str | Path], *, cwd: Path | None = None, env: dict[str, str] | None = None
) -> str:
    """What a command prints; it must succeed. Of this checkout it sees nothing by itself."""
    environment = {key: one for key, one in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**environment, **(env or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stderr}"
    return done.stdout
