"""Random specs against themselves in other words, and with one change of meaning."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.compare import judge
from tests.compare.rewriting import changed, flat, rewritten, written
from tests.compare.subjects import compared
from tests.random_specs import random_spec


def assert_told_apart(seeds: range) -> None:
    """Other words are the same, and other meanings never are."""
    for seed in seeds:
        random = Random(seed)
        document = flat(random_spec(seed))
        plain = written(document)
        other, done = rewritten(document, random, 5)
        found = compared(plain, other)
        told = [one.message for one in found.differences]
        assert found.is_same, (seed, done, found.reason, told, plain, other)
        change = changed(document, random)
        if change is not None:
            text, name = change
            assert compared(plain, text).verdict == "different", (seed, name, plain, text)
            again, done = rewritten(document, random, 3)
            assert compared(again, text).verdict == "different", (seed, name, done, plain, text)


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_drawn_specs(first: int) -> None:
    assert_told_apart(range(first, first + 20))


@pytest.mark.proof
@pytest.mark.parametrize("part", range(10))
def test_many_drawn_specs(part: int) -> None:
    assert_told_apart(range(1000 + part * 25, 1025 + part * 25))


def test_most_drawn_specs_can_be_changed() -> None:
    kinds = [changed(flat(random_spec(seed)), Random(seed)) for seed in range(60)]
    names = {one[1] for one in kinds if one is not None}

    assert len(names) >= 6
    assert sum(one is not None for one in kinds) >= 35


@pytest.mark.proof
@pytest.mark.parametrize("part", range(4))
def test_keras_agrees_on_drawn_specs(part: int, tmp_path: Path) -> None:
    for seed in range(part * 6, part * 6 + 6):
        document = flat(random_spec(seed))
        plain = written(document)
        other, done = rewritten(document, Random(seed), 6)
        found = compared(plain, other)
        assert found.is_same, (seed, done)
        try:
            judge.assert_as_said(found, plain, other, tmp_path)
        except Exception as error:
            error.add_note(f"seed {seed}, {done}:\n{plain}\n{other}")
            raise
