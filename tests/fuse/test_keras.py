"""Keras: a fused model gives the same named outputs, and the same loss."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtlc.compare.report import to_dict
from tests.compare import judge
from tests.fuse import specs
from tests.fuse.rewriting import fused
from tests.models import some_inputs


def assert_same_in_keras(spec: str, folder: Path) -> None:
    found = fused(spec)
    left, right = judge.built(spec), judge.built(found.text)
    judge.assert_the_same(found.comparison, left, right)
    judge.assert_loads_as_said(found.comparison, left, right, folder)
    document = to_dict(found.comparison)
    inputs = some_inputs(left)
    one, other = (judge.outputs(it, document["a"], inputs) for it in (left, right))
    assert [*one] == [*other]


def test_the_seed_heads(tmp_path: Path) -> None:
    assert_same_in_keras(specs.FLOW, tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("spec", specs.ALL.values(), ids=[*specs.ALL])
def test_all_specs(spec: str, tmp_path: Path) -> None:
    assert_same_in_keras(spec, tmp_path)


def test_a_step_of_training_is_the_same() -> None:
    """The loss of every output, and the weights after a step, agree."""
    found = fused(specs.BLOCK)
    document = to_dict(found.comparison)
    left, right = trained(specs.BLOCK), trained(found.text)
    judge.shake(left, 5)
    judge.carry(left, right, document["mapping"], ("a", "b"))
    rng = np.random.default_rng(1)
    x = rng.normal(size=(6, 4)).astype("float32")
    labels = {
        "price": rng.normal(size=(6, 1)).astype("float32"),
        "class": np.eye(3, dtype="float32")[rng.integers(0, 3, 6)],
    }
    losses = [it.train_on_batch(x, labels, return_dict=True)["loss"] for it in (left, right)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)
    judge.assert_equal_outputs(left, right, document)


def trained(spec: str) -> Any:
    import types

    import mtlc

    code = mtlc.compile(spec).code
    assert code is not None
    module = types.ModuleType("generated")
    exec(compile(code, "generated.py", "exec"), module.__dict__)
    return module.compile_model(module.build_model())
