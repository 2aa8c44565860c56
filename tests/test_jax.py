"""The generated modules do not depend on a backend of Keras: JAX builds and runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import mtlc

ROOT = Path(__file__).parent.parent
FOLDERS = ["examples", "tests/designs", "tests/golden/structure", "tests/golden/sharing"]
PROGRAM = """\
import json, sys, types
import keras
import numpy as np

assert keras.backend.backend() == "jax"


def run(code):
    module = types.ModuleType("generated")
    exec(compile(code, "generated.py", "exec"), module.__dict__)
    model = module.build_model()
    inputs = {
        one.name: np.zeros([2 if size is None else size for size in one.shape], one.dtype)
        for one in model.inputs
    }
    outputs = keras.tree.flatten(model(inputs if len(inputs) > 1 else [*inputs.values()][0]))
    assert all(np.all(np.isfinite(np.asarray(one, "float32"))) for one in outputs)
    return model.count_params(), [one.shape for one in outputs]


for name, code in json.load(sys.stdin).items():
    keras.backend.clear_session()
    print(json.dumps([name, *run(code)]))
"""


def fits(summary: mtlc.Summary, parameters: int, shapes: list[list[int]]) -> bool:
    """Whether a model that ran is the one that was summed up."""
    wanted = [one["shape"] for one in summary.to_dict()["outputs"]]
    return parameters == summary.params.total and all(
        shape is None
        or (
            len(shape) == len(given)
            and all(size in (None, own) for size, own in zip(shape, given, strict=True))
        )
        for shape, given in zip(wanted, shapes, strict=True)
    )


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
