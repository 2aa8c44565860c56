"""References to any part of anything: the module gives what its flat spec gives.

So it does with other params, which it was not written for: then it gives what the module
gives that was. Weights are the same for all, by their names.
"""

from __future__ import annotations

import keras
import pytest

import mtlc
from mtlc.driver import compile_source
from mtlc_spec.source import Source
from tests.models import assert_gives_the_same, build
from tests.random_references import random_references

EACH = 20


def check(seed: int) -> bool:
    """Whether the spec has no error, and is so judged."""
    spec, others = random_references(seed)
    made = mtlc.compile(spec)
    if made.code is None:
        return False
    keras.backend.clear_session()
    flat = compile_source(Source("model.yaml", spec), want="flat").flat
    assert flat is not None
    expected = mtlc.compile(flat).code
    assert expected is not None
    assert_gives_the_same(build(made.code), build(expected))
    for params in others:
        other = mtlc.compile(spec, params=params).code
        if other is not None:
            assert_gives_the_same(build(made.code, **params), build(other))
    return True


@pytest.mark.parametrize("seed", range(8))
def test_some_references(seed: int) -> None:
    check(seed)


@pytest.mark.proof
@pytest.mark.parametrize("group", range(10))
def test_references(group: int) -> None:
    judged = [check(seed) for seed in range(100 + group * EACH, 100 + (group + 1) * EACH)]
    assert sum(judged) > len(judged) / 2
