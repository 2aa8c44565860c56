"""A hundred thousand mutants of all specs: a result with good places, never an exception.

`MTLC_MUTANTS` is how many are drawn; the smallest part of what fails is printed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable

import pytest

from tests.hard import judging
from tests.hard.mutations import MUTATIONS, Mutant, texts
from tests.hard.shrinking import shrunk
from tests.hard.structure import pieces_of
from tests.work import calls_of

COUNT = int(os.environ.get("MTLC_MUTANTS", "100000"))
BLOCKS = 50
SIZE = COUNT // BLOCKS

Judge = Callable[[bytes], object]

JUDGES: dict[Judge, int] = {
    judging.judge: 1,
    judging.judge_layout: 8,
    judging.judge_repair: 16,
    judging.judge_text: 32,
    judging.judge_again: 32,
}
"""Of how many mutants one is judged so."""


def fault(judge: Judge, data: bytes) -> tuple[object, ...] | None:
    """What goes wrong, and in which line of the code; None if all is well."""
    try:
        with judging.bounded():
            judge(data)
    except Exception as error:
        last = error.__traceback__
        assert last is not None
        while last.tb_next is not None:
            last = last.tb_next
        return type(error), last.tb_frame.f_code, last.tb_lineno
    return None


def assert_no_fault(seed: int) -> None:
    """Fails with the smallest text that has the same fault."""
    mutant = Mutant(seed)
    for judge in [judge for judge, many in JUDGES.items() if seed % many == 0]:
        wrong = fault(judge, mutant.data)
        if wrong is None:
            continue
        small = shrunk(mutant.data, lambda data, j=judge, w=wrong: fault(j, data) == w)  # type: ignore[misc]
        print(f"seed {seed}, {', '.join(mutant.done)}: {judge.__name__} fails for\n{small!r}")
        with judging.bounded():
            judge(small)


def judge_seeds(seeds: range) -> None:
    with judging.without_collecting():
        for seed in seeds:
            assert_no_fault(seed)


def test_some_mutants() -> None:
    judge_seeds(range(1_000_000, 1_000_400))


@pytest.mark.proof
@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_hundred_thousand_mutants(block: int) -> None:
    judge_seeds(range(block * SIZE, (block + 1) * SIZE))


def test_mutants_are_many_different_things() -> None:
    done: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    good = 0
    for seed in range(2_000_000, 2_000_600):
        mutant = Mutant(seed)
        done.update(mutant.done)
        result = judging.compiled(mutant.data)
        good += result.ok
        codes.update({one.code for one in result})

    assert {*done} == {one.__name__ for one in MUTATIONS}
    assert len(codes) > 60
    assert good > 20
    assert codes["MTL0002"] < 200  # most are still YAML


def test_a_mutant_is_the_same_whenever_it_is_made() -> None:
    assert [Mutant(seed).data for seed in range(50)] == [
        Mutant(seed).data for seed in range(50)
    ]


def test_the_work_grows_with_the_bytes_alone() -> None:
    for seed in range(3_000_000, 3_000_100):
        data = Mutant(seed).data
        judging.compiled(data)  # loads what is loaded once

        calls = calls_of(lambda data=data: judging.compiled(data))  # type: ignore[misc]

        assert calls < 200_000 + 2_000 * len(data), seed


def test_every_spec_has_pieces() -> None:
    assert sum(1 for text in texts() if not pieces_of(text)) < 0.1 * len(texts())


def test_pieces() -> None:
    text = "a: {b: [1, x]}\nc:\n  - d: e\n# f\n"

    assert [(text[one.begin : one.end], one.path) for one in pieces_of(text)] == [
        ("1", ("a", "b")),
        ("x", ("a", "b")),
        ("b: [1, x]", ("a", "b")),
        ("a: {b: [1, x]}", ("a",)),
        ("d: e", ("c", "d")),
        ("d: e", ("c",)),
        ("c:\n  - d: e", ("c",)),
    ]


def test_what_fails_is_shrunk() -> None:
    data = b"one\ntwo three\n" * 20 + b"a bad word\nfour\n"

    assert shrunk(data, lambda text: b"bad" in text) == b"bad"


def test_what_hangs_is_broken_off() -> None:
    def hang() -> None:
        while True:
            pass

    with pytest.raises(judging.TooSlow), judging.bounded(0.1):
        hang()
