"""The generated modules do not depend on a backend of Keras: JAX builds and runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import mtlc

ROOT = Path(__file__).parent.parent
FOLDERS = [
    *("examples", "tests/designs"),
    *("tests/golden/structure", "tests/golden/sharing"),
    *("tests/golden/training", "tests/golden/balance"),
]
PROGRAM = """\
import json, sys, types
import keras
import numpy as np

from tests.training import batch

assert keras.backend.backend() == "jax"


def run(code):
    module = types.ModuleType("generated")
    exec(compile(code, "generated.py", "exec"), module.__dict__)
    model = module.build_model()
    inputs = {
        one.name: np.ones([2 if size is None else size for size in one.shape], one.dtype)
        for one in model.inputs
    }
    given = model(inputs if len(inputs) > 1 else [*inputs.values()][0])
    if not isinstance(given, dict):
        given = dict(enumerate(keras.tree.flatten(given)))
    assert all(np.all(np.isfinite(np.asarray(one, "float32"))) for one in given.values())
    shapes = {name: one.shape for name, one in given.items()}
    count = model.count_params()  # to balance adds some
    if hasattr(module, "compile_model") and count < 100_000:
        if hasattr(module, "FAMOModel"):
            try:
                module.compile_model(model)
            except ValueError as error:
                assert "written for the backend tensorflow" in str(error)
                return count, shapes
        module.compile_model(model)
        history = model.fit(*batch(model), epochs=4, batch_size=4, verbose=0).history
        assert np.isfinite([*history.values()]).all(), history
    return count, shapes


for name, code in json.load(sys.stdin).items():
    keras.backend.clear_session()
    print(json.dumps([name, *run(code)]))
"""


def fits(summary: mtlc.Summary, parameters: int, shapes: dict[str, list[int]]) -> bool:
    """Whether a model that ran is the one that was summed up; outputs by name or number."""
    outputs = summary.to_dict()["outputs"]
    if summary.params.complete and parameters != summary.params.total:
        return False
    if len(outputs) != len(shapes):
        return False
    for number, one in enumerate(outputs):
        given = shapes[one["name"] if one["name"] in shapes else str(number)]
        shape = given if one["shape"] is None else one["shape"]
        if len(shape) != len(given):
            return False
        if any(size not in (None, own) for size, own in zip(shape, given, strict=True)):
            return False
    return True


@pytest.mark.proof
@pytest.mark.parametrize("folder", FOLDERS)
def test_jax_builds_and_runs_every_example(folder: str) -> None:
    results = {spec.stem: mtlc.compile(spec) for spec in sorted((ROOT / folder).glob("*.yaml"))}
    assert results
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps({name: one.code for name, one in results.items()}),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"},
    )

    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    ran = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    assert {name for name, _, _ in ran} == set(results)
    for name, parameters, shapes in ran:
        summary = results[name].summary
        assert summary is not None
        assert fits(summary, parameters, shapes), name
