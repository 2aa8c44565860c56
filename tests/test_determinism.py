"""The same spec gives the same bytes: on any machine, in any place, under any Python."""

import os
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import mtlc
from tests.conftest import Built
from tests.environments import ROOT, pythons, run

SPECS = sorted(
    [*(ROOT / "examples").glob("*.yaml"), *(ROOT / "tests" / "golden").rglob("*.yaml")]
)

SOURCES = {"PYTHONPATH": f"{ROOT / 'spec'}:{ROOT / 'compiler'}"}

SURROUNDINGS: dict[str, dict[str, str]] = {
    "one hash seed": {"PYTHONHASHSEED": "0"},
    "another hash seed": {"PYTHONHASHSEED": "4242"},
    "a locale without Unicode": {
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
    },
    "a locale with Unicode": {"LC_ALL": "C.UTF-8"},
    "the first time zone": {"TZ": "Pacific/Kiritimati"},
    "the last time zone": {"TZ": "Etc/GMT+12"},
}

MISTAKES = """\
inputs: {x: [4], y: [4], unused: [4]}
layers:
  d: {Dense: {unit: 1, activaton: relu}, from: x}
  a: {Add, from: [b, x]}
  b: {Dense: 4, from: c}
  c: {Add, from: [a, b, d]}
  e: {Dens: 1, from: y}
  f: {Conv2D: {filters: 0, kernel_size: [1, 2, 3]}, from: e}
  self: {Add, from: [self, z]}
  wide: {Dense: 3, from: x}
  sum: {Add, from: [wide, y]}
outputs: [c, f, g, sum]
"""


Modules = dict[str, bytes]
"""The generated modules by file name."""


def compiled(
    folder: Path,
    env: dict[str, str],
    *,
    specs: list[Path] = SPECS,
    cwd: Path | None = None,
    python: Path = Path(sys.executable),
) -> Modules:
    """What one run of the command writes."""
    run([python, "-m", "mtlc", "compile", *specs, "-o", f"{folder}/"], env=env, cwd=cwd)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def expected() -> Modules:
    """What the library makes of the specs in this process."""
    made = {}
    for spec in SPECS:
        code = mtlc.compile(spec).code
        assert code is not None
        made[f"{spec.stem}.py"] = code.encode()
    return made


def test_every_spec_has_a_name_of_its_own() -> None:
    assert len({spec.stem for spec in SPECS}) == len(SPECS)


@pytest.mark.proof
@pytest.mark.parametrize("surroundings", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_surroundings_do_not_count(
    surroundings: dict[str, str], expected: Modules, tmp_path: Path
) -> None:
    assert compiled(tmp_path / "out", SOURCES | surroundings) == expected


def test_the_order_of_files_does_not_count(expected: Modules, tmp_path: Path) -> None:
    assert compiled(tmp_path / "out", SOURCES, specs=SPECS[::-1]) == expected


def test_the_working_directory_does_not_count(expected: Modules, tmp_path: Path) -> None:
    here = ROOT / "tests" / "golden"
    specs = [Path(os.path.relpath(spec, here)) for spec in SPECS]

    assert compiled(tmp_path / "out", SOURCES, specs=specs, cwd=here) == expected


def test_reports_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    spec = tmp_path / "mistakes.yaml"
    spec.write_text(MISTAKES, encoding="utf-8")
    program = (
        "import pathlib, sys, mtlc; from mtlc.render import human, json\n"
        "found = mtlc.check(pathlib.Path(sys.argv[1])).diagnostics\n"
        "print(json.render(found), human.render(found))\n"
    )
    printed = {
        run([sys.executable, "-c", program, spec], env={**SOURCES, "PYTHONHASHSEED": seed})
        for seed in ("0", "1", "2", "3")
    }

    assert len(printed) == 1
    (report,) = printed
    assert report.count('"code"') >= 8


@pytest.mark.proof
def test_every_python_makes_the_same(
    built: Built,
    expected: Modules,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    prefix = "Programming Language :: Python :: 3."
    claimed = {
        one.removeprefix("Programming Language :: Python :: ")
        for one in project["classifiers"]
        if one.startswith(prefix)
    }
    found = pythons()
    for version, python in found.items():
        folder = tmp_path / version
        run([python, "-m", "venv", folder])
        own = folder / "bin" / "python"
        constraints = ROOT / "constraints.txt"
        run([own, "-m", "pip", "install", "--quiet", "-c", constraints, built.wheel])
        assert compiled(tmp_path / f"out-{version}", {}, python=own) == expected, version
    record_property("compiled alike by Python", ", ".join(found))

    assert claimed <= {*found}, "pyproject.toml claims a Python that was not run"
