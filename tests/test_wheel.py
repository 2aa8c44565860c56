"""The wheel: what is in it, and that it works where there is no Keras."""

import json
import sys
import sysconfig
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import NamedTuple

import pytest

import mtlc
from mtlc.cli.main import cli
from tests.conftest import Built
from tests.environments import ROOT, make_environment, run

SPECS = sorted((ROOT / "examples").glob("*.yaml"))


class Installed(NamedTuple):
    """An environment that holds the wheel and what it requires, and nothing else."""

    python: Path
    command: Path


@pytest.fixture(scope="session")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    python = make_environment(tmp_path_factory.mktemp("without_keras"), built.wheel)
    return Installed(python, python.with_name("mtlc"))


@pytest.fixture
def metadata(built: Built) -> Message:
    with zipfile.ZipFile(built.wheel) as wheel:
        (name,) = [name for name in wheel.namelist() if name.endswith("/METADATA")]
        return Parser().parsestr(wheel.read(name).decode())


def test_the_wheel_holds_both_packages_and_nothing_else(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    expected = {
        path.relative_to(root).as_posix()
        for root in (ROOT / "spec", ROOT / "compiler")
        for path in root.rglob("*")
        if path.is_file() and path.suffix in ("", ".py", ".typed", ".yaml")
    }

    assert {"mtlc/py.typed", "mtlc_spec/py.typed"} <= names
    assert names == expected


def test_the_wheel_holds_the_licence(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        (name,) = [name for name in wheel.namelist() if name.endswith("/LICENSE")]
        assert wheel.read(name) == (ROOT / "LICENSE").read_bytes()


def test_the_metadata_says_what_it_is(metadata: Message) -> None:
    assert metadata["Name"] == "mtlc"
    assert metadata["Version"] == mtlc.__version__ == "0.1.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")


def test_keras_comes_with_the_extra_alone(metadata: Message) -> None:
    wanted = metadata.get_all("Requires-Dist") or []
    always = {one.split(">")[0] for one in wanted if "extra ==" not in one}

    assert always == {"click", "networkx", "pathspec", "pydantic", "pyyaml", "rich"}
    assert [one for one in wanted if "extra == 'tensorflow'" in one] == [
        "tensorflow>=2.20; extra == 'tensorflow'"
    ]


def test_the_source_distribution_holds_what_was_written(built: Built) -> None:
    with tarfile.open(built.sdist) as sdist:
        names = {Path(*Path(name).parts[1:]).as_posix() for name in sdist.getnames()}
    tops = {name.split("/")[0] for name in names}

    assert {"README.md", "LICENSE", "pyproject.toml", "Makefile", "constraints.txt"} <= tops
    assert {"spec", "compiler", "tests", "examples", "benchmarks", "docs"} <= tops
    assert not {".venv", ".git", "build", "dist"} & tops
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.parametrize("name", ["keras", "tensorflow", "numpy"])
def test_what_runs_models_is_not_there(installed: Installed, name: str) -> None:
    program = (
        f"import importlib.util as u; print(u.find_spec('mtlc').origin, u.find_spec({name!r}))"
    )
    origin, found = run([installed.python, "-I", "-c", program]).split()

    assert Path(origin).is_relative_to(installed.python.parent.parent)
    assert found == "None"


def test_the_command_and_the_module_are_one(installed: Installed) -> None:
    version = run([installed.command, "--version"])

    assert version == f"mtlc, version {mtlc.__version__}\n"
    assert run([installed.python, "-m", "mtlc", "--version"]) == version


def test_every_command_is_there(installed: Installed) -> None:
    names = sorted(cli.commands)
    program = (
        "import sys; from mtlc.cli.main import cli\n"
        "for name in sys.argv[1:]: cli.main([name, '--help'], 'mtlc', standalone_mode=False)\n"
    )
    helped = run([installed.python, "-I", "-c", program, *names])

    assert [line.split()[2] for line in helped.splitlines() if "Usage:" in line] == names


def test_knows_the_schema_the_library_and_the_catalogue(
    installed: Installed, tmp_path: Path
) -> None:
    spec = tmp_path / "a.yaml"
    spec.write_text("inputs: {x: [8, 8, 4]}\nlayers: [{std.residual: {filters: 4}}]\n")
    known = (ROOT / "schemas" / "mtlc-1.schema.json").read_text(encoding="utf-8")

    assert run([installed.command, "schema"]) == known
    assert "Add" in run([installed.command, "summary", spec])
    assert run([installed.command, "layers", "Dense"]).startswith("Dense")


def test_compiles_every_example_to_the_same_bytes(installed: Installed, tmp_path: Path) -> None:
    run([installed.command, "compile", *SPECS, "-o", f"{tmp_path}/"])

    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert made == {f"{spec.stem}.py": mtlc.compile(spec).code for spec in SPECS}


def test_checks_every_example(installed: Installed) -> None:
    report = json.loads(run([installed.command, "check", *SPECS, "--format", "json"]))

    assert report == {"version": 1, "diagnostics": []}


@pytest.mark.parametrize("name", ["seed_sequential", "siamese", "unet"])
def test_sums_up(installed: Installed, name: str) -> None:
    spec = ROOT / "examples" / f"{name}.yaml"
    expected = mtlc.summary(spec)
    assert expected is not None

    given = run([installed.command, "summary", spec, "--format", "json"])
    assert json.loads(given) == expected.to_dict()
    assert f"Total params: {expected.params.total:,}" in run(
        [installed.command, "summary", spec]
    )


def test_explains(installed: Installed) -> None:
    assert run([installed.command, "explain", "MTL4004"]).startswith("MTL4004 branch (error)\n")


WITHOUT_MTLC = """
import importlib.util, json, runpy, sys
sys.path.append({site_packages!r})
for name in ("mtlc", "mtlc_spec"):
    try:
        __import__(name)
    except ModuleNotFoundError:
        pass
    else:
        raise SystemExit(f"{{name}} can be imported here")
counts = {{}}
for path in sys.argv[1:]:
    counts[path] = runpy.run_path(path)["build_model"]().count_params()
print(json.dumps(counts))
"""


@pytest.mark.proof
def test_generated_modules_run_where_there_is_no_mtlc(tmp_path: Path) -> None:
    expected = {}
    for spec in SPECS:
        result = mtlc.compile(spec)
        assert result.code is not None
        assert result.summary is not None
        path = tmp_path / f"{spec.stem}.py"
        path.write_text(result.code, encoding="utf-8")
        expected[str(path)] = result.summary.params.total
    # Without `site` the links of editable installs are not followed: what is left of this
    # environment is what lies in it.
    program = WITHOUT_MTLC.format(site_packages=sysconfig.get_path("purelib"))
    printed = run([sys.executable, "-I", "-S", "-c", program, *expected])

    assert json.loads(printed.splitlines()[-1]) == expected
