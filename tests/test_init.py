"""`mtlc init` and `mtlc schema`: what they write, and what they never overwrite."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mtlc
import mtlc_spec.schema
from mtlc.cli.files import Unusable
from mtlc.cli.init import SCHEMA, init
from mtlc.cli.schema import schema
from tests.schema.reading import mistakes


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(name: str) -> Result:
    return CliRunner().invoke(init, [name], catch_exceptions=True)


def test_a_spec_and_the_schema_are_written(folder: Path) -> None:
    done = run("price")

    spec = folder / "price.mtlc.yaml"
    assert sorted(path.name for path in folder.iterdir()) == [SCHEMA, spec.name]
    assert done.output == (
        "price.mtlc.yaml: a spec to begin with; "
        "`mtlc compile price.mtlc.yaml` makes its module\n"
        f"{SCHEMA}: what the editor knows of it\n"
    )
    assert spec.read_text().startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    assert (folder / SCHEMA).read_text() == mtlc_spec.schema.render()


def test_the_spec_compiles_and_the_schema_takes_it(folder: Path) -> None:
    run("price")
    spec = folder / "price.mtlc.yaml"
    result = mtlc.compile(spec)

    assert [*result.diagnostics] == []
    assert result.code is not None
    assert mistakes(spec.name, spec.read_bytes()) == []


@pytest.mark.parametrize(
    "name", ["price.yaml", "price.yml", "price.mtlc.yaml", "models/a.yaml"]
)
def test_a_name_may_be_that_of_the_file(folder: Path, name: str) -> None:
    assert run(name).exit_code == 0

    assert (folder / name).exists()
    assert (folder / name).with_name(SCHEMA).exists()


def test_a_name_with_a_space_is_quoted_in_the_command() -> None:
    assert "`mtlc compile 'my model.mtlc.yaml'` makes its module" in run("my model").output


def test_a_spec_is_never_overwritten(folder: Path) -> None:
    (folder / "price.mtlc.yaml").write_text("mine")
    done = run("price")

    assert isinstance(done.exception, Unusable)
    assert str(done.exception) == "price.mtlc.yaml is there already, and is not overwritten"
    assert (folder / "price.mtlc.yaml").read_text() == "mine"
    assert not (folder / SCHEMA).exists()


def test_another_schema_is_not_overwritten(folder: Path) -> None:
    (folder / SCHEMA).write_text("mine")
    done = run("price")

    assert (done.exit_code, (folder / SCHEMA).read_text()) == (0, "mine")
    assert f"`mtlc schema -o {SCHEMA}` replaces it" in done.output


def test_the_same_schema_serves_a_second_spec() -> None:
    run("price")

    assert run("risk").output.endswith(f"{SCHEMA}: there already, and up to date\n")


@pytest.mark.parametrize("name", ["", "models/", "/"])
def test_a_folder_is_no_name(folder: Path, name: str) -> None:
    assert run(name).exit_code == 2
    assert [*folder.iterdir()] == []


def test_the_schema_is_printed() -> None:
    printed = CliRunner().invoke(schema).output

    assert printed == mtlc_spec.schema.render()
    assert json.loads(printed)["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_the_schema_replaces_a_file(folder: Path) -> None:
    (folder / "s.json").write_text("old")
    CliRunner().invoke(schema, ["-o", "s.json"])

    assert (folder / "s.json").read_text() == mtlc_spec.schema.render()
