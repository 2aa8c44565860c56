"""What mutants, fuzzing and bombs have found, in the smallest form that showed it."""

from __future__ import annotations

import pytest

from mtlc.driver import Options, compile_source
from mtlc_spec.source import Source
from tests.hard.judging import calls_of, judge, judge_layout, judge_repair
from tests.hard.test_bombs import BOMBS

FOUND = {
    "a loss after a layer that gets too many inputs, in a model with params": (
        "params: {t: [1]}\ninputs: {x: [4]}\nlayers:\n  a: {Dense: 1, from: [x, x]}\n"
        "outputs:\n  a: {loss: mse}\n"
    ),
    "a block that is too large, in a repeat": (
        "inputs: {x: [4]}\nblocks:\n  deep:\n    params: {times: 2}\n    layers:\n"
        "      heads: {Dense: 4, from: x, copies: $times}\n      sum: {Add, from: heads}\n"
        "    outputs: sum\nlayers:\n  all: {deep: {times: 1000000000}, from: x, repeat: 30}\n"
        "outputs: all\n"
    ),
}


@pytest.mark.parametrize("what", FOUND)
def test_what_was_found(what: str) -> None:
    data = FOUND[what].encode()

    judge(data)
    judge_layout(data)
    judge_repair(data)


def test_a_block_that_is_too_large_is_refused_in_a_repeat_as_well() -> None:
    text = FOUND["a block that is too large, in a repeat"]
    result = compile_source(Source("model.yaml", text), Options())

    assert [one.code for one in result] == ["MTL2020"]


@pytest.mark.parametrize("repeat", ["", ", repeat: 30"])
def test_a_loss_after_a_wrong_call_is_not_judged(repeat: str) -> None:
    text = FOUND["a loss after a layer that gets too many inputs, in a model with params"]
    text = text.replace("[x, x]", f"[x, x]{repeat}")
    result = compile_source(Source("model.yaml", text), Options())

    assert {one.code for one in result} == {"MTL2002"}


def test_blocks_of_blocks_are_counted_before_they_are_made() -> None:
    for what in ("exponential blocks", "repeats in repeats"):
        source = Source("model.yaml", BOMBS[what][1])

        calls = calls_of(lambda source=source: compile_source(source))  # type: ignore[misc]

        assert calls < 100_000
