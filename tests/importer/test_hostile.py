"""Files that are none, broken ones, and such as want to hurt."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

import mtlc
from mtlc.cli.main import cli
from mtlc.importer import imported, source_of
from mtlc_spec.diagnostics import Report

SMALL: dict[str, Any] = {
    "module": "keras",
    "class_name": "Functional",
    "registered_name": "Functional",
    "config": {
        "name": "small",
        "layers": [
            {
                "module": "keras.layers",
                "class_name": "InputLayer",
                "config": {"batch_shape": [None, 4], "dtype": "float32", "name": "x"},
                "registered_name": None,
                "name": "x",
                "inbound_nodes": [],
            },
            {
                "module": "keras.layers",
                "class_name": "Dense",
                "config": {"name": "dense", "units": 8, "activation": "relu"},
                "registered_name": None,
                "name": "dense",
                "inbound_nodes": [
                    {
                        "args": [
                            {
                                "class_name": "__keras_tensor__",
                                "config": {
                                    "shape": [None, 4],
                                    "dtype": "float32",
                                    "keras_history": ["x", 0, 0],
                                },
                            }
                        ],
                        "kwargs": {},
                    }
                ],
            },
        ],
        "input_layers": ["x", 0, 0],
        "output_layers": ["dense", 0, 0],
    },
}


def codes(data: bytes) -> list[str]:
    report = Report()
    source = source_of("model.keras", io.BytesIO(data), report)
    document = None if source is None else imported(source, report)
    assert (document is None) != report.ok
    return [one.code for one in report]


def archive(member: str = "config.json", data: bytes = b"{}") -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(member, data)
    return found.getvalue()


def test_the_model_of_these_tests_is_good() -> None:
    assert codes(json.dumps(SMALL).encode()) == []
    assert codes(archive(data=json.dumps(SMALL).encode())) == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "MTL6002"),
        (b"PK", "MTL6001"),
        (b"PK\x03\x04" + bytes(1000), "MTL6001"),
        (archive("model.json"), "MTL6001"),
        (archive()[:60], "MTL6001"),
        (archive(data=b" " * 17_000_000), "MTL6001"),
        (b" " * 17_000_000, "MTL0008"),
        (b"\xff\xfe{}", "MTL0001"),
        (b"{}", "MTL6003"),
        (b"[]", "MTL6003"),
        (b"null", "MTL6003"),
        (b"{", "MTL6002"),
        (b'{"a": 1,}', "MTL6002"),
        (b'{"a": 1, "a": 2}', "MTL6002"),
        (b'{"a": 01}', "MTL6002"),
        (b'{"a": .5}', "MTL6002"),
        (b'{"a": tru}', "MTL6002"),
        (b'{"a": "\\x"}', "MTL6002"),
        (b'{"a": "\\ud800"}', "MTL6002"),
        (b'{"a": "\n"}', "MTL6002"),
        (b'{"a": ' + b"9" * 5000 + b"}", "MTL6002"),
        (b"[" * 100_000, "MTL6002"),
        (b'{"a":' * 100_000, "MTL6002"),
        (b"[" + b"1," * 1_100_000 + b"1]", "MTL6002"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_model(data: bytes, code: str) -> None:
    assert codes(data) == [code]


def edited(path: list[Any], value: Any) -> bytes:
    model = json.loads(json.dumps(SMALL))
    at = model
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return json.dumps(model).encode()


DENSE = ["config", "layers", 1]
TENSOR = [*DENSE, "inbound_nodes", 0, "args", 0]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (["class_name"], 3, "MTL6003"),
        (["config"], "layers", "MTL6003"),
        (["config", "layers"], {}, "MTL6003"),
        (["config", "input_layers"], [["y", 0, 0]], "MTL6008"),
        (["config", "output_layers"], [["dense", 1, 0]], "MTL6008"),
        (["config", "output_layers"], [["dense", 0, 1]], "MTL6008"),
        (["config", "output_layers"], [["dense", "0", 0]], "MTL6008"),
        (["config", "output_layers"], [], "MTL6003"),
        ([*DENSE, "config", "units"], float("nan"), "MTL6006"),
        ([*DENSE, "config", "units"], "8", "MTL6006"),
        ([*DENSE, "config", "units"], {"class_name": "__lambda__"}, "MTL6004"),
        ([*DENSE, "config", "unit"], 8, "MTL6006"),
        ([*DENSE, "config", "name"], None, None),
        ([*DENSE, "class_name"], "Lambda", "MTL6004"),
        ([*DENSE, "class_name"], "JaxLayer", "MTL6005"),
        ([*DENSE, "inbound_nodes"], [[["x", 0, 0, {}]]], "MTL6003"),
        ([*DENSE, "inbound_nodes", 0, "args"], [], "MTL6007"),
        ([*DENSE, "inbound_nodes", 0, "kwargs"], {"mode": "fast"}, "MTL6007"),
        ([*TENSOR, "config", "keras_history"], ["dense", 0, 0], "MTL6008"),
        ([*TENSOR, "config", "keras_history"], ["dense"], "MTL6008"),
        ([*TENSOR, "config"], None, "MTL6003"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told(path: list[Any], value: Any, code: str | None) -> None:
    assert codes(edited(path, value)) == ([] if code is None else [code])


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = (
        node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    )
    return [path, *(one for key in keys for one in places(node[key], (*path, key)))]


@pytest.mark.parametrize("seed", range(20))
def test_no_edit_ends_in_a_fault(seed: int) -> None:
    rng = Random(seed)
    others = [None, True, -1, 2.5, "", "x", "dense", [], {}, [["x", 0, 0]], {"class_name": "R"}]
    for path in places(SMALL)[1:]:
        codes(edited([*path], rng.choice(others)))


def test_nothing_in_a_file_is_run(tmp_path: Path) -> None:
    """Neither Keras nor the module of a class is loaded."""
    (tmp_path / "trap.py").write_text("raise SystemExit('run')\n")
    model = json.loads(edited([*DENSE, "module"], "trap"))
    (tmp_path / "model.json").write_text(json.dumps(model))
    code = (
        "import sys, mtlc, pathlib\n"
        "print(mtlc.import_model(pathlib.Path('model.json')).spec)\n"
        "assert not {'keras', 'tensorflow', 'numpy', 'trap'} & {*sys.modules}\n"
    )
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "trap.Dense" in run.stdout


def test_the_command(tmp_path: Path) -> None:
    file, spec = tmp_path / "model.keras", tmp_path / "model.yaml"
    file.write_bytes(archive(data=json.dumps(SMALL).encode()))

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(cli, ["import", *arguments], standalone_mode=False)

    assert run(str(file)).stdout == (
        "mtlc: 1\nname: small\ntarget: functional\ninputs:\n  x: [4]\n"
        "layers:\n  dense: {Dense: {units: 8, activation: relu}, from: x}\noutputs: dense\n"
    )
    assert run(str(file), "-o", str(spec)).return_value == 0
    assert mtlc.check(spec).ok
    assert "overwrite it with --force" in str(run(str(file), "-o", str(spec)).exception)
    assert run(str(file), "-o", str(spec), "--force").return_value == 0
    file.write_bytes(b"PK")
    assert run(str(file)).return_value == 1
    assert "cannot read" in str(run(str(tmp_path / "none")).exception)
